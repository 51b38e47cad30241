"""What the identity provider is served: how fresh it is, what is wrong with it, what waits for a person.

What is late, and what ages, is judged as the alarms judge it (`publication.policy`, `publication.watch`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Min

from matrika.health.facts import Fact, Figures, Limits, State, age, seconds, span, worst
from matrika.publication import policy
from matrika.publication.models import (
    Alarm,
    Appointment,
    PublicationState,
    PublishedAggregate,
    PublishedEntity,
)
from matrika.publication.policy import Policy
from matrika.publication.watch.status import Kind, renewable, troubles
from matrika.publication.watch.words import CONFIRM
from samllint.text import Text

LATE_RED = timedelta(hours=1)  # a provider waits for its publication
SHOWN = 5  # alarms; the command `publication_status` tells them all


def facts(at: datetime) -> Iterator[Fact]:
    rules = policy.current()
    state = PublicationState.objects.select_related("aggregate").filter(pk=1).first()
    yield _publication(rules, at)
    yield _alarms(rules, state, at)
    yield _held(state)


def _publication(rules: Policy, at: datetime) -> Fact:
    title = Text("Zverejnené metadáta", "Published metadata")
    entities = PublishedEntity.objects.count()
    newest = PublishedAggregate.objects.order_by("-pk").only("published_at", "valid_until").first()
    ends = renewable().aggregate(first=Min("valid_until"))["first"]
    first_end = min(filter(None, (ends, newest.valid_until if newest else None)), default=None)
    left = None if first_end is None else first_end - at
    waiting = Appointment.objects.filter(due_at__lte=at).order_by("due_at").values_list("due_at", flat=True)
    waits = age(waiting.first(), at)
    failing = Appointment.objects.filter(attempts__gt=0).count()
    states = [Limits(rules.late_after, max(LATE_RED, rules.late_after)).judge(waits)]
    states += [State.AMBER if failing else State.GREEN, _freshness(left, rules)]
    figures: Figures = {
        "entities": entities,
        "aggregate_published_at": newest.published_at.isoformat() if newest else None,
        "aggregate_age_seconds": seconds(age(newest.published_at, at)) if newest else None,
        "valid_for_seconds": seconds(left),
        "oldest_due_seconds": seconds(waits),
        "failing": failing,
    }
    return Fact("publication", title, worst(states), _said(entities, left, failing, newest, at), figures)


def _freshness(left: timedelta | None, rules: Policy) -> State:
    if left is None or left >= rules.alarm_left:
        return State.GREEN
    return State.AMBER if left >= rules.alarm_left / 2 else State.RED


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


def _alarms(rules: Policy, state: PublicationState | None, at: datetime) -> Fact:
    """What is wrong now, also while no worker runs that could begin an alarm; differences only one finds."""
    title = Text("Výstrahy zverejňovania", "Alarms of publication")
    running = list(Alarm.objects.filter(ended_at__isnull=True).order_by("since", "pk"))  # some fifty at most
    found = [(trouble.kind.value, trouble.words) for trouble in troubles(state, rules, at=at)]
    found += [(alarm.kind, alarm.words) for alarm in running if alarm.kind == Kind.DIFFERENCE]
    said = [words for _, words in found]
    figures: Figures = {
        "alarms": len(found),
        "kinds": " ".join(sorted({kind for kind, _ in found})),
        "first_at": running[0].since.isoformat() if found and running else None,
    }
    if not found:
        return Fact("alarms", title, State.GREEN, Text("Žiadna.", "None."), figures)
    words = Text(
        f"Trvajú: {len(said)}. {'; '.join(one.sk for one in said[:SHOWN])}.",
        f"Running: {len(said)}. {'; '.join(one.en for one in said[:SHOWN])}.",
    )
    return Fact("alarms", title, State.AMBER, words, figures)


def _held(state: PublicationState | None) -> Fact:
    """Of all alarms the one that nothing but a person ends; it must not hide behind an earlier one."""
    title = Text("Zmenšený súbor všetkých", "Shrunken aggregate")
    if state is None or state.held_at is None:
        nothing = Text("Nečaká na slovo človeka.", "Does not wait for a person's word.")
        return Fact("aggregate-held", title, State.GREEN, nothing, {"entities": None, "command": None})
    if state.confirmed_entities is not None:
        given = Text("Je potvrdený, worker ho zverejní.", "It is confirmed, the worker will publish it.")
        figures: Figures = {"entities": state.held_at, "command": None}
        return Fact("aggregate-held", title, State.GREEN, given, figures)
    words = Text(
        f"Zmenšil by sa z {state.baseline} na {state.held_at} a čaká na slovo človeka: zistite prečo, "
        f"potom ho tu potvrďte, alebo príkazom {CONFIRM}",
        f"It would shrink from {state.baseline} to {state.held_at} entities and waits for a person's word: "
        f"look why, then confirm it here or with {CONFIRM}",
    )
    return Fact("aggregate-held", title, State.AMBER, words, {"entities": state.held_at, "command": CONFIRM})
