"""What is registered is entered whole, whatever a certificate holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matrika.core.people import Contact
from matrika.register.models import CertificateEntry, ServiceProvider
from matrika.register.versions import CertificateFacts, open_version
from tests import people

pytestmark = pytest.mark.django_db


def test_it_enters_a_serial_number_of_any_length() -> None:
    """No rule limits it; a filing that was accepted must be able to take effect."""
    owner = people.organisation()
    provider = ServiceProvider.objects.create(
        entity_id="https://sp.example", owner=owner, registered_at=people.NOW
    )
    serial = "7" + "A" * 399
    ends = people.NOW + timedelta(days=700)
    facts = CertificateFacts("both", b"der", "F" * 64, serial, "CN=ico-12345678", people.NOW, ends, "K" * 64)
    contact = Contact("Alžbeta Agátová", "sso@vzory.example", "+421 2 1234 5678")
    open_version(
        provider,
        b"<md/>",
        [facts],
        contact=contact,
        filing_number="2026-000001",
        effective_from=people.NOW,
        recorded_at=people.NOW,
    )
    assert CertificateEntry.objects.get().serial_number == serial
