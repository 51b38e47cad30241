"""What is wrong with publication now: read by a command, by the console and by the worker itself.

A fixed number of look-ups by index, however large the register is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography import x509
from django.db.models import F, QuerySet

from matrika.publication.models import Appointment, PublicationState, PublishedEntity
from matrika.publication.policy import Policy
from matrika.publication.watch import words
from matrika.register.models import Event
from samllint.text import Text

SILENT_AFTER = timedelta(minutes=5)
# A worker tries a key that it was refused at least twice a minute; so long after the last time it is mended.
REFUSED_FOR = timedelta(minutes=2)
KEY_ENDS_WITHIN = timedelta(days=30)
CLOCKS_APART = timedelta(minutes=1)  # as the clocks of several machines may be
SECOND = timedelta(seconds=1)


class Kind(StrEnum):
    """What can be wrong; docs/publication.md says of each what it means."""

    HEARTBEAT = "heartbeat"
    REFUSED = "refused"
    VALIDITY = "validity"
    HELD = "held"
    FAILING = "failing"
    LATE = "late"
    KEY = "key"
    CLOCK = "clock"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong."""

    kind: Kind
    words: Text  # for staff: what is wrong, and what to do
    subject: str = ""  # an entityID; else a word that tells two of a kind apart, or ""


def look(rules: Policy, *, at: datetime) -> list[Trouble]:
    """Everything that is wrong at the instant, but for differences: `watch.compare` finds those."""
    state = PublicationState.objects.select_related("aggregate").filter(pk=1).first()
    return troubles(state, rules, at=at)


def troubles(state: PublicationState | None, rules: Policy, *, at: datetime) -> list[Trouble]:
    """The same, for whoever has read the state of publication, with its aggregate, already."""
    if state is None or not state.certificate:
        refused = list(_refused(state, at)) if state else []
        return refused or [Trouble(Kind.HEARTBEAT, words.never_published())]
    return [
        *_heartbeat(state, at),
        *_refused(state, at),
        *_validity(state, rules, at),
        *_held(state),
        *_failing(state),
        *_late(rules, at),
        *_key(state, at),
        *_clock(at),
    ]


def renewable() -> QuerySet[PublishedEntity]:
    """All but those that end together with their provider's certificates: these are not signed anew."""
    return PublishedEntity.objects.filter(expires_at__gt=F("valid_until") + SECOND)


def _heartbeat(state: PublicationState, at: datetime) -> Iterator[Trouble]:
    if state.seen_at is None or at - state.seen_at > SILENT_AFTER:
        yield Trouble(Kind.HEARTBEAT, words.silent(state.seen_at))


def _refused(state: PublicationState, at: datetime) -> Iterator[Trouble]:
    if state.refused_at is not None and abs(at - state.refused_at) < REFUSED_FOR:
        yield Trouble(Kind.REFUSED, words.refused(state.refusal))


def _validity(state: PublicationState, rules: Policy, at: datetime) -> Iterator[Trouble]:
    if state.aggregate is not None and state.aggregate.valid_until - at < rules.alarm_left:
        yield Trouble(Kind.VALIDITY, words.aggregate_ages(state.aggregate.valid_until, at))
    ageing = renewable().filter(valid_until__lt=at + rules.alarm_left)
    oldest = ageing.order_by("valid_until").select_related("provider").first()
    if oldest is not None:
        said = words.document_ages(oldest.provider.entity_id, oldest.valid_until, at)
        yield Trouble(Kind.VALIDITY, said, "entities")


def _held(state: PublicationState) -> Iterator[Trouble]:
    if state.held_at is not None and state.confirmed_entities is None:
        yield Trouble(Kind.HELD, words.held(state.baseline, state.held_at))


def _failing(state: PublicationState) -> Iterator[Trouble]:
    if state.aggregate_failure:
        yield Trouble(Kind.FAILING, words.aggregate_fails(state.aggregate_failure), "aggregate")
    failing = Appointment.objects.filter(attempts__gt=0).order_by("pk").select_related("provider")
    if (first := failing.first()) is not None:
        yield Trouble(Kind.FAILING, words.failing(failing.count(), first.provider.entity_id))


def _late(rules: Policy, at: datetime) -> Iterator[Trouble]:
    late = Appointment.objects.filter(due_at__lt=at - rules.late_after).order_by("due_at")
    if (first := late.select_related("provider").first()) is not None:
        yield Trouble(Kind.LATE, words.late(first.provider.entity_id, first.due_at))


def _key(state: PublicationState, at: datetime) -> Iterator[Trouble]:
    ends = x509.load_pem_x509_certificate(state.certificate.encode()).not_valid_after_utc
    if ends - at < KEY_ENDS_WITHIN:
        yield Trouble(Kind.KEY, words.key_ends(ends, at))


def _clock(at: datetime) -> Iterator[Trouble]:
    """A clock that was set back: until somebody writes again, the last event is from the future."""
    last = Event.objects.order_by("-number").values_list("recorded_at", flat=True).first()
    if last is not None and last - at > CLOCKS_APART:
        yield Trouble(Kind.CLOCK, words.clock(last, at))
