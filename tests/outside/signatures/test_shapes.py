"""R-5.1: containers as real programs write them, made anew; what of them waits, and why.

Shapes: EU DSS and Autogram, digidoc4j (ASiC-E and BDOC with time mark), Slovak programs with a manifest of
each file, OpenDocument. docs/signatures.md has the same as a table.
"""

from __future__ import annotations

import base64
import copy

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from lxml import etree

from matrika.core.verdict import Indication, Level, SubIndication
from matrika.demo import authority, evidence, xades
from matrika.demo.authority import Role
from matrika.demo.xades import File
from matrika.outside.signatures.xades import references
from matrika.outside.signatures.xades.names import DS
from samllint.canonical import EXCLUSIVE, INCLUSIVE
from tests.outside.signatures import cases, letters, zips
from tests.outside.signatures.believer import AT, STAMPED_AT, Believer
from tests.outside.signatures.cases import FORM, NOTE, XADES, reference, signature_file, signed, the, verdict
from tests.outside.signatures.test_algorithms import Key

XADES_141 = "{http://uri.etsi.org/01903/v1.4.1#}"
PASSED = (Indication.TOTAL_PASSED, None)


def outcome(content: bytes, **how) -> tuple[Indication, SubIndication | None]:
    found = verdict(content, **how)
    return found.indication, found.sub_indication


def unsigned_properties(root: etree._Element) -> etree._Element:
    return the(root, "UnsignedSignatureProperties")


@pytest.mark.parametrize("canonicalisation", [EXCLUSIVE, INCLUSIVE])
@pytest.mark.parametrize(
    "media_type", ["application/pdf", "application/vnd.gov.sk.xmldatacontainer+xml; charset=UTF-8"]
)
def test_it_passes_what_autogram_writes(canonicalisation, media_type):
    file = File("Žiadosť o zápis.xdcf", FORM.data, media_type)
    content = signed(files=(file,), canonicalisation=canonicalisation, stamped_at=STAMPED_AT)
    found = verdict(content, expected=FORM.data)
    assert (found.indication, found.signatures[0].level) == (Indication.TOTAL_PASSED, Level.T)


def with_validation_data(root: etree._Element) -> None:
    """Level LT as EU DSS has it since 6.0: the signature's own data, and the time stamp's apart from them."""
    holder = unsigned_properties(root)
    values = etree.SubElement(holder, XADES + "CertificateValues")
    encapsulated = etree.SubElement(values, XADES + "EncapsulatedX509Certificate")
    encapsulated.text = base64.b64encode(authority.issuer().der).decode()
    group = etree.SubElement(etree.SubElement(holder, XADES + "RevocationValues"), XADES + "CRLValues")
    etree.SubElement(group, XADES + "EncapsulatedCRLValue").text = base64.b64encode(b"list").decode()
    apart = etree.SubElement(holder, XADES_141 + "TimeStampValidationData")
    apart.append(copy.deepcopy(values))
    etree.SubElement(apart, XADES + "RevocationValues").append(copy.deepcopy(group))


def with_archive_time_stamp(root: etree._Element) -> None:
    with_validation_data(root)
    stamp = etree.SubElement(unsigned_properties(root), XADES_141 + "ArchiveTimeStamp")
    etree.SubElement(stamp, DS + "CanonicalizationMethod", Algorithm=EXCLUSIVE)
    etree.SubElement(stamp, XADES + "EncapsulatedTimeStamp").text = base64.b64encode(b"token").decode()


@pytest.mark.parametrize("change", [with_validation_data, with_archive_time_stamp])
def test_it_passes_levels_lt_and_lta_of_xades(change):
    found = verdict(signed(stamped_at=STAMPED_AT, after=change))
    assert (found.indication, found.signatures[0].level) == (Indication.TOTAL_PASSED, Level.LT)
    assert found.signatures[0].reasons == ()


def test_it_says_that_it_reads_no_archive_time_stamp_when_that_might_have_helped():
    content = signed(stamped_at=STAMPED_AT, after=with_archive_time_stamp)
    found = verdict(content, trust=Believer(revoked=True))
    assert found.indication is not Indication.TOTAL_PASSED
    assert found.signatures[0].reasons == ("revoked", "archive-time-stamp-unread")


