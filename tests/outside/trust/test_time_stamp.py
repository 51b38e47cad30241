"""A time stamp proves an instant, or nothing (R-5.1, R-5.4)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from matrika.core.verdict import Indication, SubIndication
from matrika.core.verdict.trust_words import Reason
from matrika.demo import authority, evidence
from matrika.demo.authority import Role
from matrika.demo.trusted_list import CA_QC, QTST, Entry
from matrika.outside.signatures import time_stamp
from matrika.outside.signatures.judgement import TimeStampVerdict
from matrika.outside.signatures.trust import Trust
from tests.outside.signatures.trusting import DAY, HOUR, NOTHING, answer, crl, failed, trust, undecided
from tests.pki import AT

DATA = b"the value of a signature"
NO_SERVICE = undecided(SubIndication.NO_CERTIFICATE_CHAIN_FOUND, Reason.TIME_STAMP_NO_SERVICE)


def judged(
    token: bytes, *, over: bytes = DATA, by: Trust | None = None, revocation=NOTHING, **at
) -> TimeStampVerdict:
    return (by or trust()).judge_time_stamp(token, over, revocation=revocation, **{"at": AT, **at})


def stamped(**differently) -> bytes:
    return evidence.time_stamp(DATA, **{"at": AT - HOUR, **differently})


def unit(*usages: x509.ObjectIdentifier, critical: bool = True, by: authority.Holder | None = None):
    """A time-stamping unit by the qualified authority, with these usages."""
    usage = x509.ExtendedKeyUsage(list(usages) or [ExtendedKeyUsageOID.TIME_STAMPING])
    return authority.certificate_of(
        f"unit {len(usages)} {critical}", by or authority.issuer(), extensions=((usage, critical),)
    )


def test_it_proves_the_instant_of_a_listed_unit():
    verdict = judged(stamped())
    assert verdict.proves == AT - HOUR
    assert verdict.is_qualified
    assert "Time Stamping" in verdict.authority


def test_it_proves_nothing_about_other_data():
    verdict = judged(stamped(), over=DATA + b".")
    assert answer(verdict) == failed(SubIndication.HASH_FAILURE, Reason.TIME_STAMP_OF_OTHER_DATA)
    assert verdict.proves is None


def test_it_refuses_sha1():
    verdict = judged(stamped(algorithm="sha1"))
    assert answer(verdict) == undecided(
        SubIndication.CRYPTO_CONSTRAINTS_FAILURE, Reason.TIME_STAMP_ALGORITHM_WEAK
    )


def test_it_proves_nothing_by_a_unit_of_no_list():
    assert answer(judged(stamped(by=unit(by=authority.unlisted_issuer())))) == NO_SERVICE


def test_it_waits_for_a_list_when_there_is_none():
    assert answer(judged(stamped(), by=Trust([]))) == undecided(
        SubIndication.TRY_LATER, Reason.NO_TRUSTED_LIST
    )


@pytest.mark.parametrize(
    "by",
    [
        unit(ExtendedKeyUsageOID.TIME_STAMPING, critical=False),
        unit(ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.CODE_SIGNING),
        unit(ExtendedKeyUsageOID.CODE_SIGNING),
        authority.holder(Role.PERSON),
    ],
    ids=["not-critical", "two-usages", "other-usage", "a-person"],
)
def test_it_wants_a_unit_that_does_nothing_else(by):
    assert judged(stamped(by=by), revocation=crl()).reasons == (Reason.TIME_STAMP_CERTIFICATE,)


def test_it_takes_a_unit_of_a_listed_authority_as_proof_but_not_as_qualified():
    token = stamped(by=unit())
    assert answer(judged(token)) == undecided(SubIndication.TRY_LATER, Reason.REVOCATION_UNKNOWN)
    verdict = judged(token, revocation=crl())
    assert verdict.proves == AT - HOUR
    assert not verdict.is_qualified


def test_it_counts_a_unit_whose_authority_is_listed_for_time_stamps_as_qualified():
    by = trust([Entry(authority.issuer(), QTST, purposes=())])
    assert judged(stamped(by=unit()), by=by, revocation=crl()).is_qualified


def test_it_proves_nothing_by_a_revoked_unit():
    by = unit()
    verdict = judged(stamped(by=by), revocation=crl({by.certificate: AT - DAY}))
    assert answer(verdict) == undecided(SubIndication.REVOKED_NO_POE, Reason.TIME_STAMP_REVOKED)


@pytest.mark.parametrize(("withdrawn_at", "is_proof"), [(AT - DAY, False), (AT, True)])
def test_it_asks_what_the_service_was_when_it_made_the_stamp(withdrawn_at, is_proof):
    entry = Entry(authority.time_stamping_unit(), QTST, purposes=()).withdrawn(withdrawn_at)
    assert (judged(stamped(), by=trust([entry])).proves is not None) is is_proof


def test_it_believes_no_stamp_from_the_future():
    verdict = judged(stamped(at=AT + HOUR))
    assert answer(verdict) == undecided(
        SubIndication.TIMESTAMP_ORDER_FAILURE, Reason.TIME_STAMP_IN_THE_FUTURE
    )


def test_it_wants_a_stamp_of_a_unit_that_has_ended_to_be_proven_by_a_later_one():
    after = authority.ENDS + DAY
    by = trust(issued_at=after - DAY)
    assert judged(stamped(), by=by, at=after).reasons == (Reason.TIME_STAMP_CERTIFICATE,)
    assert judged(stamped(), by=by, at=after, proven_at=AT).proves == AT - HOUR


def test_it_reads_fractions_of_a_second():
    assert time_stamp._moment("20260601100000.25Z") == datetime(2026, 6, 1, 10, 0, 0, 250_000, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["202606011000Z", "20260601100000", "20260601100000+0100", "20269901100000Z", "x"]
)
def test_it_reads_no_other_form_of_time(text):
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong with it
        time_stamp._moment(text)


def test_it_knows_which_orders_are_possible():
    assert time_stamp.in_order([AT - DAY, None, AT - HOUR, AT])
    assert not time_stamp.in_order([AT, None, AT - HOUR])


def test_it_passes_no_stamp_of_which_a_byte_was_changed():
    good, by = stamped(), trust()
    signed = good.index(evidence.POLICY_DER), len(good)
    for place in range(signed[0], signed[1]):
        changed = good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :]
        verdict = judged(changed, by=by)
        # A byte of the certificate's own signature does not matter: the list names its key.
        assert verdict.proves in (None, AT - HOUR)
        assert place > good.index(authority.time_stamping_unit().der[:60]) or verdict.proves is None


@pytest.mark.parametrize("junk", [b"", b"0", b"\x30\x80" * 2000, b"\x30\x84\xff\xff\xff\xff", b"x" * 300_000])
def test_it_reports_bytes_that_are_no_stamp(junk):
    assert answer(judged(junk)) == failed(SubIndication.FORMAT_FAILURE, Reason.TIME_STAMP_UNREADABLE)


def test_it_takes_no_ordinary_signature_for_a_stamp():
    signature = evidence.signed_data(DATA, by=authority.time_stamping_unit())
    assert judged(signature).reasons == (Reason.TIME_STAMP_UNREADABLE,)


def test_it_passes_a_listed_unit_whatever_its_issuer():
    assert judged(stamped(), by=trust([Entry(authority.time_stamping_unit(), CA_QC)])).indication is (
        Indication.TOTAL_PASSED
    )
