"""R-5.1: what a XAdES signature in a container must be, and what is said of one that is otherwise."""

from __future__ import annotations

import base64
import copy
import hashlib
from dataclasses import dataclass

import pytest
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from lxml import etree

from matrika.core.verdict import Indication, Level, SignatureKind, SubIndication
from matrika.demo import authority, xades
from matrika.demo.authority import Role
from matrika.demo.xades import File
from matrika.outside.signatures import certificates, limits
from matrika.outside.signatures.trust import Trust
from matrika.outside.signatures.xades.names import DS
from samllint.canonical import EXCLUSIVE, INCLUSIVE
from tests.outside.signatures import cases, zips
from tests.outside.signatures.believer import AT, STAMPED_AT, Believer
from tests.outside.signatures.cases import FORM, NOTE, XADES, reasons, reference, signed, the, verdict


def test_it_passes_a_signed_form():
    found = verdict(signed(), expected=FORM.data)
    assert (found.indication, found.sub_indication, found.kind) == (
        Indication.TOTAL_PASSED,
        None,
        SignatureKind.QES,
    )
    (signature,) = found.signatures
    assert signature.covers == ("form.xml",)
    assert (signature.level, signature.claimed_at, signature.proven_at) == (Level.B, AT, None)
    assert found.reasons == signature.reasons == ()


@pytest.mark.parametrize(
    "name", ["form č.xml", "a b.xml", "a+b.xml", "a%20b.xml", "100%.xml", "folder/form.xml", "a&b'\".xml"]
)
def test_it_finds_files_by_any_name(name):
    one = File(name, FORM.data)
    found = verdict(signed(files=(one,)), expected=one.data)
    assert found.indication is Indication.TOTAL_PASSED
    assert found.signatures[0].covers == (name,)


@pytest.mark.parametrize(
    "method",
    [INCLUSIVE, INCLUSIVE + "#WithComments", EXCLUSIVE, EXCLUSIVE + "WithComments"],
)
def test_it_canonicalises_as_the_signature_says(method):
    assert verdict(signed(canonicalisation=method)).indication is Indication.TOTAL_PASSED


def test_it_takes_canonical_xml_1_1_where_it_is_the_same_as_1_0():
    def to_1_1(root):
        for element in root.iter(DS + "Transform"):
            element.set("Algorithm", "http://www.w3.org/2006/12/xml-c14n11")

    # The writer computes the digest with 1.0; the name is changed before SignedInfo is signed.
    content = signed_with_other_words(to_1_1)
    assert verdict(content).indication is Indication.TOTAL_PASSED


def signed_with_other_words(change) -> bytes:
    """Signed after `change` of SignedInfo, which the digests do not depend on."""

    @dataclass
    class Late:
        der: bytes = cases.person().der

        def sign_raw(self, data: bytes) -> bytes:
            root = etree.fromstring(data)
            change(root)
            return cases.person().sign_raw(etree.tostring(root, method="c14n"))

    return signed(by=Late(), after=change)


def test_it_reads_a_time_stamp_as_level_t():
    (signature,) = verdict(signed(stamped_at=STAMPED_AT)).signatures
    assert (signature.level, signature.proven_at, signature.is_time_stamp_qualified) == (
        Level.T,
        STAMPED_AT,
        True,
    )


def test_it_reads_revocation_values_as_level_lt():
    found = verdict(signed(stamped_at=STAMPED_AT, revocation=(("CRL", b"list"), ("OCSP", b"response"))))
    assert found.signatures[0].level is Level.LT


def test_it_does_not_pass_over_a_time_stamp_that_proves_nothing():
    found = verdict(signed(stamped_at=STAMPED_AT), trust=Believer(stamp_proves=False))
    assert (found.indication, found.signatures[0].level) == (Indication.INDETERMINATE, Level.B)
    assert "time-stamp-broken" in found.signatures[0].reasons


