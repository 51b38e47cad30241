"""How publication behaves: the operator's choices, read from the settings once a use."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Policy:
    """What an operator may choose; the defaults stand in `matrika.settings`."""

    registration_authority: str
    """The URI by which consumers know who registered the providers."""
    validity: timedelta
    """How long a signed document may be used when nothing newer can be had: validUntil."""
    cache_duration: timedelta
    """How soon consumers should ask again: cacheDuration and Cache-Control."""
    shrink_percent: int
    """An aggregate that lost more than this share of its entities within a day waits for a person."""
    shrink_minimum: int
    """Fewer losses than this never wait: in a small register one cancellation is a large share."""
    aggregate_pause: timedelta
    """Changes in quick succession become one aggregate: the least time between two."""
    late_after: timedelta
    """A change that waits longer is late, for the alarm and for the page of health alike."""

    @property
    def alarm_left(self) -> timedelta:
        """Documents are signed anew before 60 % of their validity is over; at 70 % something is wrong."""
        return self.validity * 0.3

    @property
    def cache_duration_text(self) -> str:
        """xs:duration."""
        return f"PT{int(self.cache_duration.total_seconds())}S"


def current() -> Policy:
    """The policy that the settings say."""
    return Policy(
        registration_authority=settings.REGISTRATION_AUTHORITY,
        validity=timedelta(days=settings.PUBLICATION_VALIDITY_DAYS),
        cache_duration=timedelta(seconds=settings.PUBLICATION_CACHE_SECONDS),
        shrink_percent=settings.PUBLICATION_SHRINK_PERCENT,
        shrink_minimum=settings.PUBLICATION_SHRINK_MINIMUM,
        aggregate_pause=timedelta(seconds=settings.PUBLICATION_AGGREGATE_PAUSE_SECONDS),
        late_after=timedelta(seconds=settings.PUBLICATION_LATE_SECONDS),
    )


def renewal_share(name: str) -> float:
    """After which share of its validity something is signed anew: 0.4 to 0.6, by its name.

    The spread keeps what was signed together from ageing together.
    """
    return 0.4 + 0.2 * int(hashlib.sha256(name.encode()).hexdigest()[:4], 16) / 0xFFFF
