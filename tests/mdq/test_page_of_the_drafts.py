"""docs/mdq.md names a test for what the drafts ask; each is there."""

from __future__ import annotations

import re

from tests.house import source

PAGE = (source.ROOT / "docs" / "mdq.md").read_text(encoding="utf-8")


def test_it_names_tests_that_there_are() -> None:
    named = set(re.findall(r"`(test_it_\w+)`", PAGE))
    suite = {path: text for path, text in source.texts() if path.startswith("tests/")}
    defined = {name for text in suite.values() for name in re.findall(r"^def (test_it_\w+)\(", text, re.M)}
    assert len(named) > 30
    assert named - defined == set()
