"""The column of docs/requirements.md that leads to code and tests; all else of that page is written by hand.

Who names a requirement says so by its id, so nothing is told twice: rules by the clauses that they cite,
modules and tests in their text.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "requirements.md"
ROW = re.compile(r"^\| (R-(?:B64|[0-9.]+)) \| (.+?) \|(?: .*? \|)? ?(.*?) ?\|$")
NAMED = re.compile(r"R-(?:B64|\d+(?:\.\d+)+)")
RULE = re.compile(r"R-(3\.[12]\.\d+)")
SHOWN = 4  # of modules, and of tests: those that say most of it; `grep` finds the others
# A module that says in its docstring what it is for says more than many that mention it in passing.
IN_ITS_DOCSTRING = 10
# Of those that say as much, first what decides, then what shows.
LAYERS = ("samllint", "core", "register", "filings", "notices", "publication", "outside", "pages")
# Rules stand there by their pages; what reads the ids of all requirements is about none.
ABOUT_NONE = ("src/samllint/rules/", "tests/house/")

Naming = Mapping[str, Counter[str]]  # requirement → file → how often


def text() -> str:
    """The page as it stands, with that column made anew."""
    code, tests = _naming("src"), _naming("tests")
    lines = PAGE.read_text("utf-8").splitlines()
    return "".join(
        f"{_row(*found.groups(), code, tests) if (found := ROW.match(line)) else line}\n" for line in lines
    )


def _row(requirement: str, what: str, pending: str, code: Naming, tests: Naming) -> str:
    where = [*_rules(requirement), *_links("code", requirement, code), *_links("tests", requirement, tests)]
    return f"| {requirement} | {what} | {'<br>'.join(where)} | {pending} |"


def _naming(top: str) -> Naming:
    found: dict[str, Counter[str]] = {}
    for path in sorted((ROOT / top).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(ABOUT_NONE):
            source = path.read_text("utf-8")
            for requirement in NAMED.findall(source):
                found.setdefault(requirement, Counter())[name] += 1
            for requirement in NAMED.findall(ast.get_docstring(ast.parse(source)) or ""):
                found[requirement][name] += IN_ITS_DOCSTRING
    return found


def _layer(name: str) -> int:
    layer = _short(name).split("/")[0]
    return LAYERS.index(layer) if layer in LAYERS else len(LAYERS)


def _rules(requirement: str) -> Iterator[str]:
    sys.path.insert(0, str(ROOT / "src"))
    from samllint import rules

    paragraph = RULE.fullmatch(requirement)
    cited = [rule.id for rule in rules.every() if paragraph and paragraph[1] in rule.clauses]
    if cited:
        yield "rule " + ", ".join(f"[{name}](rules/{name}.md)" for name in cited)


def _links(kind: str, requirement: str, naming: Naming) -> Iterator[str]:
    counts = naming.get(requirement, Counter())
    most = sorted(counts, key=lambda name: (-counts[name], _layer(name), name))[:SHOWN]
    if most:
        yield f"{kind} " + ", ".join(f"[{_short(name)}](../{name})" for name in sorted(most))


def _short(name: str) -> str:
    return re.sub(r"^(src|tests)/(matrika/)?|(/__init__)?\.py$", "", name)
