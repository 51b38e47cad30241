"""R-4.8: every refusal has a stable code and a sentence; an operator may renumber ours."""

from __future__ import annotations

import pytest

from matrika.core.problem_catalogue import CATALOGUE, REVIEW_REASONS
from matrika.core.problems import numbered, problem, read_numbers, sentence
from tools import errors_page


def test_it_keeps_the_guides_code_and_sentence() -> None:
    """Guide Fig. 17, byte for byte."""
    duplicate = problem("duplicate", detail="2026-000001")
    assert duplicate.code == 24010019
    assert sentence(duplicate).sk == (
        "Žiadosť bola odmietnutá z dôvodu duplicity. Rovnaká žiadosť už čaká na spracovanie."
    )


def test_it_gives_every_problem_a_code_of_its_own() -> None:
    codes = [entry.code for entry in CATALOGUE.values()]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("name", CATALOGUE)
def test_it_says_every_problem_in_both_languages(name: str) -> None:
    text = sentence(problem(name, detail="X{y}"))
    for words in (text.sk, text.en):
        assert words.endswith(".")
        assert "{detail}" not in words
        assert ("X{y}" in words) == ("{detail}" in CATALOGUE[name].text.sk)


def test_it_has_reasons_for_reviewers() -> None:
    assert "review-other" in REVIEW_REASONS
    assert all("{detail}" not in CATALOGUE[name].text.sk for name in REVIEW_REASONS)


def test_it_renumbers_for_an_operator() -> None:
    numbers = read_numbers("unsigned=24010050, ico-unknown=24010051")
    found = numbered([problem("unsigned"), problem("duplicate")], numbers)
    assert [one.code for one in found] == [24010050, 24010019]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("nonsense=1", "no error to renumber"),
        ("duplicate=1", "no error to renumber"),
        ("unsigned=x", "not a number"),
        ("unsigned=", "not a number"),
        ("unsigned=24010019", "share the code 24010019"),
        ("unsigned=5,ico-unknown=5", "share the code 5"),
    ],
)
def test_it_refuses_numbers_that_would_confuse(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_numbers(text)


def test_it_has_a_page_that_shows_the_whole_catalogue() -> None:
    assert errors_page.PAGE.read_text(encoding="utf-8") == errors_page.text(), (
        "run: ./dev python tools/errors_page.py"
    )
