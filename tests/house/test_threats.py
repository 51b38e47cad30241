"""SECURITY.md tells of nothing that no test guards: each line of its tables names tests that there are."""

from __future__ import annotations

import re

import pytest

from tests.house import source

STRIDE = (
    "Spoofing",
    "Tampering",
    "Repudiation",
    "Information disclosure",
    "Denial of service",
    "Elevation of privilege",
)
NAMED = re.compile(r"`(tests/[\w/.]+\.py)(?:::(test_it_\w+))?`")
TEXT = (source.ROOT / "SECURITY.md").read_text(encoding="utf-8")
ROWS = [line for line in TEXT.splitlines() if line.startswith("| ") and not line.startswith("| who |")]


def test_it_goes_by_stride() -> None:
    found = re.findall(r"^### ([\w ]+):", TEXT, re.MULTILINE)
    assert tuple(found) == STRIDE


@pytest.mark.parametrize("row", ROWS)
def test_it_names_a_test_that_there_is(row: str) -> None:
    cells = [cell.strip() for cell in row.strip("|").split(" | ")]
    assert len(cells) == 4, "who, what, what stands in the way, and the tests that guard it"
    named = NAMED.findall(cells[-1])
    assert named, f"no test is named: {cells[-1]}"
    for path, function in named:
        file = source.ROOT / path
        assert file.is_file(), f"{path} is not there"
        names = {one.name for one in source.functions(file)}
        assert not function or function in names, f"{path} has no {function}"
