"""How found values, instants and counts are written into sentences."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from samllint.text import Text, days, moment, shown


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://sp.example", "https://sp.example"),
        ("a\nb\tc\x1b[0m", "a\\nb\\tc\\x1b[0m"),
        ("abc\u202ecba", "abc\\u202ecba"),
        ("podateľňa", "podateľňa"),
        ("x" * 121, "x" * 120 + "…"),
        ("x" * 120, "x" * 120),
        ("\ud800", "\\ud800"),
    ],
)
def test_it_shows_a_value_so_that_everything_is_seen(value: str, expected: str) -> None:
    assert shown(value) == expected


@pytest.mark.parametrize(
    ("count", "sk", "en"),
    [
        (0, "0 dní", "0 days"),
        (1, "1 deň", "1 day"),
        (2, "2 dni", "2 days"),
        (4, "4 dni", "4 days"),
        (5, "5 dní", "5 days"),
        (-1, "-1 deň", "-1 day"),
        (732, "732 dní", "732 days"),
    ],
)
def test_it_counts_days_in_both_languages(count: int, sk: str, en: str) -> None:
    assert days(count) == Text(sk=sk, en=en)


def test_it_writes_an_instant_as_each_language_does() -> None:
    assert moment(datetime(2026, 10, 1, 17, 57, tzinfo=UTC)) == Text(
        sk="01.10.2026 17:57:00 UTC", en="2026-10-01 17:57:00 UTC"
    )
