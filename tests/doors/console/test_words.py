"""The console speaks Slovak with its three plural forms, and English."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation
from django.utils.translation import ngettext

import matrika.console


@pytest.mark.parametrize(("days", "words"), [(1, "o 1 deň"), (2, "o 2 dni"), (5, "o 5 dní"), (0, "o 0 dní")])
def test_it_counts_days_as_slovak_does(days: int, words: str) -> None:
    with translation.override("sk"):
        assert ngettext("o %(days)s deň", "o %(days)s dní", days) % {"days": days} == words


def test_it_has_english_for_every_sentence() -> None:
    catalogue = Path(matrika.console.__file__).parent / "locale/en/LC_MESSAGES/django.po"
    with catalogue.open("rb") as file:
        untranslated = [message.id for message in read_po(file) if message.id and not message.string]
    assert untranslated == []
