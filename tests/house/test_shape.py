"""Size goes wrong in one way: one growing file. So nothing here may grow past what one reads at a sitting."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.house import source

MODULE_LINES = 300
FUNCTION_LINES = 60
FOLDER_FILES = 20
CODE = ("src/", "tests/", "tools/", "bench/")
# Folders whose very form is one file a thing: rules, their cases, pages; commands; schemas; templates; fonts.
ONE_FILE_A_THING = (
    "src/samllint/rules",
    "src/samllint/schemas",
    "src/matrika/management/commands",
    "tests/rules/",
    "tests/fuzz",
    "docs/rules",
    "docs/decisions",
    "/templates/",
    "/static/",
    "/migrations",
    "vendor/",
)
# Grown past it, and by how much at most; a folder leaves this list, none comes in.
GROWN = {"src/samllint": 40, "src/matrika/filings": 24, "tests/samllint": 26}


@pytest.mark.parametrize("path", source.modules(*CODE), ids=source.relative)
def test_it_keeps_modules_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MODULE_LINES


def test_it_keeps_functions_short():
    long = {
        f"{source.relative(path)}:{function.name}": length
        for path in source.modules(*CODE)
        for function in source.functions(path)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    }
    assert long == {}


def test_it_keeps_folders_small():
    counts = Counter(source.relative(path.parent) for path in source.tracked())
    crowded = {
        folder: count
        for folder, count in counts.items()
        if folder.startswith(("src/", "tests/", "tools", "bench", "docs"))
        and not any(exception in f"{folder}/" for exception in ONE_FILE_A_THING)
        and count > GROWN.get(folder, FOLDER_FILES)
    }
    assert crowded == {}


def test_it_leaves_nothing_for_later():
    """What is not done is said in the README or in an issue, not in a remark that nobody reads."""
    words = ("TO" + "DO", "FIX" + "ME", "XX" + "X:")
    found = [
        f"{path}: {word}"
        for path, text in source.texts()
        if path.startswith(CODE)
        for word in words
        if word in text
    ]
    assert found == []
