"""Files and names of the code that the pages for newcomers tell of are there under those names."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import pytest

from tests.house import source

# A decision tells of its own day; the changelog, too.
PAGES = [
    path
    for path in source.tracked()
    if path.suffix == ".md" and path.parent.name != "decisions" and path.name != "CHANGELOG.md"
]
FILE = re.compile(r"(?<![\w/.*<>-])[\w/]+\.py\b")
CODE = re.compile(r"`([A-Za-z_][\w.]*)")  # up to an argument or a value that follows
LINES = (source.ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
GLOSSARY = [line for line in LINES if line.startswith("| ")][1:]


@functools.cache
def defined(package: str) -> frozenset[str]:
    """What modules below `matrika.core`, say, define or are called; "" = all of src."""
    found: set[str] = set()
    for path in source.modules("src/"):
        dotted = ".".join(path.relative_to(source.ROOT / "src").with_suffix("").parts)
        if package and f".{package}." not in f".{dotted}.":
            continue
        found.update(dotted.split("."))
        for node in ast.walk(source.syntax(path)):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                found.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
            elif isinstance(node, ast.arg):
                found.add(node.arg)
    return frozenset(found)


def is_there(name: str) -> bool:
    """Whether a module of that name is there, or one that begins so has the rest in it."""
    package, _, last = name.rpartition(".")
    while package and not defined(package):
        package, _, before = package.rpartition(".")
        last = f"{before}.{last}"
    return all(part in defined(package) for part in last.split("."))


@pytest.mark.parametrize("line", GLOSSARY, ids=lambda line: line.split("|")[2].strip()[:40])
def test_it_knows_the_names_of_the_glossary(line: str) -> None:
    assert [name for name in CODE.findall(line.split("|")[3]) if not is_there(name)] == []


def test_it_explains_a_word_once() -> None:
    words = [line.split("|")[1].strip() for line in GLOSSARY]
    assert [word for word in set(words) if words.count(word) > 1 and word != "—"] == []


@pytest.mark.parametrize("page", PAGES, ids=source.relative)
def test_it_knows_the_files_of(page: Path) -> None:
    known = [f"/{source.relative(path)}" for path in source.tracked()]
    named = set(FILE.findall(page.read_text(encoding="utf-8")))
    assert [file for file in sorted(named) if not any(one.endswith(f"/{file}") for one in known)] == []


def test_it_misses_a_name_that_is_gone() -> None:
    """Were everything known, the tests above could not fail."""
    assert is_there("console.verdict_line.Signal")
    assert not is_there("console.signals.Signal")
    assert not is_there("Signals")
