"""docs/operating.md names every variable that is read, and no other."""

from __future__ import annotations

import re

from tests.house import source

VARIABLE = re.compile(r"\b(?:MATRIKA|SAMLLINT)_[A-Z0-9_]*[A-Z0-9]\b")
PAGE = source.ROOT / "docs" / "operating.md"
ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)


def variables_read() -> set[str]:
    """What stands in code as a whole string, and what ./dev reads."""
    quoted = re.compile(r"[\"'](" + VARIABLE.pattern + r")[\"']")
    code = [path.read_text(encoding="utf-8") for path in source.modules("src/")]
    code.append((source.ROOT / "dev").read_text(encoding="utf-8"))
    return {name for text in code for name in quoted.findall(text)}


def test_it_describes_every_variable_and_no_other():
    assert set(ROW.findall(PAGE.read_text(encoding="utf-8"))) == variables_read()
