"""Was it revoked, and does that matter? Lists and responses count only from whom they should come (R-5.1)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import core
from asn1crypto import ocsp as asn1_ocsp
from cryptography import x509

from matrika.core.verdict import Indication, SubIndication
from matrika.core.verdict.trust_words import Reason
from matrika.demo import authority, evidence
from matrika.demo.authority import Role
from matrika.outside.signatures.judgement import Revocation
from tests.outside.signatures.trusting import DAY, HOUR, NOTHING, answer, crl, failed, judged, undecided
from tests.pki import AT

PERSON = authority.holder(Role.PERSON)
UNKNOWN = undecided(SubIndication.TRY_LATER, Reason.REVOCATION_UNKNOWN)
PASSED = (Indication.TOTAL_PASSED, None, ())


def ocsp(**differently) -> Revocation:
    arguments = {"at": AT - HOUR, **differently}
    return Revocation(ocsp=(evidence.ocsp_response(PERSON.certificate, **arguments),))


def test_it_waits_when_nothing_is_known():
    assert answer(judged(Role.PERSON, revocation=NOTHING)) == UNKNOWN


@pytest.mark.parametrize("data", [crl(), ocsp(), ocsp(by=authority.issuer())])
def test_it_passes_what_a_list_or_a_response_does_not_speak_against(data):
    assert answer(judged(Role.PERSON, revocation=data)) == PASSED


@pytest.mark.parametrize("data", [crl({PERSON.certificate: AT - DAY}), ocsp(revoked_at=AT - DAY)])
def test_it_fails_a_certificate_revoked_before_the_proven_time(data):
    verdict = judged(Role.PERSON, revocation=data, proven_at=AT - HOUR)
    assert answer(verdict) == failed(SubIndication.REVOKED, Reason.REVOKED)


@pytest.mark.parametrize("data", [crl({PERSON.certificate: AT - DAY}), ocsp(revoked_at=AT - DAY)])
def test_it_cannot_decide_on_a_revoked_certificate_without_a_proven_time(data):
    expected = undecided(SubIndication.REVOKED_NO_POE, Reason.REVOKED_WITHOUT_PROOF)
    assert answer(judged(Role.PERSON, revocation=data)) == expected


@pytest.mark.parametrize("data", [crl({PERSON.certificate: AT - DAY}), ocsp(revoked_at=AT - DAY)])
def test_it_passes_a_certificate_revoked_after_the_proven_time(data):
    verdict = judged(Role.PERSON, revocation=data, proven_at=AT - 2 * DAY)
    assert answer(verdict) == (Indication.TOTAL_PASSED, None, (Reason.REVOKED_AFTERWARDS,))


def test_it_believes_an_old_revocation_for_ever():
    old = crl({PERSON.certificate: AT - 100 * DAY}, at=AT - 99 * DAY)
    assert judged(Role.PERSON, revocation=old).reasons == (Reason.REVOKED_WITHOUT_PROOF,)
    assert judged(Role.PERSON, revocation=old.with_more(crl())).reasons == (Reason.REVOKED_WITHOUT_PROOF,)


@pytest.mark.parametrize("data", [crl(at=AT - 8 * DAY), ocsp(at=AT - 8 * DAY)])
def test_it_does_not_believe_old_data_that_nobody_was_revoked(data):
    assert answer(judged(Role.PERSON, revocation=data)) == UNKNOWN
    assert answer(judged(Role.PERSON, revocation=data, proven_at=AT - 7 * DAY)) == PASSED


def test_it_does_not_believe_data_from_the_future():
    assert answer(judged(Role.PERSON, revocation=crl(at=AT + HOUR))) == UNKNOWN


def test_it_waits_while_a_certificate_is_on_hold():
    held = evidence.crl(
        at=AT - 2 * HOUR, revoked={PERSON.certificate: AT - DAY}, reason=x509.ReasonFlags.certificate_hold
    )
    verdict = judged(Role.PERSON, revocation=Revocation(crls=(held,)))
    assert answer(verdict) == undecided(SubIndication.TRY_LATER, Reason.ON_HOLD)
    lifted = Revocation(crls=(held, evidence.crl(at=AT - HOUR)))
    assert answer(judged(Role.PERSON, revocation=lifted)) == PASSED


@pytest.mark.parametrize(
    "data",
    [
        Revocation(crls=(evidence.crl(at=AT - HOUR, by=authority.unlisted_issuer()),)),
        Revocation(crls=(evidence.crl(at=AT - HOUR, by=authority.root()),)),
        ocsp(by=authority.unlisted_issuer()),
        ocsp(by=authority.holder(Role.SEAL)),
        ocsp(by=authority.time_stamping_unit()),
        ocsp(issuer=authority.unlisted_issuer()),
    ],
    ids=["crl-stranger", "crl-root", "ocsp-stranger", "ocsp-seal", "ocsp-time-stamper", "ocsp-other-issuer"],
)
def test_it_believes_the_issuer_and_whom_it_appointed_only(data):
    assert answer(judged(Role.PERSON, revocation=data)) == UNKNOWN


def test_it_does_not_believe_a_response_about_somebody_else():
    other = evidence.ocsp_response(authority.holder(Role.SEAL).certificate, at=AT - HOUR)
    assert answer(judged(Role.PERSON, revocation=Revocation(ocsp=(other,)))) == UNKNOWN


def test_it_passes_over_a_response_made_at_the_end_of_time():
    response = asn1_ocsp.OCSPResponse.load(ocsp().ocsp[0])
    basic = response["response_bytes"]["response"].parsed
    basic["tbs_response_data"]["produced_at"] = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    response["response_bytes"]["response"] = core.ParsableOctetString(basic.dump(force=True))
    changed = Revocation(ocsp=(response.dump(force=True),))
    assert answer(judged(Role.PERSON, revocation=changed)) == UNKNOWN


def scoped(**differently) -> Revocation:
    """A CRL that says what it is about."""
    everything = {
        "full_name": None,
        "relative_name": None,
        "only_contains_user_certs": False,
        "only_contains_ca_certs": False,
        "only_some_reasons": None,
        "indirect_crl": False,
        "only_contains_attribute_certs": False,
    }
    point = x509.IssuingDistributionPoint(**{**everything, **differently})
    return Revocation(crls=(evidence.crl(at=AT - HOUR, extension=point),))


def named(address: str) -> list[x509.GeneralName]:
    return [x509.UniformResourceIdentifier(address)]


def test_it_takes_a_list_for_what_the_list_is_about():
    assert answer(judged(Role.PERSON, revocation=scoped(only_contains_user_certs=True))) == PASSED
    assert answer(judged(Role.PERSON, revocation=scoped(full_name=named(authority.CRL_ADDRESS)))) == PASSED


@pytest.mark.parametrize(
    "about",
    [
        {"only_contains_ca_certs": True},
        {"indirect_crl": True},
        {"only_contains_attribute_certs": True},
        {"only_some_reasons": frozenset({x509.ReasonFlags.key_compromise})},
        {"full_name": named("http://ca.demo.example/other.crl")},
    ],
    ids=lambda about: next(iter(about)),
)
def test_it_does_not_take_a_list_about_others_for_an_answer(about):
    assert answer(judged(Role.PERSON, revocation=scoped(**about))) == UNKNOWN


def test_it_does_not_take_changes_for_the_whole():
    delta = evidence.crl(at=AT - HOUR, extension=x509.DeltaCRLIndicator(1))
    assert answer(judged(Role.PERSON, revocation=Revocation(crls=(delta,)))) == UNKNOWN


def test_it_does_not_ask_a_list_about_a_certificate_that_ended_before():
    """An issuer may drop entries of certificates that have ended."""
    later = crl(at=authority.EXPIRED + DAY)
    proven = authority.EXPIRED - timedelta(seconds=1)
    assert answer(judged(Role.EXPIRED, revocation=later, proven_at=proven)) == UNKNOWN


@pytest.mark.parametrize("kind", ["crls", "ocsp"])
def test_it_believes_no_data_of_which_a_byte_was_changed(kind):
    good = crl().crls[0] if kind == "crls" else ocsp().ocsp[0]
    for place in range(0, len(good), 3):
        changed = good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :]
        verdict = judged(Role.PERSON, revocation=Revocation(**{kind: (changed,)}))
        # What follows the signed part (the responder's certificate, say) may be odd without harm.
        if verdict.indication is Indication.TOTAL_PASSED:
            assert kind == "ocsp"


@pytest.mark.parametrize("junk", [b"", b"\x30", b"\x30\x80" * 400, b"\x30\x03\x0a\x01\x06", b"x" * 300_000])
def test_it_passes_over_bytes_that_are_neither(junk):
    assert answer(judged(Role.PERSON, revocation=Revocation((junk,), (junk,)))) == UNKNOWN
    both = Revocation((junk,), (junk,)).with_more(crl())
    assert answer(judged(Role.PERSON, revocation=both)) == PASSED
