"""The only writer of events: numbers without gaps, each event chained to the one before (R-7.4)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from matrika.core.events import EventKind
from matrika.register.models import Event, LedgerHead, Organisation, ServiceProvider

GENESIS = "0" * 64
WORKER = "worker"  # the actor of what nobody does by hand
STEP = 10_000

# What the digest covers, in this order; the rest of a row is the digest itself and the key.
COLUMNS = (
    "number",
    "kind",
    "recorded_at",
    "effective_at",
    "actor",
    "on_behalf_of_id",
    "provider_id",
    "filing_number",
    "data",
    "previous_digest",
)
DATA = COLUMNS.index("data")

Walk = Callable[..., Iterable[Any]]  # `map`, or what does the same elsewhere


class OutsideTransaction(Exception):
    """An event must stand or fall with the change it tells of."""


class BrokenLink(Exception):
    """The chain was tampered with, or rows are missing."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(number, why)  # with both, it can be handed from one process to another
        self.number = number
        self.why = why

    def __str__(self) -> str:
        return f"event {self.number}: {self.why}"


def lock() -> LedgerHead:
    """Hold the head until the transaction ends.

    A use case that decides on what the register holds takes the lock before it looks: then nothing
    can be written between its look and its own writing.

    Raises OutsideTransaction.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction("the ledger is written inside a transaction only")
    head = LedgerHead.objects.select_for_update().filter(pk=1).first()
    if head is None:  # the very first event; of two writers at once, one makes the row
        LedgerHead.objects.bulk_create([LedgerHead(pk=1)], ignore_conflicts=True)
        head = LedgerHead.objects.select_for_update().get(pk=1)
    return head


def append(
    kind: EventKind,
    *,
    actor: str,
    at: datetime,
    effective_at: datetime,
    data: Mapping[str, Any],
    provider: ServiceProvider | None = None,
    filing_number: str = "",
    on_behalf_of: Organisation | None = None,
) -> Event:
    """Write one event at the end of the chain.

    `actor` is `Person.as_actor` or the name of a machine, such as WORKER. `at` is when the register
    learned it, `effective_at` since when it holds. `data` holds text, whole numbers, truth values,
    None, lists and dicts of these: a fraction would not read back the same from every database.

    Raises OutsideTransaction, and TypeError for data of another type.
    """
    head = lock()
    event = Event(
        number=head.number + 1,
        kind=kind.value,
        recorded_at=at.astimezone(UTC),
        effective_at=effective_at.astimezone(UTC),
        actor=actor,
        on_behalf_of=on_behalf_of,
        provider=provider,
        filing_number=filing_number,
        data=_plain(data),
        previous_digest=head.digest,
    )
    event.digest = _digest(*(getattr(event, column) for column in COLUMNS))
    event.save(force_insert=True)
    head.number, head.digest = event.number, event.digest
    head.save(update_fields=["number", "digest"])
    return event


def verify(progress: Callable[[int], None] = lambda number: None, *, walk: Walk = map) -> int:
    """Walk the whole chain and return how many events it has; `progress` hears of each step.

    `walk` is `map`, or what does the same in several processes: each stretch of the chain can be walked
    for itself, as it begins with the digest of the event before it.

    Raises BrokenLink with the number of the first event that does not fit.
    """
    # No transaction is needed: rows up to the head never change, and others may go on writing.
    last = head()
    stretches = [(first, min(first + STEP - 1, last.number)) for first in range(1, last.number + 1, STEP)]
    for stretch, broken in zip(stretches, walk(first_broken, stretches), strict=True):
        if broken is not None:
            raise broken
        progress(stretch[1])
    if _digest_of(last.number) != last.digest:
        raise BrokenLink(last.number, "its digest is not the head's")
    _refuse_beyond_head()
    return last.number


def first_broken(stretch: tuple[int, int]) -> BrokenLink | None:
    """The first link that does not hold among the events from one number to another, both included."""
    first, last = stretch
    number, digest = first - 1, _digest_of(first - 1)
    try:
        for row in _rows(first, last):
            number += 1
            _check(number, digest, row)
            digest = row[-1]
        if number != last:
            raise BrokenLink(number + 1, _missing_after(number))
    except BrokenLink as broken:
        return broken
    return None


def head() -> LedgerHead:
    """How many events there are, and the digest of the last one. Number 0 and GENESIS when there is none."""
    return LedgerHead.objects.filter(pk=1).first() or LedgerHead()


def _refuse_beyond_head() -> None:
    # The events are asked first: whoever writes one meanwhile moves the head along with it.
    newest = Event.objects.order_by("-number").values_list("number", flat=True).first() or 0
    if newest > head().number:
        raise BrokenLink(newest, f"stands behind the head, which counts {head().number} events")


def _digest_of(number: int) -> str:
    """As it is stored; "" for an event that is missing, as nothing follows that."""
    if number == 0:
        return GENESIS
    return Event.objects.filter(number=number).values_list("digest", flat=True).first() or ""


def _missing_after(number: int) -> str:
    following = Event.objects.filter(number__gt=number).order_by("number").first()
    if following is None:
        return f"missing; the head counts {head().number} events"
    return f"missing; the next one there is {following.number}"


def _rows(first: int, last: int) -> Iterator[tuple[Any, ...]]:
    """As the database tells them: making what Django makes of a row would take longer than the digest."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join((*COLUMNS, 'digest'))} FROM {Event._meta.db_table} "  # noqa: S608 - our names
            "WHERE number BETWEEN %s AND %s ORDER BY number",
            [first, last],
        )
        for row in cursor.fetchall():
            yield *row[:DATA], json.loads(row[DATA]), *row[DATA + 1 :]


def _check(expected: int, previous: str, row: tuple[Any, ...]) -> None:
    if row[0] != expected:
        raise BrokenLink(expected, f"missing; the next one there is {row[0]}")
    if row[-2] != previous:
        raise BrokenLink(expected, "does not follow the event before it")
    if row[-1] != _digest(*row[:-1]):
        raise BrokenLink(expected, "its content is not what was written")


def _digest(number: int, kind: str, recorded_at: datetime, effective_at: datetime, *rest: Any) -> str:
    """SHA-256 of one line of JSON that is the same whatever database the values were read from."""
    values = [number, kind, _instant(recorded_at), _instant(effective_at), *rest]
    return hashlib.sha256(_encode(values).encode()).hexdigest()


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def _instant(moment: datetime) -> str:
    if moment.tzinfo is None:  # as SQLite keeps it, in UTC
        return f"{moment.isoformat(timespec='microseconds')}+00:00"
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _plain(value: Any) -> Any:
    """The same value, of JSON's own types only.

    Raises TypeError for anything that could read back differently.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(member) for member in value]
    raise TypeError(f"an event cannot keep a {type(value).__name__}: {value!r}")
