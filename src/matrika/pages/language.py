"""Which language the page that is being made speaks."""

from __future__ import annotations

from django.utils.translation import get_language

from samllint.text import Language, Text


def page_language() -> Language:
    """ "en" when the person chose English, else "sk"."""
    return "en" if get_language() == "en" else "sk"


def say(text: Text) -> str:
    """The sentence in the language of the page."""
    return text.to(page_language())
