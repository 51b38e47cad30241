"""R-7.2, R-9.1: certificates with a gap take a provider out and bring it back, by time alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from matrika.core.events import EventKind
from matrika.publication.models import PublishedEntity
from matrika.register import versions
from matrika.register.certificates import in_metadata
from matrika.register.models import ServiceProvider
from tests import people
from tests.applications import CONTACT, standing_at
from tests.metadata import sp_metadata
from tests.publication.making import NOW
from tests.publication.registering import keys, kinds, publish_all, tell

__all__ = ["keys"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def provider() -> ServiceProvider:
    """Signs with one certificate for ten days, with none for ten days, and with another for ten more.

    Rules refuse such metadata; imported records may have them.
    """
    one = in_metadata(sp_metadata())[0]
    spans = [("signing", 0, 10), ("signing", 20, 30), ("encryption", 0, 40)]
    facts = [
        replace(one, use=use, not_before=NOW + first * DAY, not_after=NOW + last * DAY)
        for use, first, last in spans
    ]
    with transaction.atomic():
        made = ServiceProvider.objects.create(
            entity_id="https://sp.example", owner=people.organisation(), registered_at=NOW
        )
        versions.open_version(
            made,
            sp_metadata(),
            facts,
            contact=CONTACT,
            filing_number="",
            effective_from=NOW,
            recorded_at=NOW,
        )
        tell(EventKind.PROVIDER_REGISTERED, made, at=NOW)
    return made


def test_it_publishes_again_in_the_second_in_which_the_next_certificate_begins(
    provider: ServiceProvider,
) -> None:
    seen = []
    for at in (
        NOW,
        NOW + 10 * DAY + SECOND,
        NOW + 20 * DAY - SECOND,
        NOW + 20 * DAY,
        NOW + 30 * DAY + SECOND,
    ):
        publish_all(at=at)
        assert PublishedEntity.objects.exists() == standing_at(provider, at=at).is_active
        seen.append(PublishedEntity.objects.exists())
    assert seen == [True, False, False, True, False]
    assert [kind for kind in kinds() if kind.startswith("entity")] == [
        "entity-published",
        "entity-unpublished",
        "entity-published",
        "entity-unpublished",
    ]