def test_it_fails_with_a_certificate_that_was_revoked():
    found = verdict(signed(), trust=Believer(revoked=True))
    assert (found.indication, found.sub_indication) == (Indication.TOTAL_FAILED, SubIndication.REVOKED)
    assert found.kind is SignatureKind.NOT_ACCEPTED


def test_it_ignores_counter_signatures():
    def countersign(root):
        holder = the(root, "QualifyingProperties")
        unsigned = etree.SubElement(
            etree.SubElement(holder, XADES + "UnsignedProperties"), XADES + "UnsignedSignatureProperties"
        )
        inside = copy.deepcopy(root[0])
        inside.set("Id", "other")
        for each in inside.iter("*"):
            if "Id" in each.attrib:
                each.set("Id", "other-" + each.get("Id"))
        etree.SubElement(unsigned, XADES + "CounterSignature").append(inside)

    found = verdict(signed(after=countersign))
    assert (found.indication, len(found.signatures)) == (Indication.TOTAL_PASSED, 1)


def test_it_judges_every_signature_of_every_file():
    first, second = (
        cases.signature_file(),
        cases.signature_file(after=lambda root: the(root, "SigningTime").clear()),
    )
    box = xades.packed([FORM], {"META-INF/signatures001.xml": first, "META-INF/signatures002.xml": second})
    found = verdict(box)
    assert [each.indication for each in found.signatures] == [
        Indication.TOTAL_PASSED,
        Indication.TOTAL_FAILED,
    ]
    assert found.indication is Indication.TOTAL_FAILED


def test_it_says_that_a_container_is_not_signed():
    found = verdict(xades.packed([FORM], {}))
    assert (found.indication, found.reasons) == (Indication.TOTAL_FAILED, ("not-signed",))


def test_it_fails_when_the_signed_file_was_changed():
    changed = File(FORM.name, FORM.data.replace(b"form", b"farm"), FORM.media_type)
    found = verdict(signed(present=(changed,)))
    assert (found.indication, found.sub_indication) == (Indication.TOTAL_FAILED, SubIndication.HASH_FAILURE)
    assert "data-changed" in found.signatures[0].reasons


def test_it_waits_when_the_signed_file_is_absent():
    found = verdict(signed(files=(FORM, NOTE), present=(FORM,)))
    assert found.sub_indication is SubIndication.SIGNED_DATA_NOT_FOUND
    assert found.indication is Indication.INDETERMINATE


def test_it_fails_when_a_file_was_added():
    found = verdict(signed(present=(FORM, NOTE)))
    assert (found.indication, found.sub_indication) == (Indication.TOTAL_FAILED, SubIndication.FORMAT_FAILURE)
    assert found.signatures[0].reasons == ("file-not-covered",)


def test_it_fails_when_the_signing_time_was_changed():
    def an_hour_earlier(root):
        the(root, "SigningTime").text = "2026-11-22T11:00:00Z"

    assert reasons(signed(after=an_hour_earlier)) == {"data-changed"}


def test_it_fails_when_the_signature_value_is_of_another_key():
    def other(root):
        certificate = authority.holder(Role.SEAL)
        the(root, "DigestValue")  # the form's own stays
        the(root, "CertDigest")[1].text = xades._text(hashlib.sha256(certificate.der).digest())
        the(root, "X509Certificate").text = xades._text(certificate.der)

    found = verdict(signed(before=other))
    assert found.sub_indication is SubIndication.SIG_CRYPTO_FAILURE


def test_it_does_not_take_another_certificate_for_the_signed_one():
    def other(root):
        the(root, "X509Certificate").text = xades._text(authority.holder(Role.SEAL).der)

    found = verdict(signed(after=other))
    assert found.indication is Indication.INDETERMINATE
    (signature,) = found.signatures
    assert (signature.reasons, signature.signatory) == (("signing-certificate-differs",), None)


