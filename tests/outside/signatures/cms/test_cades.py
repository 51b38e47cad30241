"""CMS signatures, inside and beside what they sign (R-5.1)."""

from __future__ import annotations

import pytest
from asn1crypto import cms

from matrika.core.verdict import SubIndication
from matrika.core.verdict.words import Reason
from matrika.demo import authority, evidence
from matrika.demo.authority import Role
from matrika.outside.signatures.cms.examine import examine
from matrika.outside.signatures.refused import Refused
from tests.outside.signatures.trusting import HOUR, NOTHING, trust
from tests.pki import AT

DATA = b"<ASiCManifest/>"
PERSON = authority.holder(Role.PERSON)


def signature(**differently) -> bytes:
    return evidence.signed_data(DATA, **{"by": PERSON, "detached": True, "at": AT, **differently})


def found(der: bytes, content: bytes | None = DATA) -> list[str]:
    (one,) = examine(der, content, ("form.xml",))
    return [problem.reason.value for problem in one.problems]


def refusal(der: bytes, content: bytes | None = DATA) -> Refused:
    with pytest.raises(Refused) as refused:
        examine(der, content, ())
    return refused.value


@pytest.mark.parametrize("role", [Role.PERSON, Role.PERSON_RSA])
def test_it_finds_who_signed(role):
    by = authority.holder(role)
    (one,) = examine(signature(by=by, certificates=(authority.issuer(),)), DATA, ("form.xml",))
    assert one.problems == []
    assert (one.certificate, one.claimed_at, one.covers) == (by.der, AT, ("form.xml",))
    assert authority.issuer().der in one.others


def test_it_reads_what_is_signed_inside_the_signature():
    assert found(signature(detached=False), None) == []
    assert found(signature(detached=False), DATA) == []
    assert refusal(signature(detached=False), DATA + b" ").reason is Reason.DATA_CHANGED


def test_it_wants_what_was_signed():
    why = refusal(signature(), None)
    assert why.reason is Reason.REFERENCE_NOT_FOUND
    assert why.sub_indication is SubIndication.SIGNED_DATA_NOT_FOUND


def test_it_finds_a_changed_content():
    assert found(signature(), DATA + b" ") == [Reason.DATA_CHANGED]


def test_it_finds_the_time_stamp_over_the_signature():
    (one,) = examine(signature(stamped_at=AT - HOUR), DATA, ())
    assert one.problems == []
    ((token, octets),) = one.time_stamps
    assert trust().judge_time_stamp(token, octets, at=AT, revocation=NOTHING).proves == AT - HOUR


def changed(change) -> bytes:
    """A signature whose SignerInfo was changed, the key never used again."""
    info = cms.ContentInfo.load(signature())
    change(info["content"]["signer_infos"][0])
    return info.dump(force=True)


def without(name: str):
    def change(signer) -> None:
        signer["signed_attrs"] = cms.CMSAttributes(
            [one for one in signer["signed_attrs"] if one["type"].native != name]
        )

    return change


def twice(name: str):
    def change(signer) -> None:
        same = [one for one in signer["signed_attrs"] if one["type"].native == name]
        signer["signed_attrs"] = cms.CMSAttributes([*signer["signed_attrs"], *same])

    return change


def digest(name: str):
    def change(signer) -> None:
        signer["digest_algorithm"] = {"algorithm": name}

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (without("message_digest"), Reason.STRUCTURE),
        (without("content_type"), Reason.STRUCTURE),
        (without("signing_certificate_v2"), Reason.SIGNED_PROPERTIES),
        (without("signing_time"), Reason.SIGNATURE_BROKEN),
        (twice("message_digest"), Reason.STRUCTURE),
        (twice("signing_time"), Reason.STRUCTURE),
        (digest("sha1"), Reason.ALGORITHM_WEAK),
        (digest("md5"), Reason.ALGORITHM_WEAK),
        (digest("sha512"), Reason.DATA_CHANGED),
    ],
)
def test_it_wants_the_attributes_as_they_must_be(change, reason):
    assert found(changed(change)) == [reason]


def test_it_judges_each_of_several_signatories():
    both = cms.ContentInfo.load(signature())
    other = cms.ContentInfo.load(signature(by=authority.holder(Role.SEAL)))
    both["content"]["signer_infos"] = [*both["content"]["signer_infos"], *other["content"]["signer_infos"]]
    both["content"]["certificates"] = [*both["content"]["certificates"], *other["content"]["certificates"]]
    examined = examine(both.dump(force=True), DATA, ())
    assert [one.problems for one in examined] == [[], []]
    assert {one.certificate for one in examined} == {PERSON.der, authority.holder(Role.SEAL).der}


def test_it_never_passes_a_signature_of_which_a_signed_byte_was_changed():
    good = signature()
    start = good.index(evidence.CONTENT_TYPE_DER)
    for place in range(start, len(good)):
        other = good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :]
        try:
            assert found(other), place
        except Refused:
            continue


JUNK = [b"", b"0", b"\x30\x80" * 3000, b"\x30\x84\xff\xff\xff\xff", PERSON.der, DATA]


@pytest.mark.parametrize("junk", JUNK)
def test_it_refuses_bytes_that_are_no_signature(junk):
    assert refusal(junk).reason is Reason.STRUCTURE


def test_it_refuses_a_time_stamp_in_the_place_of_a_signature():
    token = evidence.time_stamp(DATA, at=AT)
    assert refusal(token).reason is Reason.DATA_CHANGED
