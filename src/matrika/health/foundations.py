"""What everything rests on: the database, the disk, the history, what is published, what is trusted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.db import connection

from matrika.health import publishing
from matrika.health.facts import Fact, Figures, Limits, State, age, seconds, span
from matrika.register import ledger
from matrika.register.models import ChainCheck, Event
from matrika.trust.load import snapshots
from matrika.trust.overview import SOON
from samllint.text import Text

SLOW_DATABASE = 250  # milliseconds
DISK_AMBER, DISK_RED = 15, 5  # per cent free
CHECKED = Limits(timedelta(days=8), timedelta(days=45))  # since `matrika verify` last went through


def facts(at: datetime) -> Iterator[Fact]:
    yield database()
    yield _disk(Path(settings.VAR_DIR))
    yield _chain(at)
    yield from publishing.facts(at)
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
    figures: Figures
    events = ledger.head().number
    last = ChainCheck.objects.order_by("-pk").first()
    if last is None:
        words = Text(
            "Príkaz matrika verify ju ešte nepreveril.", "matrika verify has not gone through it yet."
        )
        # A register is late with it when it is older than a check may be.
        first = Event.objects.order_by("number").values_list("recorded_at", flat=True).first()
        figures = {"events": events, "checked_at": None}
        return Fact("chain", title, CHECKED.judge(age(first, at)), words, figures)
    waits = age(last.finished_at, at) or timedelta(0)
    figures = {
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
