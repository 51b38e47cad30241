"""R-4.1 to R-4.9, R-7.2: whatever happens in whatever order, the register says what a short model says.

The model below knows no database, no ledger, no table of transitions and no claim; it is what the guide says
of one provider, written down a second time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from matrika.core.days import day_of, start_of
from matrika.core.filing import Application, Kind
from matrika.core.lifecycle import NotAllowed
from matrika.core.words import Outward
from matrika.filings.answer import answer
from matrika.filings.attach_paper import attach_paper
from matrika.filings.models import Filing
from matrika.filings.review import approve, ask, reject
from matrika.filings.submit import submit
from matrika.filings.withdraw import withdraw
from matrika.register import ledger, queries
from matrika.register.models import Event, MetadataVersion, ServiceProvider
from matrika.worker.steps import STEPS
from tests import people, pki
from tests.applications import registration, standing_at
from tests.metadata import sp_metadata

START, DAY, SECOND = people.NOW, timedelta(days=1), timedelta(seconds=1)
PATIENCE = 90 * DAY
WAITING = ("awaiting-paper", "awaiting-information")
# First and last valid day of the certificates, counted from START.
SPANS = ((-10, 25), (-10, 60), (-300, 140), (20, 90), (40, 400))


def metadata(span: tuple[int, int]) -> bytes:
    begins, ends = (START + days * DAY for days in span)
    return sp_metadata(
        signing=pki.certificate(not_before=begins, not_after=ends),
        encryption=pki.certificate(key=pki.key(2), not_before=begins, not_after=ends),
    )


METADATA = {span: metadata(span) for span in SPANS}


@dataclass
class Wish:
    """A filing, as the model sees it."""

    kind: str
    day: int | None  # counted from START
    span: tuple[int, int] | None
    status: str
    since: datetime
    effective: datetime | None = None

    def is_valid(self, at: datetime) -> bool:
        return self.span is None or START + self.span[0] * DAY <= at <= START + self.span[1] * DAY


@dataclass
class Model:
    """One entityID: filings, and spans of metadata that held, each with the instant it runs out."""

    wishes: list[Wish] = field(default_factory=list)
    spans: list[list[datetime | None]] = field(default_factory=list)  # [from, to, runs out]
    events: list[tuple[str, datetime]] = field(default_factory=list)

    @property
    def open(self) -> list[datetime | None] | None:
        return self.spans[-1] if self.spans and self.spans[-1][1] is None else None

    def file(self, wish: Wish) -> None:
        asked = wish.since if wish.day is None else max(wish.since, start_of(day_of(START) + wish.day * DAY))
        ended = ("in-effect", "rejected", "withdrawn", "lapsed")
        twice = any(other.kind == wish.kind and other.status not in ended for other in self.wishes)
        possible = {
            "registration": not self.spans,
            "change": bool(self.spans),
            "cancellation": bool(self.open),
        }
        is_good = possible[wish.kind] and not twice and wish.is_valid(asked)
        wish.status = "awaiting-paper" if is_good else "rejected"
        self.wishes.append(wish)

    def act(self, wish: Wish, act: str, at: datetime) -> bool:
        """Whether the act is possible; if so, it was done."""
        moves = {
            "paper": {"awaiting-paper": "in-review"},
            "approve": {"in-review": "scheduled"},
            "ask": {"in-review": "awaiting-information"},
            "answer": {"awaiting-information": "in-review"},
            "reject": dict.fromkeys((*WAITING, "in-review"), "rejected"),
            "withdraw": dict.fromkeys((*WAITING, "in-review", "scheduled"), "withdrawn"),
        }[act]
        if wish.status not in moves:
            return False
        wish.status, wish.since = moves[wish.status], at
        if act == "approve":
            wish.effective = at if wish.day is None else max(at, start_of(day_of(START) + wish.day * DAY))
        return True

    def work(self, at: datetime) -> None:
        due = [wish for wish in self.wishes if wish.status == "scheduled" and wish.effective <= at]
        for wish in sorted(due, key=lambda wish: wish.effective):  # stable: the filed first comes first
            self.take(wish, at)
        self.run_out(at + SECOND)
        for wish in self.wishes:
            if wish.status in WAITING and wish.since + PATIENCE <= at:
                wish.status = "lapsed"

    def take(self, wish: Wish, at: datetime) -> None:
        possible = {"registration": not self.spans, "change": True, "cancellation": bool(self.open)}
        if not (possible[wish.kind] and wish.is_valid(at)):
            wish.status = "rejected"
            return
        wish.status = "in-effect"
        self.run_out(wish.effective)
        if self.open:
            self.open[1] = wish.effective
        if wish.span:
            self.spans.append([wish.effective, None, START + wish.span[1] * DAY + SECOND])
        names = {"registration": "registered", "change": "changed", "cancellation": "cancelled"}
        self.events.append((f"provider-{names[wish.kind]}", wish.effective))

    def run_out(self, before: datetime) -> None:
        """That the open span ran out before the instant is told once."""
        told = ("provider-expired", self.open[2]) if self.open else None
        if told and told[1] < before and told not in self.events:
            self.events.append(told)

    def is_active(self, at: datetime) -> bool:
        return any(begins <= at < min(ends or runs_out, runs_out) for begins, ends, runs_out in self.spans)


FILE = st.tuples(
    st.sampled_from(["registration", "change", "change", "change", "cancellation"]),
    st.none() | st.sampled_from([0, 5, 12, 28]),
    st.sampled_from(SPANS),
)
ACTS = ["paper", "approve", "ask", "answer", "reject", "withdraw"]
DAYS = [10 * DAY, 30 * DAY, 91 * DAY]
HURRY = st.tuples(st.just("hurry"), FILE)  # filed, its paper recorded and approved at once
WAIT = st.tuples(st.just("wait"), st.sampled_from([SECOND, DAY, *DAYS]))
OTHER = (
    st.tuples(st.just("file"), FILE)
    | st.tuples(st.sampled_from(ACTS), st.integers(0, 4))
    | st.tuples(st.just("work"), st.none())
)
BEGINNING = [("hurry", ("registration", 0, SPANS[0])), ("work", None)]
LATE_CHANGE = ("hurry", ("change", 28, (20, 90)))
EARLY_CHANGE = ("hurry", ("change", 12, (-10, 60)))
CANCELLATION = ("hurry", ("cancellation", 28, (20, 90)))


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from([[], BEGINNING, BEGINNING]), st.lists(HURRY | WAIT | OTHER, max_size=12))
@example(BEGINNING, [LATE_CHANGE, ("wait", 30 * DAY), ("work", None)])
@example(BEGINNING, [EARLY_CHANGE, ("wait", 30 * DAY), ("work", None)])
@example(BEGINNING, [LATE_CHANGE, CANCELLATION, ("wait", 30 * DAY), ("work", None)])
@example(BEGINNING, [CANCELLATION, LATE_CHANGE, ("wait", 30 * DAY), ("work", None), LATE_CHANGE])
@example(BEGINNING, [("file", LATE_CHANGE[1]), ("wait", 91 * DAY), ("work", None)])
def test_it_agrees_with_the_model_at_every_step(beginning: list, steps: list) -> None:
    """The examples are those that went wrong once, or could."""
    with transaction.atomic():
        model, now = Model(), START
        for name, what in [*beginning, *steps, ("work", None)]:
            if name == "wait":
                now += what
            elif name == "work":
                work(now)
                model.work(now)
            elif name in ("file", "hurry"):
                file_both(model, what, now, acts=("paper", "approve") if name == "hurry" else ())
            elif what < len(model.wishes):
                act_both(model, what, name, now)
            compare(model, now)
        transaction.set_rollback(True)


def work(at: datetime) -> None:
    steps = [step.run for step in STEPS if step.name in ("record-expiry", "take-effect", "lapse")]
    while sum(step(at=at) for step in steps):
        pass


def file_both(model: Model, what: tuple, at: datetime, *, acts: tuple[str, ...]) -> None:
    kind, ahead, span = what
    day = None if ahead is None and kind == "change" else (day_of(at) - day_of(START)).days + (ahead or 0)
    span = None if kind == "cancellation" else span
    application: Application = registration(
        kind=Kind(kind),
        effective_on=None if day is None else day_of(START) + day * DAY,
        metadata=METADATA[span] if span else None,
    )
    submit(application, actor=people.alzbeta(), acting_for=people.organisation(), at=at)
    model.file(Wish(kind, day, span, "", at))
    for act in acts:
        act_both(model, len(model.wishes) - 1, act, at)


def act_both(model: Model, which: int, act: str, at: datetime) -> None:
    filing = Filing.objects.order_by("pk")[which]
    alzbeta, zita = people.alzbeta(), people.zita()
    verbs = {
        "paper": lambda: attach_paper(filing, actor=zita, at=at, arrived_on=day_of(at), certified_by="Notár"),
        "approve": lambda: approve(filing, actor=zita, at=at),
        "ask": lambda: ask(filing, actor=zita, at=at, text=Outward("Kto ste?")),
        "answer": lambda: answer(filing, actor=alzbeta, at=at, text="Ministerstvo"),
        "reject": lambda: reject(filing, actor=zita, at=at, reasons=["review-other"], text=Outward("")),
        "withdraw": lambda: withdraw(filing, actor=alzbeta, at=at),
    }
    if model.act(model.wishes[which], act, at):
        verbs[act]()
    else:
        with pytest.raises(NotAllowed), transaction.atomic():
            verbs[act]()


def compare(model: Model, now: datetime) -> None:
    assert list(Filing.objects.order_by("pk").values_list("status", flat=True)) == [
        wish.status for wish in model.wishes
    ]
    spans = MetadataVersion.objects.order_by("number").values_list("effective_from", "effective_to")
    assert list(spans) == [(begins, ends) for begins, ends, _ in model.spans]
    for (_, ends), (begins, _) in pairwise(spans):
        assert ends is not None
        assert ends <= begins
    events = Event.objects.filter(kind__in=queries.CHANGING).order_by("number")
    assert list(events.values_list("kind", "effective_at")) == model.events
    provider = ServiceProvider.objects.first()
    if provider:
        assert standing_at(provider, at=now).is_active == model.is_active(now)
    ledger.verify()
