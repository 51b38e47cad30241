"""How far the timed work is behind. Each fact costs a fixed number of indexed look-ups."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from matrika.core.lifecycle import Status
from matrika.filings.models import Filing, Verification
from matrika.health.facts import Fact, Limits, State, age, seconds, span, worst
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
    figures: dict[str, int | str | None] = {
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
    due = Filing.objects.filter(status=Status.SCHEDULED.value, effective_at__lte=at)
    yield _oldest(
        "due-filings",
        Text("Žiadosti v deň účinnosti", "Filings whose day has come"),
        due.order_by("effective_at").values_list("effective_at", flat=True).first(),
        QUICK,
        at,
    )
    verifications = Verification.objects.filter(due_at__lte=at).order_by("due_at")
    yield _oldest(
        "signatures",
        Text("Podpisy na overenie", "Signatures to be verified"),
        verifications.values_list("due_at", flat=True).first(),
        QUICK,
        at,
    )
    expiries = PendingExpiry.objects.filter(due_at__lte=at).order_by("due_at")
    yield _oldest(
        "expiries",
        Text("Zápis expirácií", "Recording of expiries"),
        expiries.values_list("due_at", flat=True).first(),
        QUICK,
        at,
    )
    reminders = PendingReminder.objects.filter(due_at__lte=at).order_by("due_at")
    yield _oldest(
        "reminders",
        Text("Pripomienky expirácie", "Reminders of expiry"),
        reminders.values_list("due_at", flat=True).first(),
        SLOW,
        at,
    )


def _writing() -> Fact:
    behind, aside = queue.unwritten()
    title = Text("Písanie správ", "Writing of messages")
    figures: dict[str, int | str | None] = {"events_behind": behind, "events_set_aside": aside}
    words = Text(f"Udalosti na rade: {behind}.", f"Events to come: {behind}.")
    if aside:
        words = _joined(words, Text(f"Odložené pre chybu: {aside}.", f"Set aside for an error: {aside}."))
    state = State.AMBER if aside or behind > MANY_EVENTS else State.GREEN
    return Fact("writing", title, state, words, figures)


def _sending(at: datetime) -> Fact:
    title = Text("Odosielanie správ", "Sending of messages")
    ages = {channel: age(since, at) for channel, since in queue.due_longest(at=at).items()}
    figures: dict[str, int | str | None] = {f"{name}_seconds": seconds(value) for name, value in ages.items()}
    longest = max((value for value in ages.values() if value is not None), default=None)
    state = worst([SLOW.judge(value) for value in ages.values()])
    return Fact("sending", title, state, _waits(longest), figures)


def _undelivered() -> Fact:
    counts = dict.fromkeys(Condition, 0)
    for line in queue.backlog():
        counts[line.condition] += line.count
    refused, failing = counts[Condition.REFUSED], counts[Condition.FAILING]
    words = Text(
        f"Odmietnuté: {refused}, skúša sa znova: {failing}.", f"Refused: {refused}, tried again: {failing}."
    )
    figures: dict[str, int | str | None] = {one.value: count for one, count in counts.items()}
    state = State.AMBER if refused or failing else State.GREEN
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
