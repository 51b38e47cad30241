"""What a person typed, as text that the printout's font can show and its lines can hold."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
MAY_BREAK = "\u200b"
LONG = 24  # a word longer than this may be broken anywhere
_AFTER_SIGNS = re.compile(r"([/?&=._@:+-])(?=[^\s])")


def lines(typed: str) -> list[str]:
    """The lines as typed, each fit to be printed."""
    return [printable(line) for line in re.split(r"\r\n|\r|\n", typed)]


def printable(line: str) -> str:
    """The line with what the font lacks named by its code point, and its long words breakable.

    An archival PDF may hold no character without a glyph; and a sign that turns the direction of
    writing would let the paper say something else than the document.
    """
    return " ".join(_breakable(word) for word in visible(line).split(" "))


def visible(line: str) -> str:
    """The line with what the font lacks named by its code point; long words stay whole, as in commands."""
    composed = unicodedata.normalize("NFC", line.replace("\t", "    "))
    return "".join(letter if _is_shown(letter) else f"[U+{ord(letter):04X}]" for letter in composed)


def _is_shown(letter: str) -> bool:
    """Marks that did not become part of a letter would pile up on it, and over the lines above."""
    return letter in _shown() and not unicodedata.combining(letter)


def chunks(text: str, length: int) -> list[str]:
    return [text[start : start + length] for start in range(0, len(text), length)]


def _breakable(word: str) -> str:
    if len(word) <= LONG:
        return word
    parts = _AFTER_SIGNS.sub(r"\1\0", word).split("\0")
    return MAY_BREAK.join(MAY_BREAK.join(chunks(part, LONG)) for part in parts)


@cache
def _shown() -> frozenset[str]:
    """The characters that every one of the printout's fonts has."""
    ranges = (line.split("-") for line in (FONTS / "characters.txt").read_text().split())
    codes = (code for first, last in ranges for code in range(int(first, 16), int(last, 16) + 1))
    return frozenset(letter for letter in map(chr, codes) if letter.isprintable() or letter == "\u00a0")
