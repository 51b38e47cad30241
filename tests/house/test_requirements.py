"""Every requirement is tested by a test that names it, or is listed as pending in docs/requirements.md."""

from __future__ import annotations

import functools
import re

import pytest
from django.urls import is_valid_path

from samllint import rules
from tests.house import source

ROW = re.compile(r"^\| (R-[B0-9][0-9.]*) \| .+ \| (.*?) ?\|$", re.MULTILINE)
PAGE = (source.ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
REQUIREMENTS = dict(ROW.findall(PAGE))  # id → with which topic it comes; "" = it is there
CLAUSE = re.compile(r"^\| §(\S+) \| .+ \| (R-.+) \| `(/.+)` \|$", re.MULTILINE)
# The guide without its third chapter: what is cited as a whole, and how many numbered paragraphs there are.
CHAPTERS = ("2.1", "4", "4.2", "5", "6", "7", "7.1", "7.2")
PARAGRAPHS = {"4.1": 9, "4.2": 5, "5.1": 8, "6.1": 8}
PARAGRAPH_OF_A_RULE = re.compile(r"R-(3\.[12]\.\d+)")


@functools.cache
def named_in_tests() -> set[str]:
    own = ("tests/house/",)
    words = re.compile(r"R-(?:B64|\d+\.\d+(?:\.\d+)?)")
    return {
        word
        for path, text in source.texts()
        if path.startswith("tests/") and not path.startswith(own)
        for word in words.findall(text)
    }


@functools.cache
def cited_by_rules() -> set[str]:
    """Paragraphs that a rule cites; that each rule has cases is tested in tests/rules."""
    return {f"R-{clause}" for rule in rules.every() for clause in rule.clauses}


def test_it_lists_all_requirements():
    assert len(REQUIREMENTS) == 50
    assert REQUIREMENTS.keys() >= {"R-3.0", "R-B64", "R-4.7", "R-9.2"}


@pytest.mark.parametrize("requirement", [name for name, pending in REQUIREMENTS.items() if not pending])
def test_it_tests(requirement):
    tested = named_in_tests()
    if PARAGRAPH_OF_A_RULE.fullmatch(requirement):
        tested = tested | cited_by_rules()
    assert requirement in tested


def test_it_cites_no_requirement_that_does_not_exist():
    assert named_in_tests() - REQUIREMENTS.keys() == set()


def test_it_marks_nothing_as_pending_that_is_tested():
    assert {name for name, pending in REQUIREMENTS.items() if pending} & named_in_tests() == set()


def test_it_leads_from_every_clause_of_the_guide_to_requirements():
    clauses = [clause for clause, _, _ in CLAUSE.findall(PAGE)]
    numbered = [f"{of}/{number}" for of, many in PARAGRAPHS.items() for number in range(1, many + 1)]
    assert sorted(clauses) == sorted([*CHAPTERS, *numbered])
    named = {one for _, requirements, _ in CLAUSE.findall(PAGE) for one in requirements.split(", ")}
    assert named <= REQUIREMENTS.keys()


@pytest.mark.parametrize("address", sorted({address for _, _, address in CLAUSE.findall(PAGE)}))
def test_it_leads_from_a_clause_to_a_page_that_exists(address):
    possible = [address.replace("…", key) for key in ("1", "00000000-0000-0000-0000-000000000000")]
    assert any(is_valid_path(one) for one in possible)
