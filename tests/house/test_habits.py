"""Style rules that a reader cannot be expected to remember, as checks on the syntax."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house import source

# Whoever reads the clock, and nobody below them (style rule 6).
DOORS = (
    "src/matrika/portal/",
    "src/matrika/console/",
    "src/matrika/demo/views.py",
    "src/matrika/health/views.py",
    "src/matrika/mdq/",
    "src/matrika/management/commands/",
    "src/samllint/cli/",
)
CLOCKS = {"now", "utcnow", "today", "localdate", "localtime"}
# Catches everything, and records it (style rule 4).
CATCH_ALL = {
    "src/matrika/worker/loop.py",
    "src/samllint/engine.py",
    "src/matrika/demo/children.py",
    "src/matrika/outside/signatures/pdf/reading.py",
}


def every(kind: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    for path in source.modules("src/"):
        for node in ast.walk(source.syntax(path)):
            if isinstance(node, kind):
                yield source.relative(path), node


def test_it_reads_the_clock_at_the_doors_only():
    """ruff forbids the usual spellings; this one sees through `import … as` and the other clocks."""
    found = []
    for path, node in every(ast.Attribute):
        assert isinstance(node, ast.Attribute)
        is_time = isinstance(node.value, ast.Name) and node.value.id == "time" and node.attr == "time"
        if (node.attr in CLOCKS or is_time) and not path.startswith(DOORS):
            found.append(f"{path}:{node.lineno}: {ast.unparse(node)}")
    for path, node in every(ast.ImportFrom):
        assert isinstance(node, ast.ImportFrom)
        taken = {alias.name for alias in node.names}
        clocks = taken & (CLOCKS if node.module == "django.utils.timezone" else {"time"})
        if clocks and node.module in ("time", "django.utils.timezone") and not path.startswith(DOORS):
            found.append(f"{path}:{node.lineno}: from {node.module} import {clocks}")
    assert found == []


def test_it_catches_everything_in_named_places_only():
    found = set()
    for path, node in every(ast.ExceptHandler):
        assert isinstance(node, ast.ExceptHandler)
        names = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)} if node.type else {""}
        if names & {"Exception", "BaseException", ""}:
            found.add(path)
    assert found - CATCH_ALL == set()


def test_it_overrides_neither_save_nor_delete():
    """A queryset's update and delete never call them: the database's triggers do what they would pretend."""
    found = [
        f"{source.relative(path)}:{function.lineno}: {function.name}"
        for path in source.modules("src/matrika/")
        for function in source.functions(path)
        if function.name in ("save", "delete") and models_in(path)
    ]
    assert found == []


def models_in(path: Path) -> bool:
    bases = (
        ast.unparse(base)
        for node in ast.walk(source.syntax(path))
        if isinstance(node, ast.ClassDef)
        for base in node.bases
    )
    return any(base.endswith("Model") for base in bases)


def test_it_uses_no_signals_of_django():
    """What happens after a change stands where the change is made, or follows from an event."""
    found = []
    for path, node in every(ast.ImportFrom):
        assert isinstance(node, ast.ImportFrom)
        if (node.module or "").endswith(("signals", "dispatch")) and (node.module or "").startswith("django"):
            found.append(f"{path}:{node.lineno}: {node.module}")
    assert found == []


def test_it_says_why_a_type_is_ignored():
    """In the same line, behind the ignored kind; the types of tests are not checked."""
    bare = re.compile(r"# type: ignore(?!\[[a-z, -]+\]  # \w)")
    found = [
        f"{source.relative(path)}:{number}"
        for path in source.modules("src/", "tools/")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if bare.search(line)
    ]
    assert found == []


def test_it_names_every_test_as_a_sentence():
    found = [
        f"{source.relative(path)}: {function.name}"
        for path in source.modules("tests/")
        for function in source.functions(path)
        if function.name.startswith("test") and not function.name.startswith("test_it_")
    ]
    assert found == []