def test_it_shows_of_the_certificates_that_came_along_the_one_whose_key_signed():
    def authority_first(root):
        first, second = root.iter(DS + "X509Certificate")
        second.addnext(first)
        the(root, "SigningCertificateV2").getparent().remove(the(root, "SigningCertificateV2"))

    found = verdict(signed(before=authority_first), trust=Trust([]))
    assert found.sub_indication is SubIndication.NO_SIGNING_CERTIFICATE_FOUND
    assert found.signatures[0].signatory == certificates.signatory(authority.holder(Role.PERSON).certificate)


def test_it_wants_the_certificate_named_by_the_signature():
    def unnamed(root):
        element = the(root, "SigningCertificateV2")
        element.getparent().remove(element)

    found = verdict(signed(before=unnamed))
    assert (found.indication, found.sub_indication) == (
        Indication.INDETERMINATE,
        SubIndication.NO_SIGNING_CERTIFICATE_FOUND,
    )


def test_it_wants_the_serial_number_to_be_the_certificates():
    def wrong(root):
        serial = etree.SubElement(the(root, "Cert"), XADES + "IssuerSerial")
        etree.SubElement(serial, DS + "X509SerialNumber").text = "1"

    assert reasons(signed(before=wrong)) == {"signing-certificate-differs"}


def issuer_serial(*, issuer: asn1_x509.Name | None = None, number: int | None = None):
    """A change of the property that EU DSS writes into every signature."""

    def changed(root):
        element = the(root, "IssuerSerialV2")
        said = tsp.IssuerSerial.load(base64.b64decode(element.text))
        name = issuer or said["issuer"][0].chosen
        made = {"issuer": [asn1_x509.GeneralName("directory_name", name)]}
        made["serial_number"] = number or said["serial_number"].native
        element.text = xades._text(tsp.IssuerSerial(made).dump())

    return changed


def test_it_takes_the_issuers_name_in_another_string_type():
    own = asn1_x509.Certificate.load(authority.holder(Role.PERSON).der).issuer
    other = asn1_x509.Name.load(own.dump().replace(b"\x13\x02SK", b"\x0c\x02SK"))
    assert other.dump() != own.dump()
    assert verdict(signed(before=issuer_serial(issuer=other))).indication is Indication.TOTAL_PASSED


@pytest.mark.parametrize(
    "wrong",
    [issuer_serial(number=1), issuer_serial(issuer=asn1_x509.Name.build({"common_name": "Iná autorita"}))],
    ids=["number", "issuer"],
)
def test_it_wants_issuer_and_number_to_be_the_certificates(wrong):
    assert reasons(signed(before=wrong)) == {"signing-certificate-differs"}


def test_it_does_not_verify_what_it_cannot_transform():
    def odd(root):
        transforms = etree.Element(DS + "Transforms")
        etree.SubElement(
            transforms, DS + "Transform", Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"
        )
        reference(root, "form.xml").insert(0, transforms)

    found = verdict(signed_with_other_words(odd))
    assert found.indication is Indication.INDETERMINATE
    assert "transform-unknown" in found.signatures[0].reasons


def test_it_refuses_a_signature_policy_that_it_does_not_know():
    def policy(root):
        holder = etree.SubElement(the(root, "SignedSignatureProperties"), XADES + "SignaturePolicyIdentifier")
        etree.SubElement(holder, XADES + "SignaturePolicyId")

    found = verdict(signed(before=policy))
    assert found.sub_indication is SubIndication.SIGNATURE_POLICY_NOT_AVAILABLE


def test_it_wants_signature_and_list_to_name_one_type():
    box = signed(present=(File(FORM.name, FORM.data, "text/html"),))
    assert reasons(box) == {"media-type-mismatch"}


def test_it_refuses_too_many_references():
    def many(root):
        original = reference(root, "form.xml")
        for _ in range(limits.MAX_REFERENCES):
            original.addnext(copy.deepcopy(original))

    assert "too-much-work" in reasons(signed(after=many))


def test_it_says_of_any_archive_without_signature_that_it_is_not_signed():
    """An attachment may be such a file: a document of an office program, say."""
    assert {"mimetype-missing", "not-signed"} <= reasons(zips.zipped({"word/document.xml": b"<document/>"}))
