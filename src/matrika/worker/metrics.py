"""How far the timed work is behind, in numbers, for whoever watches: the text that Prometheus reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from matrika.notices import queue
from matrika.register.models import PendingReminder
from matrika.worker.heartbeat import ALIVE_FOR
from matrika.worker.models import Heartbeat

Sample = tuple[dict[str, str], float]


@dataclass(frozen=True, slots=True)
class Gauge:
    """One number, or one for each set of labels, as it is now."""

    name: str
    says: str
    samples: tuple[Sample, ...]


def gauges(*, at: datetime) -> list[Gauge]:
    """All there are, in the same order each time; each costs a fixed number of indexed look-ups."""
    return [*_of_workers(at), *_of_deliveries(at), *_of_writing(at)]


def as_text(found: list[Gauge]) -> str:
    """The text exposition format, version 0.0.4."""
    lines = []
    for gauge in found:
        lines += [f"# HELP {gauge.name} {gauge.says}", f"# TYPE {gauge.name} gauge"]
        lines += [f"{gauge.name}{_labels(labels)} {value:.15g}" for labels, value in gauge.samples]
    return "\n".join(lines) + "\n"


def _labels(labels: dict[str, str]) -> str:
    # The names of channels and conditions are our own: nothing in them needs to be escaped.
    return "{" + ",".join(f'{name}="{value}"' for name, value in labels.items()) + "}" if labels else ""


def _of_workers(at: datetime) -> Iterator[Gauge]:
    alive = Heartbeat.objects.filter(seen_at__gt=at - ALIVE_FOR)
    yield _one("matrika_workers", "Workers that gave a sign of life within five minutes.", alive.count())
    failing = alive.exclude(failing="").count()
    yield _one("matrika_workers_failing", "Those of them in which a step crashes.", failing)


def _of_deliveries(at: datetime) -> Iterator[Gauge]:
    backlog = queue.backlog()
    about = [({"channel": one.channel.value, "condition": one.condition.value}, one) for one in backlog]
    yield Gauge(
        "matrika_deliveries",
        "Messages that have not arrived: waiting, failing (tried again), refused for good, bounced.",
        tuple((labels, one.count) for labels, one in about),
    )
    yield Gauge(
        "matrika_deliveries_age_seconds",
        "Since when the oldest of them was written; 0 when there is none.",
        tuple((labels, _since(one.written_at, at)) for labels, one in about),
    )
    yield Gauge(
        "matrika_deliveries_overdue_seconds",
        "How long the delivery due longest has been due: high when nobody delivers.",
        tuple(({"channel": channel}, _since(due, at)) for channel, due in queue.due_longest(at=at).items()),
    )
    sent = queue.letters_sent(since=at - timedelta(hours=1))
    yield _one("matrika_letters_last_hour", "E-mails that were handed over within an hour.", sent)


def _of_writing(at: datetime) -> Iterator[Gauge]:
    behind, set_aside = queue.unwritten()
    yield _one("matrika_events_unfollowed", "Events that were not looked at for messages yet.", behind)
    yield _one("matrika_events_set_aside", "Events from which no message could be written.", set_aside)
    due = PendingReminder.objects.filter(due_at__lte=at).order_by("due_at")
    earliest = due.values_list("due_at", flat=True).first()
    yield _one(
        "matrika_reminders_overdue_seconds",
        "How long the reminder due longest has not been written.",
        _since(earliest, at),
    )


def _one(name: str, says: str, value: float) -> Gauge:
    return Gauge(name, says, (({}, value),))


def _since(then: datetime | None, at: datetime) -> float:
    return 0.0 if then is None else max(0.0, round((at - then).total_seconds(), 1))
