"""What `samllint new` makes meets every rule, and can be used."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

import samllint
from samllint import certificate, document, generate
from samllint.context import Context
from samllint.report import Outcome

AT = datetime(2026, 11, 22, 10, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture(scope="module")
def made() -> generate.ServiceProvider:
    return generate.service_provider(owner="12345679_10001", entity_id="https://sp.example", at=AT)


@pytest.mark.parametrize("profile", ["upvs", "upvs-fix"])
@pytest.mark.parametrize("days", [0, 699])
def test_it_makes_metadata_without_any_finding(
    made: generate.ServiceProvider, profile: str, days: int
) -> None:
    context = Context(owner="12345679_10001")
    report = samllint.check(made.metadata, profile=profile, at=AT + timedelta(days=days), context=context)
    assert [finding.message.en for finding in report.findings()] == []
    assert report.count(Outcome.BLOCKED) == 0


def test_it_makes_certificates_that_belong_to_their_keys(made: generate.ServiceProvider) -> None:
    for pair in (made.signing, made.encryption):
        key = load_pem_private_key(pair.private_key, None)
        assert x509.load_pem_x509_certificate(pair.certificate_pem).public_key() == key.public_key()
        read = certificate.read(pair.certificate)
        assert (read.common_names, read.validity_days) == (("ico-12345679_10001",), 730)
    assert made.signing.private_key != made.encryption.private_key


def test_it_puts_the_certificates_where_they_belong(made: generate.ServiceProvider) -> None:
    keys = document.load(made.metadata).key_descriptors()
    assert {
        key.use: key.certificates[0].certificate.der for key in keys if key.certificates[0].certificate
    } == {
        "signing": made.signing.certificate,
        "encryption": made.encryption.certificate,
    }


def test_it_takes_addresses_and_days_as_given() -> None:
    made = generate.service_provider(
        owner="12345679",
        entity_id="https://sp.example",
        at=AT.astimezone(timezone(timedelta(hours=5))),
        days=90,
        acs="https://sp.example/a?x=1&y=2",
        slo="https://sp.example/out",
    )
    (sp,) = document.load(made.metadata).sp_descriptors
    assert sp.assertion_consumer_services[0].location == "https://sp.example/a?x=1&y=2"
    assert {slo.location for slo in sp.single_logout_services} == {"https://sp.example/out"}
    read = certificate.read(made.signing.certificate)
    assert (read.not_before, read.validity_days) == (AT.replace(microsecond=0), 90)


def test_it_wants_an_instant_with_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        generate.key_pair(common_name="ico-12345679", at=datetime(2026, 1, 1))
