"""What everything rests on: the database, the disk, the history, what is published, what is trusted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.db import connection
from django.db.models import Min

from matrika.health.facts import Fact, Figures, Limits, State, age, seconds, span, worst
from matrika.publication.models import (
    Alarm,
    Appointment,
    PublicationState,
    PublishedAggregate,
    PublishedEntity,
)
from matrika.register import ledger
from matrika.register.models import ChainCheck
from matrika.trust.load import snapshots
from matrika.trust.overview import SOON
from samllint.text import Text

SLOW_DATABASE = 250  # milliseconds
DISK_AMBER, DISK_RED = 15, 5  # per cent free
CHECKED = Limits(timedelta(days=8), timedelta(days=45))  # since `matrika verify` last went through
PUBLISHED = Limits(timedelta(minutes=5), timedelta(hours=1))  # a provider waits for its publication
CONFIRM = "matrika publish --confirm-shrink"
VALID_AMBER, VALID_RED = timedelta(days=2), timedelta(days=1)  # that is left of what is published


def facts(at: datetime) -> Iterator[Fact]:
    yield database()
    yield _disk(Path(settings.VAR_DIR))
    yield _chain(at)
    yield _publication(at)
    yield _alarms()
    yield _held()
    yield _trusted_lists(at)


def database() -> Fact:
    """Raises DatabaseError when it does not answer."""
    began = perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    took = int((perf_counter() - began) * 1000)
    size = _size()
    words = Text(
        f"Odpovedá za {took} ms; {megabytes(size)} MB.", f"Answers in {took} ms; {megabytes(size)} MB."
    )
    state = State.AMBER if took > SLOW_DATABASE else State.GREEN
    figures: Figures = {
        "milliseconds": took,
        "bytes": size,
        "vendor": connection.vendor,
    }
    return Fact("database", Text("Databáza", "Database"), state, words, figures)


def no_database() -> Fact:
    words = Text("Neodpovedá.", "Does not answer.")
    return Fact("database", Text("Databáza", "Database"), State.RED, words, {"milliseconds": None})


def _size() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])


def megabytes(count: int) -> int:
    return count // 1_000_000


def _disk(folder: Path) -> Fact:
    title = Text("Disk priečinka MATRIKA_VAR", "Disk of the folder MATRIKA_VAR")
    usage = shutil.disk_usage(folder)
    percent = usage.free * 100 // max(usage.total, 1)
    state = State.RED if percent < DISK_RED else State.AMBER if percent < DISK_AMBER else State.GREEN
    free = megabytes(usage.free)
    words = Text(f"Voľné: {percent} % ({free} MB).", f"Free: {percent} % ({free} MB).")
    return Fact("disk", title, state, words, {"free_bytes": usage.free, "free_percent": percent})


def _chain(at: datetime) -> Fact:
    title = Text("Reťaz histórie", "Chain of history")
    events = ledger.head().number
    last = ChainCheck.objects.order_by("-pk").first()
    if last is None:
        words = Text(
            "Príkaz matrika verify ju ešte nepreveril.", "matrika verify has not gone through it yet."
        )
        return Fact("chain", title, State.AMBER, words, {"events": events, "checked_at": None})
    waits = age(last.finished_at, at) or timedelta(0)
    figures: Figures = {
        "events": events,
        "checked_at": last.finished_at.isoformat(),
        "checked_events": last.events,
        "faults": last.faults,
    }
    if last.faults:
        words = Text(
            f"Chyby: {last.faults}. {last.first_fault}", f"Faults: {last.faults}. {last.first_fault}"
        )
        return Fact("chain", title, State.RED, words, figures)
    words = Text(
        f"Celá, preverená pred {span(waits).sk}: {last.events} udalostí.",
        f"Whole, verified {span(waits).en} ago: {last.events} events.",
    )
    return Fact("chain", title, CHECKED.judge(waits), words, figures)


def _publication(at: datetime) -> Fact:
    title = Text("Zverejnené metadáta", "Published metadata")
    entities = PublishedEntity.objects.count()
    ends = PublishedEntity.objects.aggregate(first=Min("valid_until"))["first"]
    newest = PublishedAggregate.objects.order_by("-pk").only("published_at", "valid_until").first()
    waiting = Appointment.objects.filter(due_at__lte=at).order_by("due_at").values_list("due_at", flat=True)
    waits = age(waiting.first(), at)
    failing = Appointment.objects.filter(attempts__gt=0).count()
    first_end = min(filter(None, (ends, newest.valid_until if newest else None)), default=None)
    left = None if first_end is None else first_end - at
    states = [PUBLISHED.judge(waits), State.AMBER if failing else State.GREEN]
    if left is not None:
        states.append(State.RED if left < VALID_RED else State.AMBER if left < VALID_AMBER else State.GREEN)
    figures: Figures = {
        "entities": entities,
        "aggregate_published_at": newest.published_at.isoformat() if newest else None,
        "aggregate_age_seconds": seconds(age(newest.published_at, at)) if newest else None,
        "valid_for_seconds": seconds(left),
        "oldest_due_seconds": seconds(waits),
        "failing": failing,
    }
    return Fact("publication", title, worst(states), _said(entities, left, failing, newest, at), figures)


def _alarms() -> Fact:
    """What the worker itself found wrong with publication (`publication.watch`)."""
    title = Text("Výstrahy zverejňovania", "Alarms of publication")
    running = list(Alarm.objects.filter(ended_at__isnull=True).order_by("since", "pk"))  # some fifty at most
    if not running:
        return Fact("alarms", title, State.GREEN, Text("Žiadna.", "None."), {"alarms": 0, "first_at": None})
    count, first = len(running), running[0]
    words = Text(f"Trvajú: {count}. {first.sentence}", f"Running: {count}. {first.sentence}")
    return Fact("alarms", title, State.AMBER, words, {"alarms": count, "first_at": first.since.isoformat()})


def _held() -> Fact:
    """Of all alarms the one that nothing but a person ends; it must not hide behind an earlier one."""
    title = Text("Zmenšený súbor všetkých", "Shrunken aggregate")
    state = PublicationState.objects.filter(pk=1, held_at__isnull=False).first()
    if state is None:
        nothing = Text("Nečaká na slovo človeka.", "Does not wait for a person's word.")
        return Fact("aggregate-held", title, State.GREEN, nothing, {"entities": None, "command": None})
    words = Text(
        f"Zmenšil by sa z {state.baseline} na {state.held_at} a čaká na slovo človeka: zistite prečo, "
        f"potom ho potvrďte príkazom {CONFIRM}",
        f"It would shrink from {state.baseline} to {state.held_at} entities and waits for a person's word: "
        f"look why, then confirm it with {CONFIRM}",
    )
    return Fact("aggregate-held", title, State.AMBER, words, {"entities": state.held_at, "command": CONFIRM})


def _said(
    entities: int, left: timedelta | None, failing: int, newest: PublishedAggregate | None, at: datetime
) -> Text:
    sk, en = [f"Poskytovatelia: {entities}."], [f"Providers: {entities}."]
    if newest is not None:
        old = span(age(newest.published_at, at) or timedelta(0))
        sk.append(f"Súbor všetkých vydaný pred {old.sk}.")
        en.append(f"The aggregate is {old.en} old.")
    if left is not None:
        over = left < timedelta(0)
        sk.append("Platnosť sa skončila." if over else f"Platí ešte {span(left).sk}.")
        en.append("It is no longer valid." if over else f"Valid for {span(left).en}.")
    if failing:
        sk.append(f"Zlyháva: {failing}.")
        en.append(f"Failing: {failing}.")
    return Text(" ".join(sk), " ".join(en))


def _trusted_lists(at: datetime) -> Fact:
    title = Text("Dôveryhodné zoznamy", "Trusted lists")
    rows = snapshots(at=at)
    if not rows:
        words = Text("Žiadny; podpisy čakajú.", "None; signatures wait.")
        return Fact("trusted-lists", title, State.AMBER, words, {"lists": 0})
    ends = [row.next_update for row in rows if row.next_update is not None]
    left = min(ends) - at if ends else None
    figures: Figures = {"lists": len(rows), "fresh_for_seconds": seconds(left)}
    if left is None or left < timedelta(0):
        words = Text("Niektorý je zastaraný; podpisy čakajú.", "One is stale; signatures wait.")
        return Fact("trusted-lists", title, State.RED, words, figures)
    words = Text(
        f"Načítané: {len(rows)}. Prvý zastará o {span(left).sk}.",
        f"Imported: {len(rows)}. The first is stale in {span(left).en}.",
    )
    return Fact("trusted-lists", title, State.AMBER if left < SOON else State.GREEN, words, figures)
