"""What is wrong with publication now: read by a command, by the console and by the worker itself.

A fixed number of look-ups by index, however large the register is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography import x509
from django.db.models import F

from matrika.publication.models import Appointment, PublicationState, PublishedEntity
from matrika.publication.policy import Policy

SILENT_AFTER = timedelta(minutes=5)
LATE_AFTER = timedelta(minutes=2)  # gives a change one minute
KEY_ENDS_WITHIN = timedelta(days=30)
SECOND = timedelta(seconds=1)


class Kind(StrEnum):
    """What can be wrong; docs/publication.md says of each what it means."""

    HEARTBEAT = "heartbeat"
    VALIDITY = "validity"
    HELD = "held"
    FAILING = "failing"
    LATE = "late"
    KEY = "key"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong."""

    kind: Kind
    sentence: str  # English, for staff: what is wrong, and what to do
    subject: str = ""  # an entityID; "" when it is about the whole


def look(rules: Policy, *, at: datetime) -> list[Trouble]:
    """Everything that is wrong at the instant, but for differences: `watch.compare` finds those."""
    state = PublicationState.objects.select_related("aggregate").filter(pk=1).first()
    if state is None or not state.certificate:
        return [Trouble(Kind.HEARTBEAT, "nothing was ever published: no worker with the key has run yet")]
    return [
        *_heartbeat(state, at),
        *_validity(state, rules, at),
        *_held(state),
        *_failing(),
        *_late(at),
        *_key(state, at),
    ]


def _heartbeat(state: PublicationState, at: datetime) -> Iterator[Trouble]:
    if state.seen_at is None or at - state.seen_at > SILENT_AFTER:
        seen = f"since {state.seen_at:%Y-%m-%d %H:%M} UTC" if state.seen_at else "yet"
        yield Trouble(
            Kind.HEARTBEAT,
            f"no worker with the signing key has looked for work {seen}: does one run, may it open the key?",
        )


def _validity(state: PublicationState, rules: Policy, at: datetime) -> Iterator[Trouble]:
    if state.aggregate is not None and state.aggregate.valid_until - at < rules.alarm_left:
        yield Trouble(
            Kind.VALIDITY, f"the aggregate {_ends(state.aggregate.valid_until, at)} and was not signed anew"
        )
    # A document that ends together with its provider's certificates is not signed anew, and need not be.
    ageing = PublishedEntity.objects.filter(
        valid_until__lt=at + rules.alarm_left, expires_at__gt=F("valid_until") + SECOND
    )
    oldest = ageing.order_by("valid_until").select_related("provider").first()
    if oldest is not None:
        yield Trouble(
            Kind.VALIDITY,
            f"the document of {oldest.provider.entity_id} {_ends(oldest.valid_until, at)} and was not signed "
            "anew",
            "entities",
        )


def _ends(valid_until: datetime, at: datetime) -> str:
    return f"{'ended' if valid_until <= at else 'ends'} at {valid_until:%Y-%m-%d %H:%M} UTC"


def _held(state: PublicationState) -> Iterator[Trouble]:
    if state.held_at is not None:
        yield Trouble(
            Kind.HELD,
            f"the aggregate would shrink from {state.baseline} to {state.held_at} entities and waits: look "
            "why, then confirm it with: matrika publish --confirm-shrink",
        )


def _failing() -> Iterator[Trouble]:
    failing = Appointment.objects.filter(attempts__gt=0).order_by("pk").select_related("provider")
    if (first := failing.first()) is not None:
        yield Trouble(
            Kind.FAILING,
            f"{failing.count()} documents cannot be published, the first of them that of "
            f"{first.provider.entity_id}: its history says why",
        )


def _late(at: datetime) -> Iterator[Trouble]:
    late = Appointment.objects.filter(due_at__lt=at - LATE_AFTER).order_by("due_at")
    if (first := late.select_related("provider").first()) is not None:
        yield Trouble(
            Kind.LATE,
            f"{first.provider.entity_id} should have been looked at {first.due_at:%Y-%m-%d %H:%M} UTC",
        )


def _key(state: PublicationState, at: datetime) -> Iterator[Trouble]:
    ends = x509.load_pem_x509_certificate(state.certificate.encode()).not_valid_after_utc
    if ends - at < KEY_ENDS_WITHIN:
        yield Trouble(
            Kind.KEY, f"the certificate of the signing key {_ends(ends, at)}: announce the next key"
        )
