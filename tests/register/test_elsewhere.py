"""Certificates that occur with more than one provider (R-7.3)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from matrika.register import elsewhere
from matrika.register.models import CertificateEntry
from tests import people
from tests.applications import cancellation, in_effect, registered, registration

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_it_finds_other_providers_with_the_certificate_while_they_have_it() -> None:
    first = registered()
    second = registered(registration(entity_id="https://sp2.example"))
    fingerprint = CertificateEntry.objects.filter(use="signing")[0].fingerprint
    assert list(elsewhere.providers([fingerprint], except_provider=first)) == [second]
    assert set(elsewhere.providers([fingerprint], except_provider=None)) == {first, second}
    ended = cancellation(entity_id="https://sp2.example", effective_on=date(2026, 11, 26))
    in_effect(ended, at=people.NOW + 2 * DAY)
    assert not elsewhere.providers([fingerprint], except_provider=first)


def test_it_finds_certificates_that_other_providers_use_now() -> None:
    provider = registered()
    used = list(CertificateEntry.objects.values_list("fingerprint", flat=True))
    assert elsewhere.in_use(used, except_entity_id="https://new.example") == set(used)
    assert elsewhere.in_use(used, except_entity_id=provider.entity_id) == set()
    in_effect(cancellation(effective_on=date(2026, 11, 26)), at=people.NOW + 3 * DAY)
    assert elsewhere.in_use(used, except_entity_id="https://new.example") == set()