def test_it_passes_two_signatures_side_by_side():
    """EU DSS writes a file for each; both may stand in one as well."""
    seal = signature_file(by=authority.holder(Role.SEAL))
    files = {"META-INF/signatures001.xml": signature_file(), "META-INF/signatures002.xml": seal}
    found = verdict(xades.packed([FORM], files), expected=FORM.data)
    assert (found.indication, len(found.signatures)) == (Indication.TOTAL_PASSED, 2)
    assert [one.signatory.common_name for one in found.signatures] == ["Anyone", "Anyone"]


def test_it_judges_each_of_two_signatures_by_itself():
    other = signature_file(
        by=authority.holder(Role.SEAL), after=lambda root: the(root, "SigningTime").clear()
    )
    files = {"META-INF/signatures001.xml": signature_file(), "META-INF/signatures002.xml": other}
    found = verdict(xades.packed([FORM], files))
    assert [one.indication for one in found.signatures] == [Indication.TOTAL_PASSED, Indication.TOTAL_FAILED]
    assert found.indication is Indication.TOTAL_FAILED


def test_it_passes_a_simple_container_with_xades():
    simple = {
        "mimetype": b"application/vnd.etsi.asic-s+zip",
        FORM.name: FORM.data,
        "META-INF/signatures.xml": signature_file(),
    }
    assert outcome(zips.zipped(simple), expected=FORM.data) == PASSED


@pytest.mark.parametrize(
    "namespace", ["http://uri.etsi.org/02918/v1.1.1#", "http://uri.etsi.org/2918/v1.2.1#"]
)
def test_it_passes_the_older_names_of_the_signature_file(namespace):
    data = signature_file(canonicalisation=EXCLUSIVE).replace(
        b"http://uri.etsi.org/02918/v1.2.1#", namespace.encode()
    )
    assert outcome(xades.packed([FORM], {xades.SIGNATURES: data})) == PASSED


def test_it_passes_over_files_that_programs_keep_in_meta_inf():
    files = {
        xades.SIGNATURES: signature_file(),
        "META-INF/metadata.xml": b"<m/>",
        "META-INF/program.txt": b"?",
    }
    found = verdict(xades.packed([FORM], files))
    assert (found.indication, found.reasons) == (Indication.TOTAL_PASSED, ("meta-inf-unknown",))


def policy(identifier: str):
    def change(root: etree._Element) -> None:
        holder = etree.SubElement(the(root, "SignedSignatureProperties"), XADES + "SignaturePolicyIdentifier")
        chosen = etree.SubElement(holder, XADES + "SignaturePolicyId")
        named = etree.SubElement(etree.SubElement(chosen, XADES + "SigPolicyId"), XADES + "Identifier")
        named.set("Qualifier", "OIDAsURN")
        named.text = f"urn:oid:{identifier}"

    return change


@pytest.mark.parametrize("identifier", ["1.3.6.1.4.1.10015.1000.3.2.1", "1.3.158.36061701.1.2.2"])
def test_it_leaves_an_explicit_policy_to_a_person(identifier):
    """BDOC with a time mark instead of a time stamp, and Slovak signatures from before 2016."""
    found = verdict(signed(before=policy(identifier)))
    assert (found.indication, found.sub_indication) == (
        Indication.INDETERMINATE,
        SubIndication.SIGNATURE_POLICY_NOT_AVAILABLE,
    )
    assert found.signatures[0].reasons == ("policy-unknown",)


def test_it_passes_an_implied_policy():
    def implied(root: etree._Element) -> None:
        holder = etree.SubElement(the(root, "SignedSignatureProperties"), XADES + "SignaturePolicyIdentifier")
        etree.SubElement(holder, XADES + "SignaturePolicyImplied")

    assert outcome(signed(before=implied)) == PASSED


def test_it_passes_other_signed_properties():
    """Place, role and commitment are the signatory's words; they change nothing."""

    def add(root: etree._Element) -> None:
        properties = the(root, "SignedSignatureProperties")
        place = etree.SubElement(properties, XADES + "SignatureProductionPlaceV2")
        etree.SubElement(place, XADES + "City").text = "Košice"
        roles = etree.SubElement(etree.SubElement(properties, XADES + "SignerRoleV2"), XADES + "ClaimedRoles")
        etree.SubElement(roles, XADES + "ClaimedRole").text = "konateľ"

    assert outcome(signed(before=add)) == PASSED


