"""How far the timed work is behind. Each fact costs a fixed number of indexed look-ups."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from matrika.core.lifecycle import Status
from matrika.filings.models import Filing, Verification
from matrika.health.facts import Fact, Figures, Limits, State, age, seconds, span, worst
from matrika.notices import queue
from matrika.notices.queue import Condition
from matrika.register.models import PendingExpiry, PendingReminder
from matrika.worker.heartbeat import ALIVE_FOR
from matrika.worker.models import Heartbeat
from samllint.text import Text

QUICK = Limits(timedelta(minutes=5), timedelta(hours=1))
SLOW = Limits(timedelta(minutes=30), timedelta(hours=6))
MANY_EVENTS = 1000  # that no message was written from yet


def facts(at: datetime) -> Iterator[Fact]:
    yield _workers(at)
    yield from _due(at)
    yield _writing()
    yield _sending(at)
    yield _undelivered()


def _workers(at: datetime) -> Fact:
    beats = list(Heartbeat.objects.order_by("-seen_at")[:100])
    living = [beat for beat in beats if at - beat.seen_at < ALIVE_FOR]
    silent = len(beats) - len(living)
    failing = "; ".join(sorted({beat.failing for beat in living if beat.failing}))
    last = beats[0].seen_at if beats else None
    figures: Figures = {
        "alive": len(living),
        "silent": silent,
        "failing": failing,
        "last_seen_at": last.isoformat() if last else None,
    }
    title = Text("Pracovné procesy", "Workers")
    if not living:
        never = Text("Nebeží žiadny.", "None is running.")
        words = (
            never if last is None else _since(Text("Posledný sa ozval pred", "The last was seen"), at - last)
        )
        return Fact("workers", title, State.RED, words, figures)
    words = Text(f"Bežia: {len(living)}.", f"Running: {len(living)}.")
    if silent:
        words = _joined(words, Text(f"Odmlčali sa: {silent}.", f"Gone silent: {silent}."))
    if failing:
        words = _joined(words, Text(f"Zlyháva: {failing}.", f"Failing: {failing}."))
    return Fact("workers", title, State.AMBER if silent or failing else State.GREEN, words, figures)


def _due(at: datetime) -> Iterator[Fact]:
    filings = Filing.objects.filter(status=Status.SCHEDULED.value)
    title = Text("Žiadosti v deň účinnosti", "Filings whose day has come")
    yield _oldest("due-filings", title, _first(filings, "effective_at", at), QUICK, at)
    title = Text("Podpisy na overenie", "Signatures to be verified")
    yield _oldest("signatures", title, _first(Verification.objects.all(), "due_at", at), QUICK, at)
    title = Text("Zápis expirácií", "Recording of expiries")
    yield _oldest("expiries", title, _first(PendingExpiry.objects.all(), "due_at", at), QUICK, at)
    title = Text("Pripomienky expirácie", "Reminders of expiry")
    yield _oldest("reminders", title, _first(PendingReminder.objects.all(), "due_at", at), SLOW, at)


def _first(rows: QuerySet[Any], column: str, at: datetime) -> datetime | None:
    """The instant that the longest due of the rows was due at; None when none is."""
    due = rows.filter(**{f"{column}__lte": at}).order_by(column)
    return due.values_list(column, flat=True).first()


def _writing() -> Fact:
    behind, aside = queue.unwritten()
    title = Text("Písanie správ", "Writing of messages")
    figures: Figures = {"events_behind": behind, "events_set_aside": aside}
    words = Text(f"Udalosti na rade: {behind}.", f"Events to come: {behind}.")
    if aside:
        words = _joined(words, Text(f"Odložené pre chybu: {aside}.", f"Set aside for an error: {aside}."))
    state = State.AMBER if aside or behind > MANY_EVENTS else State.GREEN
    return Fact("writing", title, state, words, figures)


def _sending(at: datetime) -> Fact:
    title = Text("Odosielanie správ", "Sending of messages")
    ages = {channel: age(since, at) for channel, since in queue.due_longest(at=at).items()}
    figures: Figures = {f"{name}_seconds": seconds(value) for name, value in ages.items()}
    longest = max((value for value in ages.values() if value is not None), default=None)
    state = worst([SLOW.judge(value) for value in ages.values()])
    return Fact("sending", title, state, _waits(longest), figures)


def _undelivered() -> Fact:
    counts = dict.fromkeys(Condition, 0)
    for line in queue.backlog():
        counts[line.condition] += line.count
    refused, bounced = counts[Condition.REFUSED], counts[Condition.BOUNCED]
    failing = counts[Condition.FAILING]
    words = Text(
        f"Odmietnuté: {refused}, vrátené: {bounced}, skúša sa znova: {failing}.",
        f"Refused: {refused}, returned: {bounced}, tried again: {failing}.",
    )
    figures: Figures = {one.value: count for one, count in counts.items()}
    state = State.AMBER if refused or bounced or failing else State.GREEN
    return Fact("undelivered", Text("Nedoručené správy", "Undelivered messages"), state, words, figures)


def _oldest(name: str, title: Text, since: datetime | None, limits: Limits, at: datetime) -> Fact:
    waits = age(since, at)
    return Fact(name, title, limits.judge(waits), _waits(waits), {"oldest_seconds": seconds(waits)})


def _waits(value: timedelta | None) -> Text:
    if value is None:
        return Text("Nič nečaká.", "Nothing waits.")
    return Text(f"Najdlhšie čaká {span(value).sk}.", f"The oldest waits for {span(value).en}.")


def _since(begins: Text, value: timedelta) -> Text:
    return Text(f"{begins.sk} {span(value).sk}.", f"{begins.en} {span(value).en} ago.")


def _joined(one: Text, other: Text) -> Text:
    return Text(f"{one.sk} {other.sk}", f"{one.en} {other.en}")
