"""The catalogue of reasons that reviewers reject for: the program's, as supervisors changed it.

A reason is never deleted and its code never changes: filings were rejected with it. One that is out of use
is retired. A filing keeps the sentence that it was rejected with, whatever becomes of the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from matrika.core.events import EventKind
from matrika.core.events.data import ChangeData, ReasonData
from matrika.core.filing import Problem
from matrika.core.people import Role
from matrika.core.problem_catalogue import CATALOGUE, REVIEW_REASONS
from matrika.filings.access import NotEntitled
from matrika.filings.models import RejectionReason
from matrika.register import ledger
from matrika.register.models import Person
from matrika.register.reference.refused import Refused
from samllint.text import Text

OWN = "own-"  # how the names of reasons begin that a supervisor entered
LAST_CODE = 2_147_483_647  # the largest number that the column holds


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason as it is now."""

    name: str
    code: int
    text: Text
    is_retired: bool
    is_own: bool  # entered by a supervisor; the others came with the program

    @property
    def as_problem(self) -> Problem:
        return Problem(code=self.code, name=self.name, text=self.text)


def catalogue() -> tuple[Reason, ...]:
    """All of them, the program's first. One query."""
    rows = {row.name: row for row in RejectionReason.objects.order_by("code", "pk")}
    brought = [_brought(name, rows.pop(name, None)) for name in REVIEW_REASONS]
    return (*brought, *map(_own, rows.values()))


def in_use() -> tuple[Reason, ...]:
    return tuple(reason for reason in catalogue() if not reason.is_retired)


def enter(code: int, text: Text, *, actor: Person, at: datetime) -> Reason:
    """A reason of the operator's own.

    Raises Refused for a code that something else has, or no sentence; NotEntitled.
    """
    _require_supervisor(actor)
    _require_sentences(text)
    with transaction.atomic():
        ledger.lock()
        if not 0 < code <= LAST_CODE or code in _codes():
            raise Refused(f"Kód {code} už má iná chyba.", f"The code {code} belongs to another error.")
        row = RejectionReason.objects.create(name=f"{OWN}{code}", code=code, sk=text.sk, en=text.en)
        reason = _own(row)
        _tell(EventKind.REASON_ENTERED, reason, [], actor=actor, at=at)
    return reason


def change(name: str, text: Text, *, is_retired: bool, actor: Person, at: datetime) -> None:
    """Other sentences, or in and out of use. What is so already is no event.

    Raises Refused when there is no such reason, no sentence, or nothing else to reject for; NotEntitled.
    """
    _require_supervisor(actor)
    _require_sentences(text)
    with transaction.atomic():
        ledger.lock()
        before = {reason.name: reason for reason in catalogue()}.get(name)
        if before is None:
            raise Refused("Taký dôvod v katalógu nie je.", "There is no such reason.")
        if is_retired and not before.is_retired and len(in_use()) == 1:
            raise Refused("Posledný dôvod vyradiť nemožno.", "The last reason cannot be retired.")
        changes = _changes(before, text, is_retired)
        if not changes:
            return
        RejectionReason.objects.update_or_create(
            name=name, defaults={"sk": text.sk, "en": text.en, "is_retired": is_retired}
        )
        after = Reason(name, before.code, text, is_retired, before.is_own)
        _tell(EventKind.REASON_CHANGED, after, changes, actor=actor, at=at)


def _brought(name: str, row: RejectionReason | None) -> Reason:
    entry = CATALOGUE[name]
    return Reason(
        name,
        settings.ERROR_CODES.get(name, entry.code),
        entry.text if row is None else Text(row.sk, row.en),
        is_retired=row is not None and row.is_retired,
        is_own=False,
    )


def _own(row: RejectionReason) -> Reason:
    assert row.code is not None  # only the program's have none of their own
    return Reason(row.name, row.code, Text(row.sk, row.en), row.is_retired, is_own=True)


def _codes() -> set[int]:
    """Every code of any error, also those that the operator's settings gave and took."""
    brought = {entry.code for entry in CATALOGUE.values()} | set(settings.ERROR_CODES.values())
    return brought | {reason.code for reason in catalogue()}


def _changes(before: Reason, text: Text, is_retired: bool) -> list[ChangeData]:
    words = {True: "1", False: ""}
    data = (
        ("sk", before.text.sk, text.sk),
        ("en", before.text.en, text.en),
        ("retired", words[before.is_retired], words[is_retired]),
    )
    return [ChangeData(datum=datum, old=old, new=new) for datum, old, new in data if old != new]


def _tell(kind: EventKind, reason: Reason, changes: list[ChangeData], *, actor: Person, at: datetime) -> None:
    data = ReasonData(
        name=reason.name,
        code=reason.code,
        sk=reason.text.sk,
        en=reason.text.en,
        retired=reason.is_retired,
        changes=changes,
    )
    ledger.append(kind, actor=actor.as_actor, at=at, effective_at=at, data=data)


def _require_supervisor(actor: Person) -> None:
    if actor.role != Role.SUPERVISOR.value:
        raise NotEntitled(f"{actor.as_actor} is no supervisor")


def _require_sentences(text: Text) -> None:
    if not text.sk.strip() or not text.en.strip():
        raise Refused(
            "Dôvod potrebuje vetu v oboch jazykoch.", "A reason needs a sentence in both languages."
        )
