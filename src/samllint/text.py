"""A sentence in the two languages of the product, and how a found value is shown inside one."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Language = Literal["sk", "en"]

_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
LONGEST_SHOWN = 120  # characters of a found value; the document itself may hold a megabyte of it


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence, in Slovak and in English."""

    sk: str
    en: str

    def to(self, language: Language) -> str:
        return self.sk if language == "sk" else self.en


def characters(data: bytes) -> str:
    """The text of a file, by its byte order mark or else as UTF-8; what does not fit becomes U+FFFD."""
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    return data.decode("utf-8", "replace")


def same(words: str) -> Text:
    """A value or a command: the same in every language."""
    return Text(sk=words, en=words)


def shown(value: str, longest: int = LONGEST_SHOWN) -> str:
    """The value as a sentence can carry it: cut when long, invisible and control characters escaped.

    Escaping is for the reader and for the terminal: a line break or a right-to-left mark inside a
    URL is exactly what must be seen, and must not act.
    """
    visible = value[:longest]
    if not visible.isprintable():
        visible = "".join(
            character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
            for character in visible
        )
    return visible if len(value) <= longest else visible + "…"


def moment(at: datetime) -> Text:
    """An instant in UTC, as each language writes it."""
    written = at.replace(tzinfo=None).isoformat(
        " ", "seconds"
    )  # 2026-03-05 10:00:00; strftime costs ten times that
    year, month, day, time = written[:4], written[5:7], written[8:10], written[11:]
    return Text(sk=f"{day}.{month}.{year} {time} UTC", en=f"{written} UTC")


def days(count: int) -> Text:
    """A number of days: 1 deň, 2 dni, 5 dní."""
    size = abs(count)
    slovak = "deň" if size == 1 else "dni" if 2 <= size <= 4 else "dní"
    return Text(sk=f"{count} {slovak}", en=f"{count} day" + ("" if size == 1 else "s"))
