"""R-5.1: containers in which two programs could find two things, or a signature that is out of its place."""

from __future__ import annotations

import struct

import pytest
from lxml import etree

from matrika.core.verdict import Indication
from matrika.demo import evidence, xades
from matrika.demo.xades import File
from matrika.outside.signatures.xades.names import DS
from tests.outside.signatures import cases, zips
from tests.outside.signatures.asic.test_cades_containers import MANIFEST, SIGNATURE, asic_manifest, cms
from tests.outside.signatures.believer import AT
from tests.outside.signatures.cases import FORM, NOTE, reference, signature_file, the, verdict

SIGNED = signature_file()
INNER = cases.signed()
LISTED = asic_manifest(FORM)


def box(*files: File, **more: bytes) -> bytes:
    """The usual container, with further files of META-INF (named without it), or others in their place."""
    inside = {xades.SIGNATURES: SIGNED, **{f"META-INF/{name}": data for name, data in more.items()}}
    return xades.packed(list(files or (FORM,)), inside)


def outcome(content: bytes, **how) -> tuple[Indication, set[str]]:
    found = verdict(content, **how)
    return found.indication, {*found.reasons, *(reason for one in found.signatures for reason in one.reasons)}


def failed(content: bytes, *, because: str) -> None:
    indication, reasons = outcome(content)
    assert indication is not Indication.TOTAL_PASSED
    assert because in reasons


def test_it_finds_signatures_in_meta_inf_alone():
    for name in ("signatures001.xml", "Meta-Inf/signatures001.xml", "META-INF/deeper/signatures001.xml"):
        files = {"mimetype": zips.EXTENDED, "form.xml": FORM.data, name: SIGNED}
        assert outcome(zips.zipped(files))[0] is not Indication.TOTAL_PASSED


def test_it_reads_names_of_signature_files_in_any_case():
    """Two of them that differ in case only are refused before."""
    assert outcome(box(**{"SIGNATURES9.XML": SIGNED}))[0] is Indication.TOTAL_PASSED
    failed(box(**{"Signatures001.xml": SIGNED}), because="zip-duplicate-name")


def test_it_takes_a_container_inside_a_container_for_a_file():
    inner = File("inner.asice", INNER, "application/vnd.etsi.asic-e+zip")
    whole = cases.signed(files=(inner,))
    assert outcome(whole)[0] is Indication.TOTAL_PASSED
    assert outcome(whole, expected=FORM.data) == (Indication.TOTAL_FAILED, {"form-absent"})
    failed(box(FORM, inner), because="file-not-covered")


@pytest.mark.parametrize("name", ["mimetypes", "form.xml.bak", ".hidden", "META-INF.xml"])
def test_it_counts_every_other_file_as_one_that_must_be_signed(name):
    failed(box(FORM, File(name, b"I owe a million.")), because="file-not-covered")


@pytest.mark.parametrize(
    "uri",
    [
        "form.xml#x",
        "form.xml?x",
        "./form.xml",
        "/form.xml",
        "FORM.XML",
        "file:form.xml",
        "mimetype",
    ],
)
def test_it_finds_no_file_by_another_spelling_of_its_name(uri):
    def rename(root):
        reference(root, "form.xml").set("URI", uri)

    failed(
        xades.packed([FORM], {xades.SIGNATURES: signature_file(after=rename)}), because="reference-not-found"
    )


@pytest.mark.parametrize("uri", ["", "#s", "#v", "#xpointer(/)", "#xpointer(id('s'))"])
def test_it_takes_no_part_of_the_signature_file_for_a_file(uri):
    def point(root):
        reference(root, "form.xml").set("URI", uri)

    failed(xades.packed([FORM], {xades.SIGNATURES: signature_file(after=point)}), because="file-not-covered")


def test_it_judges_a_signature_file_beside_a_good_one():
    failed(box(**{"signatures002.xml": b"<x/>"}), because="structure")
    failed(box(**{"signatures002.xml": b"<!DOCTYPE x []><x/>"}), because="xml-doctype")
    other = signature_file(files=(NOTE,))
    failed(box(**{"signatures002.xml": other}), because="reference-not-found")


def test_it_takes_no_empty_list_of_signatures():
    empty = b'<a:XAdESSignatures xmlns:a="http://uri.etsi.org/02918/v1.2.1#"/>'
    failed(box(**{"signatures001.xml": empty}), because="not-signed")


def test_it_judges_a_cades_signature_beside_a_xades_one():
    good = {"ASiCManifest001.xml": LISTED, "signature001.p7s": cms(LISTED)}
    assert outcome(box(**good))[0] is Indication.TOTAL_PASSED
    failed(box(**{**good, "signature001.p7s": cms(b"another list")}), because="data-changed")
    failed(box(**{"signature001.p7s": cms(LISTED)}), because="asic-manifest-broken")


