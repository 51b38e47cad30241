"""Words compared as hurried people write them, and words that must not reach the wrong reader."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


def folded(text: str) -> str:
    """Lower case without diacritics: "Žilina" → "zilina"."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


# What is for colleagues and what is for the applicant are two types: whoever takes one of them
# refuses the other when types are checked, and neither is text that could slip into a message by itself.


@dataclass(frozen=True, slots=True)
class Internal:
    """Words for colleagues. No applicant ever reads them."""

    text: str

    def __bool__(self) -> bool:
        return bool(self.text.strip())


@dataclass(frozen=True, slots=True)
class Outward:
    """Words between staff and the applicant: both sides read them."""

    text: str

    def __bool__(self) -> bool:
        return bool(self.text.strip())


NOTHING_INTERNAL = Internal("")
