"""A sentence in the two languages of the product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["sk", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence, in Slovak and in English."""

    sk: str
    en: str

    def to(self, language: Language) -> str:
        return self.sk if language == "sk" else self.en
