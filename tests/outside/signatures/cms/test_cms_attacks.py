"""R-5.1: a CMS signature that says one thing twice, or says it about something else, never passes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1

from matrika.core.verdict import Indication
from matrika.demo import authority, evidence
from matrika.demo.authority import Holder, Role
from tests.outside.signatures import cases
from tests.outside.signatures.believer import AT
from tests.outside.signatures.cases import verdict

LETTER = b"I let Boris act for me."
PERSON = authority.holder(Role.PERSON)
Change = Callable[[cms.SignedData, cms.SignerInfo], None]


def signature(change: Change | None = None, *, again: bool = True, by: Holder = PERSON, **how) -> bytes:
    """A signature with its content, changed before it is signed; with `again` False, behind the signatory."""
    info = cms.ContentInfo.load(evidence.signed_data(LETTER, by=by, at=AT, **how))
    data = info["content"]
    signer = data["signer_infos"][0]
    if change is not None:
        change(data, signer)
        if again and not isinstance(signer["signed_attrs"], core.Void):
            signer["signature"] = by.sign(signer["signed_attrs"].untag().dump(force=True))
    return info.dump(force=True)


def outcome(content: bytes) -> tuple[Indication, set[str]]:
    found = verdict(content)
    return found.indication, {*found.reasons, *(reason for one in found.signatures for reason in one.reasons)}


def attribute(name: str, *values: core.Asn1Value) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": name, "values": list(values)})


def with_attributes(*more: cms.CMSAttribute, without: tuple[str, ...] = ()) -> Change:
    def change(data: cms.SignedData, signer: cms.SignerInfo) -> None:
        kept = [one for one in signer["signed_attrs"] if one["type"].native not in without]
        signer["signed_attrs"] = cms.CMSAttributes([*kept, *more])

    return change


OTHER = core.OctetString(hashlib.sha256(b"I owe a million.").digest())
SAME = core.OctetString(hashlib.sha256(LETTER).digest())
STAMP = attribute("content_type", cms.ContentType("tst_info"))
SEALS = attribute(
    "signing_certificate_v2",
    tsp.SigningCertificateV2(
        {"certs": [tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(authority.holder(Role.SEAL).der).digest()})]}
    ),
)
BY_SHA_1 = attribute(
    "signing_certificate",
    tsp.SigningCertificate(
        {"certs": [tsp.ESSCertID({"cert_hash": hashlib.sha1(PERSON.der, usedforsecurity=False).digest()})]}
    ),
)
NAMED = ("signing_certificate_v2",)


def test_it_passes_what_was_changed_in_nothing():
    assert outcome(signature()) == (Indication.TOTAL_PASSED, set())
    assert outcome(signature(with_attributes())) == (Indication.TOTAL_PASSED, set())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (with_attributes(attribute("message_digest", OTHER)), "structure"),
        (with_attributes(attribute("message_digest", SAME, OTHER), without=("message_digest",)), "structure"),
        (with_attributes(attribute("message_digest", OTHER), without=("message_digest",)), "data-changed"),
        (with_attributes(STAMP), "structure"),
        (with_attributes(STAMP, without=("content_type",)), "structure"),
        (with_attributes(SEALS), "structure"),
        (with_attributes(SEALS, without=NAMED), "signing-certificate-differs"),
        (with_attributes(without=NAMED), "signed-properties"),
        (with_attributes(BY_SHA_1, without=NAMED), "algorithm-weak"),
    ],
)
def test_it_takes_no_contradictory_attributes_even_when_they_are_signed(change, reason):
    indication, reasons = outcome(signature(change))
    assert indication is not Indication.TOTAL_PASSED
    assert reason in reasons


def unsign(data: cms.SignedData, signer: cms.SignerInfo) -> None:
    """Without signed attributes the signature is over the content itself."""
    signer["signed_attrs"] = None
    signer["signature"] = PERSON.sign(LETTER)


def test_it_takes_no_signature_without_signed_attributes():
    assert outcome(signature(unsign)) == (Indication.INDETERMINATE, {"signed-properties"})


def test_it_takes_no_signed_attributes_for_content():
    """Their octets were signed: as the content of a signature without attributes they would verify."""
    info = cms.ContentInfo.load(signature())
    signer = info["content"]["signer_infos"][0]
    attributes = signer["signed_attrs"].untag().dump()
    signer["signed_attrs"] = None
    info["content"]["encap_content_info"] = {"content_type": "data", "content": core.OctetString(attributes)}
    assert outcome(info.dump(force=True))[0] is not Indication.TOTAL_PASSED


def replace_content(data: cms.SignedData, signer: cms.SignerInfo) -> None:
    content = core.OctetString(b"I owe a million.")
    data["encap_content_info"] = {"content_type": "data", "content": content}


def other_type(data: cms.SignedData, signer: cms.SignerInfo) -> None:
    octets = core.ParsableOctetString(LETTER)
    data["encap_content_info"] = {"content_type": "tst_info", "content": octets}


def other_digest(data: cms.SignedData, signer: cms.SignerInfo) -> None:
    signer["digest_algorithm"] = {"algorithm": "sha512"}


def other_signature_algorithm(data: cms.SignedData, signer: cms.SignerInfo) -> None:
    signer["signature_algorithm"] = {"algorithm": "sha512_ecdsa"}


def rsa_for_an_elliptic_key(data: cms.SignedData, signer: cms.SignerInfo) -> None:
    signer["signature_algorithm"] = {"algorithm": "sha256_rsa"}


def pss_with_another_hash(data: cms.SignedData, signer: cms.SignerInfo) -> None:
    parameters = algos.RSASSAPSSParams({"hash_algorithm": {"algorithm": "sha1"}})
    signer["signature_algorithm"] = {"algorithm": "rsassa_pss", "parameters": parameters}


def empty_signature(data: cms.SignedData, signer: cms.SignerInfo) -> None:
    signer["signature"] = b""


def zero_signature(data: cms.SignedData, signer: cms.SignerInfo) -> None:
    """r = s = 0."""
    signer["signature"] = bytes.fromhex("3006020100020100")


def no_certificates(data: cms.SignedData, signer: cms.SignerInfo) -> None:
    data["certificates"] = cms.CertificateSet([])


def others_certificate(data: cms.SignedData, signer: cms.SignerInfo) -> None:
    seal = asn1.Certificate.load(authority.holder(Role.SEAL).der)
    data["certificates"] = cms.CertificateSet([seal])
    issuer = {"issuer": seal.issuer, "serial_number": seal.serial_number}
    signer["sid"] = cms.SignerIdentifier({"issuer_and_serial_number": issuer})


@pytest.mark.parametrize(
    "change",
    [
        replace_content,
        other_type,
        other_digest,
        other_signature_algorithm,
        rsa_for_an_elliptic_key,
        pss_with_another_hash,
        empty_signature,
        zero_signature,
        no_certificates,
        others_certificate,
    ],
)
def test_it_takes_nothing_that_was_changed_behind_the_signatory(change):
    indication, reasons = outcome(signature(change, again=False))
    assert indication is not Indication.TOTAL_PASSED
    assert reasons


def test_it_fails_a_file_of_which_one_of_several_signatures_is_broken():
    """Each has its own verdict, and the worst is that of the file."""
    both = cms.ContentInfo.load(signature())
    broken = cms.ContentInfo.load(signature(empty_signature, again=False, by=authority.holder(Role.SEAL)))
    for name in ("signer_infos", "certificates"):
        both["content"][name] = [*both["content"][name], *broken["content"][name]]
    found = verdict(both.dump(force=True))
    assert sorted(one.indication for one in found.signatures) == [
        Indication.TOTAL_FAILED,
        Indication.TOTAL_PASSED,
    ]
    assert found.indication is Indication.TOTAL_FAILED


def test_it_takes_no_certificate_of_the_same_name_and_number():
    """Somebody's own key under the signatory's issuer and number; it signs, and its digest is another one."""
    original = PERSON.certificate
    forged = authority.certificate_of("Forger", authority.unlisted_issuer(), subject=original.subject)
    parsed = asn1.Certificate.load(forged.der)
    parsed["tbs_certificate"]["issuer"] = asn1.Certificate.load(PERSON.der).issuer
    parsed["tbs_certificate"]["serial_number"] = original.serial_number
    der = parsed.dump(force=True)

    def forge(data: cms.SignedData, signer: cms.SignerInfo) -> None:
        data["certificates"] = cms.CertificateSet([asn1.Certificate.load(der)])
        signer["signature"] = forged.sign(signer["signed_attrs"].untag().dump())

    indication, reasons = outcome(signature(forge, again=False))
    assert indication is not Indication.TOTAL_PASSED
    assert "signing-certificate-differs" in reasons


def unsigned(*attributes: cms.CMSAttribute) -> Change:
    def change(data: cms.SignedData, signer: cms.SignerInfo) -> None:
        signer["unsigned_attrs"] = cms.CMSAttributes(list(attributes))

    return change


def test_it_ignores_counter_signatures_and_whatever_is_not_signed():
    other = cms.ContentInfo.load(signature(by=authority.holder(Role.SEAL)))["content"]["signer_infos"][0]
    change = unsigned(attribute("counter_signature", other), attribute("message_digest", OTHER))
    assert outcome(signature(change, again=False)) == (Indication.TOTAL_PASSED, set())


def test_it_notes_an_archive_time_stamp_only_when_something_is_lacking():
    token = cms.ContentInfo.load(evidence.time_stamp(LETTER, at=AT))
    stamped = unsigned(attribute("0.4.0.1733.2.4", token))
    assert outcome(signature(stamped, again=False)) == (Indication.TOTAL_PASSED, set())
    lacking = with_attributes(without=("signing_certificate_v2",))

    def both(data: cms.SignedData, signer: cms.SignerInfo) -> None:
        lacking(data, signer)
        stamped(data, signer)

    assert outcome(signature(both)) == (
        Indication.INDETERMINATE,
        {"signed-properties", "archive-time-stamp-unread"},
    )


@pytest.mark.parametrize("more", [b"\0", b"I owe a million.", signature()])
def test_it_takes_no_signature_with_something_behind_it(more):
    assert outcome(signature() + more)[0] is not Indication.TOTAL_PASSED


def test_it_takes_no_certificate_without_its_key():
    """The certificate alone, in the structure of a signature by nobody."""
    info = cms.ContentInfo.load(signature())
    info["content"]["signer_infos"] = []
    assert outcome(info.dump(force=True)) == (Indication.TOTAL_FAILED, {"structure"})
    assert cases.person().der in signature()
