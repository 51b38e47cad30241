"""Importing CRLs and OCSP responses: from whom they must be, and what they then decide (R-5.1)."""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509 import ocsp

from matrika.core.events import EventKind
from matrika.core.verdict import Indication
from matrika.core.verdict.trust_words import Reason
from matrika.demo import authority, evidence, trusted_list
from matrika.demo.authority import Role
from matrika.register.models import Event, RevocationForm, RevocationSnapshot
from matrika.trust import load as loading
from matrika.trust import overview
from matrika.trust.import_list import import_list
from matrika.trust.import_revocation import import_revocation
from matrika.trust.load import load
from matrika.trust.refused import Refused
from tests.outside.signatures.trusting import DAY, HOUR, NOTHING
from tests.pki import AT

pytestmark = pytest.mark.django_db
WHO = {"actor": "administrator:test", "source": "brought.bin"}
PERSON = authority.holder(Role.PERSON).certificate


@pytest.fixture
def trusted(settings):
    settings.DEMO = True
    pin = authority.list_operator().der
    import_list(trusted_list.trusted_list(issued_at=AT - DAY), signers=(pin,), at=AT - DAY, **WHO)


def imported(content: bytes, *, at=AT) -> RevocationSnapshot | None:
    return import_revocation(content, at=at, **WHO)


def judged(*, at=AT):
    return load(at=at).judge_signer(
        authority.holder(Role.PERSON).der, [], at=at, proven_at=None, revocation=NOTHING
    )


def crl(*, at=AT - HOUR, **differently) -> bytes:
    return evidence.crl(at=at, **differently)


def response(*, at=AT - HOUR, **differently) -> bytes:
    return evidence.ocsp_response(PERSON, at=at, **differently)


def changed(made: bytes) -> bytes:
    """The response with one bit of its signature turned."""
    signature = ocsp.load_der_ocsp_response(made).signature
    return made.replace(signature, signature[:-1] + bytes([signature[-1] ^ 1]))


def forger_of(holder: authority.Holder) -> authority.Holder:
    """The holder's certificate with a key that is not its own."""
    return authority.Holder(holder.certificate, authority.unlisted_issuer().key)


def test_it_waits_without_a_list_and_without_revocation_data(settings):
    assert judged().reasons == (Reason.NO_TRUSTED_LIST,)


@pytest.mark.parametrize(
    ("good", "revoked"),
    [(crl, lambda: crl(at=AT, revoked={PERSON: AT})), (response, lambda: response(at=AT, revoked_at=AT))],
    ids=["crl", "ocsp"],
)
def test_it_judges_by_what_was_imported(trusted, good, revoked):
    assert judged().reasons == (Reason.REVOCATION_UNKNOWN,)
    imported(good())
    assert judged().indication is Indication.TOTAL_PASSED
    imported(revoked(), at=AT + HOUR)
    assert judged(at=AT).indication is Indication.TOTAL_PASSED
    assert judged(at=AT + HOUR).reasons == (Reason.REVOKED_WITHOUT_PROOF,)


def test_it_takes_a_response_that_the_issuer_itself_signed(trusted):
    imported(response(by=authority.issuer()))
    assert judged().indication is Indication.TOTAL_PASSED


def test_it_takes_a_response_about_another_certificate_for_no_answer(trusted):
    imported(evidence.ocsp_response(authority.holder(Role.SEAL).certificate, at=AT - HOUR))
    assert judged().reasons == (Reason.REVOCATION_UNKNOWN,)


def test_it_takes_a_revocation_list_as_text_too():
    pem = x509.load_der_x509_crl(crl()).public_bytes(serialization.Encoding.PEM)
    kept = imported(pem)
    assert kept is not None
    assert imported(pem) is None
    assert RevocationSnapshot.objects.count() == 1
    assert Event.objects.get(kind=EventKind.CRL_IMPORTED.value).data["name"] == kept.issuer


def test_it_takes_the_same_response_once_and_tells_its_history():
    kept = imported(response())
    assert kept is not None
    assert imported(bytes(kept.content)) is None
    assert kept.form == RevocationForm.OCSP
    assert kept.scope == f"{PERSON.serial_number:X}"
    assert (kept.this_update, kept.next_update) == (AT - HOUR, AT - HOUR + evidence.LIFETIME)
    event = Event.objects.get(kind=EventKind.OCSP_RESPONSE_IMPORTED.value)
    assert (event.actor, event.data["sha256"]) == (WHO["actor"], kept.sha256)


NOT_SUCCESSFUL = bytes.fromhex("30030a0106")  # unauthorized (RFC 6960 §4.2.1)
BROKEN_PEM = b"-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n"


@pytest.mark.parametrize("content", [b"", b"nothing", BROKEN_PEM, NOT_SUCCESSFUL, response()[:-40]])
def test_it_refuses_what_is_neither(content):
    with pytest.raises(Refused, match=r"neither a certificate revocation list nor an OCSP response$"):
        imported(content)


@pytest.mark.parametrize("make", [crl, response])
def test_it_refuses_what_is_yet_to_come(make):
    with pytest.raises(Refused, match="yet to come"):
        imported(make(at=AT + HOUR))


@pytest.mark.parametrize(
    "forged",
    [
        lambda: crl(by=forger_of(authority.issuer())),
        lambda: changed(response()),
        lambda: changed(response(by=authority.issuer())),
        lambda: response(by=authority.holder(Role.SEAL)),
    ],
    ids=["crl", "ocsp-responder", "ocsp-issuer", "ocsp-by-nobody-appointed"],
)
def test_it_refuses_what_speaks_for_a_known_service_that_did_not_sign_it(trusted, forged):
    with pytest.raises(Refused, match="did not sign"):
        imported(forged())
    assert not RevocationSnapshot.objects.exists()


def test_it_believes_no_forgery_that_came_before_the_list(settings):
    imported(changed(response()))
    settings.DEMO = True
    pin = authority.list_operator().der
    import_list(trusted_list.trusted_list(issued_at=AT - DAY), signers=(pin,), at=AT, **WHO)
    assert judged().reasons == (Reason.REVOCATION_UNKNOWN,)


def test_it_loads_the_newest_of_many(trusted, monkeypatch):
    monkeypatch.setattr(loading, "MAX_RESPONSES", 2)
    imported(response())
    for role in (Role.SEAL, Role.REVOKED):
        imported(evidence.ocsp_response(authority.holder(role).certificate, at=AT))
    assert judged().reasons == (Reason.REVOCATION_UNKNOWN,)


def test_it_shows_how_old_each_is():
    imported(crl())
    imported(response())
    shown = {row.form: is_old for row, is_old in overview.revocation_data(at=AT)}
    assert shown == {RevocationForm.CRL: False, RevocationForm.OCSP: False}
    later = {row.form: is_old for row, is_old in overview.revocation_data(at=AT + evidence.LIFETIME)}
    assert later == {RevocationForm.CRL: True, RevocationForm.OCSP: True}
