"""The demo's past where two people approve; apart from `test_fill`, whose register lasts to its end."""

from __future__ import annotations

import pytest
from django.test import override_settings

from matrika.demo.fill import fill
from matrika.register.models import Event
from tests.people import NOW

pytestmark = pytest.mark.django_db


def test_it_plays_with_four_eyes_as_well(db):
    """Whoever looks at the demo with MATRIKA_FOUR_EYES=1 finds the same past, confirmed by the supervisor."""
    with override_settings(FOUR_EYES=True):
        fill(at=NOW)
    approved = Event.objects.filter(kind="filing-approved")
    assert approved
    assert all("Dušan Dubový" in event.actor for event in approved)
    assert all("Zita Zemanová" in event.data["proposed_by"] for event in approved)
