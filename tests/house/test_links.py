"""Links inside the documentation lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house import source

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PAGES = [path for path in source.tracked() if path.suffix == ".md"]


@pytest.mark.parametrize("page", PAGES, ids=source.relative)
def test_it_links_to_what_is_there(page: Path):
    missing = []
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        file = target.split("#")[0]
        if file and "://" not in target and not (page.parent / file).exists():
            missing.append(target)
    assert missing == []


def test_it_leads_to_every_page():
    """From another page than the changelog: what nothing links to, nobody reads."""
    linked = {
        (page.parent / target.split("#")[0]).resolve()
        for page in PAGES
        if page.name != "CHANGELOG.md"
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if (page.parent / target.split("#")[0]).resolve() != page
    }
    documents = [page for page in PAGES if page.parent == source.ROOT / "docs"]
    assert [source.relative(page) for page in documents if page not in linked] == []


def test_it_numbers_decisions_without_gaps():
    """A gap would ask every reader what was taken back."""
    files = [path for path in PAGES if path.parent.name == "decisions"]
    numbers = [int(path.name.split("-")[0]) for path in files]
    assert numbers == list(range(1, len(files) + 1))
    titles = [path.read_text(encoding="utf-8").split(" ", 2)[1] for path in files]
    assert titles == [f"{number}." for number in numbers]