def test_it_takes_no_second_list_for_a_signature_over_the_first():
    more = asic_manifest(FORM, NOTE)
    content = xades.packed(
        [FORM, NOTE], {MANIFEST: LISTED, "META-INF/ASiCManifest002.xml": more, SIGNATURE: cms(LISTED)}
    )
    failed(content, because="data-changed")
    failed(content, because="file-not-covered")


def test_it_takes_no_signature_that_holds_another_list_than_the_one_beside_it():
    inside = evidence.signed_data(asic_manifest(NOTE), by=cases.person(), at=AT)
    failed(xades.packed([FORM], {MANIFEST: LISTED, SIGNATURE: inside}), because="data-changed")


@pytest.mark.parametrize("uri", ["META-INF/signature001.tst", "META-INF/../form.xml", "#x", "", "form.xml"])
def test_it_takes_no_list_that_leads_elsewhere(uri):
    manifest = asic_manifest(FORM, signature=uri)
    content = xades.packed([FORM], {MANIFEST: manifest, SIGNATURE: cms(manifest)})
    assert outcome(content)[0] is not Indication.TOTAL_PASSED


def test_it_takes_no_simple_container_that_is_signed_by_a_list():
    files = {"mimetype": b"application/vnd.etsi.asic-s+zip", FORM.name: FORM.data}
    failed(zips.zipped({**files, MANIFEST: LISTED, SIGNATURE: cms(LISTED)}), because="data-changed")


def test_it_passes_over_comments_that_no_signature_counts():
    """They change nothing that is read: a value that one of them splits is refused or not read at all."""

    def split(name: str):
        def change(root):
            element = the(root, name)
            text, element.text = element.text, element.text[:4]
            comment = etree.Comment("hidden")
            comment.tail = text[4:]
            element.append(comment)

        return change

    time = verdict(cases.signed(after=split("SigningTime")))
    assert (time.indication, time.signatures[0].claimed_at) == (Indication.TOTAL_PASSED, None)
    failed(cases.signed(after=split("MimeType")), because="media-type-mismatch")
    failed(cases.signed(after=split("DigestValue")), because="structure")


def doubled(root):
    first = reference(root, "form.xml")
    other = etree.fromstring(etree.tostring(first))
    other.set("Id", "r-again")
    other.find(DS + "DigestValue").text = xades._text(bytes(32))
    first.addnext(other)


def test_it_takes_no_two_digests_of_one_file():
    failed(cases.signed(after=doubled), because="data-changed")


LOCAL = {
    "version": 4,
    "flags": 6,
    "method": 8,
    "crc": 14,
    "packed": 18,
    "unpacked": 22,
    "name": 26,
    "extra": 28,
}
CENTRAL = {
    "flags": 8,
    "method": 10,
    "crc": 16,
    "packed": 20,
    "unpacked": 24,
    "name": 28,
    "extra": 30,
    "offset": 42,
}


@pytest.mark.parametrize("value", [0, 1, 2, 8, 0x0800, 0xFFFF])
@pytest.mark.parametrize(
    ("magic", "field"),
    [(b"PK\x03\x04", name) for name in LOCAL] + [(b"PK\x01\x02", name) for name in CENTRAL],
)
def test_it_reads_nothing_else_when_the_two_headers_of_a_file_disagree(magic, field, value):
    """Whatever one of them says, the form is read as it was signed, or not at all."""
    data = bytearray(INNER)
    at = data.find(magic, data.find(magic) + 4)  # of the form, which lies behind mimetype
    fields = LOCAL if magic == b"PK\x03\x04" else CENTRAL
    struct.pack_into("<H", data, at + fields[field], value)
    found = verdict(bytes(data), expected=FORM.data)
    assert found.indication is not Indication.TOTAL_PASSED or found.signatures[0].covers == (FORM.name,)


@pytest.mark.parametrize("name", ["META-INF", "meta-inf", "mimetype/form.xml"])
def test_it_takes_no_file_that_is_called_like_a_folder(name: str) -> None:
    """Unpacked, either it or what lies in the folder would not be there to be seen."""
    files = {"mimetype": zips.EXTENDED, name: FORM.data, "META-INF/signatures001.xml": SIGNED}
    failed(zips.zipped(files), because="zip-duplicate-name")


def central(content: bytes, name: bytes, place: int, value: bytes) -> bytes:
    """The archive with other bytes at this place of what its directory says of the file."""
    at = content.rindex(name) - 46 + place
    return content[:at] + value + content[at + len(value) :]


def test_it_takes_no_link_for_a_file():
    """Unpacked, it would show what the reader's own disk has there."""
    form = FORM.name.encode()
    link = struct.pack("<I", 0o120777 << 16)
    failed(central(central(box(), form, 38, link), form, 5, b"\x03"), because="zip-link")
    failed(central(box(), form, 34, b"\x01\x00"), because="zip-broken")


def test_it_takes_no_patch_of_another_file():
    form = FORM.name.encode()
    failed(central(box(), form, 8, b"\x20\x00"), because="zip-method")
