"""Two documents line by line, for whoever wants to see the characters and not only the meaning."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from matrika.pages.source import MAX_COLUMNS, MAX_LINES
from samllint.formats.excerpt import Source

CONTEXT = 3  # lines around a change that are shown with it


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of either document, or of both; `gap` stands for lines in between that are the same."""

    kind: str  # "same", "removed", "added", "gap"
    old: int | None
    new: int | None
    text: str


def line_diff(old: bytes, new: bytes) -> list[DiffLine]:
    """The changed lines and CONTEXT around them; documents are cut where nobody reads on."""
    olds, news = ([line[:MAX_COLUMNS] for line in Source(data).lines[:MAX_LINES]] for data in (old, new))
    found: list[DiffLine] = []
    groups = difflib.SequenceMatcher(None, olds, news).get_grouped_opcodes(CONTEXT)
    for number, group in enumerate(groups):
        if number:
            found.append(DiffLine("gap", None, None, ""))
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                pairs = zip(range(old_from, old_to), range(new_from, new_to), strict=True)
                found += [DiffLine("same", one + 1, other + 1, olds[one]) for one, other in pairs]
            else:
                found += [DiffLine("removed", at + 1, None, olds[at]) for at in range(old_from, old_to)]
                found += [DiffLine("added", None, at + 1, news[at]) for at in range(new_from, new_to)]
    return found
