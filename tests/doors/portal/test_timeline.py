"""An applicant reads of every filing whose turn it is."""

from __future__ import annotations

from matrika.core.lifecycle import Status
from matrika.portal import timeline


def test_it_says_of_every_stored_status_who_is_next() -> None:
    assert set(timeline.NEXT) == set(Status) - {Status.NEW}