def by_manifests(root: etree._Element) -> None:
    """A manifest for each file, and references to KeyInfo and to signature properties as well."""
    the(root, "KeyInfo").set("Id", "k")
    properties = etree.SubElement(
        etree.SubElement(root[0], DS + "Object"), DS + "SignatureProperties", Id="sp"
    )
    etree.SubElement(properties, DS + "SignatureProperty", Target="#s").text = "application/zip"
    for number, file in enumerate((FORM, NOTE)):
        to_file = reference(root, file.name)
        manifest = etree.SubElement(
            etree.SubElement(root[0], DS + "Object"), DS + "Manifest", Id=f"m{number}"
        )
        to_manifest = copy.deepcopy(to_file)
        names = {"URI": f"#m{number}", "Type": DS[1:-1] + "Manifest", "Id": f"to-m{number}"}
        to_manifest.attrib.update(names)
        to_file.addprevious(to_manifest)
        to_file[-1].text = xades._text(xades._digest(file.data))
        manifest.append(to_file)
    for uri in ("#k", "#sp"):
        one = copy.deepcopy(reference(root, "#m0"))
        del one.attrib["Type"]
        one.attrib.update({"URI": uri, "Id": f"to-{uri[1:]}"})
        reference(root, "#m0").addprevious(one)


def test_it_passes_a_manifest_for_each_file():
    found = verdict(signed(files=(FORM, NOTE), before=by_manifests))
    assert (found.indication, found.signatures[0].covers) == (
        Indication.TOTAL_PASSED,
        ("form.xml", "note.txt"),
    )


def test_it_fails_a_file_that_is_not_the_one_of_its_manifest():
    changed = File(NOTE.name, b"Another note.", NOTE.media_type)
    found = verdict(signed(files=(FORM, NOTE), present=(FORM, changed), before=by_manifests))
    assert (found.indication, found.sub_indication) == (Indication.TOTAL_FAILED, SubIndication.HASH_FAILURE)


@pytest.mark.parametrize("curve", [ec.BrainpoolP256R1, ec.BrainpoolP384R1, ec.BrainpoolP512R1])
def test_it_passes_the_curves_of_german_authorities(curve):
    by = Key(ec.generate_private_key(curve()), hashes.SHA256())
    assert outcome(signed(by=by)) == PASSED


def test_it_leaves_other_curves_to_a_person():
    by = Key(ec.generate_private_key(ec.SECP256K1()), hashes.SHA256())
    found = verdict(signed(by=by))
    assert (found.indication, found.signatures[0].reasons) == (
        Indication.INDETERMINATE,
        ("algorithm-unknown",),
    )


def test_it_leaves_an_open_document_to_a_person():
    box = zips.zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": b"<office/>",
            "META-INF/manifest.xml": zips.manifest("content.xml"),
            "META-INF/documentsignatures.xml": b'<document-signatures xmlns="urn:x"/>',
        }
    )
    found = verdict(box)
    assert (found.indication, found.reasons) == (Indication.INDETERMINATE, ("open-document",))


@pytest.mark.parametrize("prefix", ["ds", "dsig", "sig-1"])
def test_it_knows_the_transform_of_enveloped_signatures_by_any_prefix(prefix):
    # lxml drops a second prefix for one namespace when it moves an element: the step stands alone here.
    step = f"""<Transform xmlns="{DS[1:-1]}" xmlns:{prefix}="{DS[1:-1]}" Algorithm="{letters.XPATH}">
        <XPath>not(ancestor-or-self::{prefix}:Signature)</XPath></Transform>"""
    assert references._cuts_all_signatures(etree.fromstring(step))


@pytest.mark.parametrize(
    "expression",
    [
        '<ds:XPath xmlns:other="urn:other">not(ancestor-or-self::other:Signature)</ds:XPath>',
        "<ds:XPath>not(ancestor-or-self::none:Signature)</ds:XPath>",
        "<ds:XPath>not(ancestor-or-self::ds:Signature) and not(self::text)</ds:XPath>",
        "<ds:XPath>true()</ds:XPath>",
    ],
)
def test_it_waits_for_other_transforms(expression):
    found = verdict(letters.enveloped_by(letters.step(letters.XPATH, expression)))
    assert found.indication is Indication.INDETERMINATE
    assert "transform-unknown" in found.signatures[0].reasons


def test_it_passes_a_signature_in_the_encoding_of_streams():
    """BER with indefinite lengths and the content in pieces, as OpenSSL and Bouncy Castle stream it."""
    whole = evidence.signed_data(b"A long letter.", by=cases.person(), at=AT)
    assert outcome(letters.in_pieces(whole, b"A long letter.")) == PASSED
    assert outcome(letters.in_pieces(whole, b"A long litter.")) != PASSED
