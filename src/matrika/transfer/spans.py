"""The rows of one provider → its versions in order, each with its span; what contradicts is a fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from matrika.transfer.cells import OrganisationRow, Row
from matrika.transfer.folder import REGISTER, Fault


@dataclass(frozen=True, slots=True)
class Entry:
    """One metadata version of the folder."""

    row: Row
    number: int  # 1, 2, 3 … within the provider
    effective_to: datetime | None


@dataclass(frozen=True, slots=True)
class History:
    """One provider of the folder, with all its versions."""

    entity_id: str
    owner: OrganisationRow
    registered_at: datetime  # as said, or when the first version began
    says_registered_at: bool
    entries: tuple[Entry, ...]


def histories(rows: Iterable[Row], faults: list[Fault], *, at: datetime) -> list[History]:
    """The providers in the order in which the table first names them; those with faults are left out."""
    by_entity_id: dict[str, list[Row]] = {}
    for row in rows:
        by_entity_id.setdefault(row.entity_id, []).append(row)
    found = []
    for entity_id, own in by_entity_id.items():
        wrong = list(_contradictions(own, at))
        faults += wrong
        if not wrong:
            found.append(_history(entity_id, _ordered(own)))
    return found


def _ordered(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.number or 0, row.effective_from, row.line))


def _history(entity_id: str, rows: list[Row]) -> History:
    begins_next = [*(row.effective_from for row in rows[1:]), None]
    entries = tuple(
        Entry(row, number, row.effective_to or following)
        for number, (row, following) in enumerate(zip(rows, begins_next, strict=True), start=1)
    )
    said = next((row.registered_at for row in rows if row.registered_at is not None), None)
    return History(entity_id, rows[0].owner, said or rows[0].effective_from, said is not None, entries)


def _contradictions(rows: list[Row], at: datetime) -> Iterator[Fault]:
    first = rows[0]
    for row in rows[1:]:
        if row.owner.ico != first.owner.ico:
            yield _fault(row, f"the owner is {row.owner.ico}, in line {first.line} it is {first.owner.ico}")
    yield from _registered_at(rows)
    for row in rows:
        if row.effective_from > at or (row.effective_to or at) > at:
            yield _fault(row, "is still to come; a register takes over what has happened, the rest is filed")
        if row.effective_to is not None and row.effective_to < row.effective_from:
            yield _fault(row, "ends before it begins")
    misnumbered = list(_numbers(rows))
    yield from misnumbered or _overlaps(rows)


def _overlaps(rows: list[Row]) -> Iterator[Fault]:
    for one, other in pairwise(_ordered(rows)):
        if (other.effective_from, other.sha256, other.file) == (one.effective_from, one.sha256, one.file):
            yield _fault(other, f"says the same as line {one.line}")
        elif other.effective_from < (one.effective_to or one.effective_from):
            yield _fault(other, f"begins before the version of line {one.line} ends")
        elif one.effective_to is None and other.effective_from == one.effective_from:
            yield _fault(other, f"begins at the same instant as the version of line {one.line}")


def _registered_at(rows: list[Row]) -> Iterator[Fault]:
    said = [row for row in rows if row.registered_at is not None]
    begins = min(row.effective_from for row in rows)
    for row in said:
        if row.registered_at != said[0].registered_at:
            yield _fault(row, f"registered_at is not that of line {said[0].line}")
        elif row.registered_at is not None and row.registered_at > begins:
            yield _fault(row, "registered_at is later than the beginning of the first version")


def _numbers(rows: list[Row]) -> Iterator[Fault]:
    """Either no version has a number, or they are 1, 2, 3 …"""
    numbered = [row for row in rows if row.number is not None]
    if not numbered:
        return
    if len(numbered) < len(rows):
        missing = next(row for row in rows if row.number is None)
        yield _fault(missing, "has no version number, other rows of the provider have one")
        return
    for expected, row in enumerate(_ordered(rows), start=1):
        if row.number != expected:
            yield _fault(row, f"is version {row.number}; version {expected} is missing or there twice")
            return


def _fault(row: Row, sentence: str) -> Fault:
    return Fault(REGISTER.name, row.line, f"{row.entity_id} {sentence}")
