"""One line of a document with a caret under a column, for a terminal: safe to print and not too wide."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property

from samllint.text import characters

ELLIPSIS = "…"
_LINE_END = re.compile(r"\r\n|\r|\n")
_LONG_BASE64 = re.compile(r"[A-Za-z0-9+/]{60,}={0,2}")
_KEPT = 16  # characters of a long Base64 text that stay at its beginning and end


class Source:
    """The lines of a document, whatever its bytes are."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @cached_property
    def lines(self) -> list[str]:
        return _LINE_END.split(characters(self._data))

    def line(self, number: int) -> str | None:
        """Counted from 1; None when there is no such line, or nothing on it."""
        if not 1 <= number <= len(self.lines):
            return None
        return self.lines[number - 1] if self.lines[number - 1].strip() else None


def excerpt(line: str, column: int, *, width: int) -> tuple[str, str]:
    """The line and, to be printed under it, blanks and a caret; both at most `width` cells wide.

    `column` counts characters from 1; one behind the end of the line points there.
    """
    at = min(max(column - 1, 0), len(line))
    before, after = _shortened(line[:at], at_end=True), _shortened(line[at:], at_end=False)
    cells_before = [_cell(character) for character in before.replace("\t", "    ")]
    cells_after = [_cell(character) for character in after.replace("\t", "    ")]
    if _width(cells_before + cells_after) > width:
        # What stands behind the caret is what the finding is about: two thirds of the room are for it.
        cells_before = _last(cells_before, max(width // 3, width - _width(cells_after) - 1))
    cells_after = _first(cells_after, width - _width(cells_before))
    return "".join(cells_before + cells_after), " " * _width(cells_before) + "^"


def visible(text: str) -> str:
    """The text with nothing in it that could move a cursor, colour a terminal or turn the direction."""
    return "".join(_cell(character) for character in text)


def cut(text: str, length: int) -> str:
    """At most `length` characters."""
    return text if len(text) <= length else text[: length - 1] + ELLIPSIS


def _shortened(text: str, *, at_end: bool) -> str:
    """Without the middle of long Base64 texts; one that the caret stands in keeps the end at the caret."""

    def shorter(match: re.Match[str]) -> str:
        beginning, end = match[0][:_KEPT], match[0][-_KEPT:]
        touches = match.end() == len(text) if at_end else match.start() == 0
        if touches:
            return f"{ELLIPSIS}{end}" if at_end else f"{beginning}{ELLIPSIS}"
        return f"{beginning}{ELLIPSIS}{end}"

    return _LONG_BASE64.sub(shorter, text)


def _cell(character: str) -> str:
    """The character, or a visible stand-in for one that is not to be printed."""
    if character.isprintable():
        return character
    return " " if character in "\t\n\r" else "\N{REPLACEMENT CHARACTER}"


def _cells_of(character: str) -> int:
    """How many cells of a terminal a character takes."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _width(characters: list[str]) -> int:
    return sum(_cells_of(character) for character in characters)


def _last(characters: list[str], width: int) -> list[str]:
    """As many from the end as fit, with an ellipsis before them where some do not."""
    if _width(characters) <= width:
        return characters
    kept: list[str] = []
    room = width - 1
    for character in reversed(characters):
        room -= _cells_of(character)
        if room < 0:
            break
        kept.append(character)
    return [ELLIPSIS, *reversed(kept)]


def _first(characters: list[str], width: int) -> list[str]:
    """As many from the beginning as fit, with an ellipsis behind them where some do not."""
    return _last(characters[::-1], width)[::-1]
