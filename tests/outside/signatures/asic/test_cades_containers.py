"""R-5.1, R-5.4: containers with CAdES signatures and files signed by themselves, told by their content."""

from __future__ import annotations

import base64
import hashlib

import pytest

from matrika.core.verdict import Indication
from matrika.demo import evidence, xades
from matrika.demo.xades import File
from tests.outside.signatures import cases, zips
from tests.outside.signatures.believer import AT
from tests.outside.signatures.cases import FORM, NOTE, reasons, verdict

SIGNATURE, MANIFEST = "META-INF/signature001.p7s", "META-INF/ASiCManifest001.xml"


def asic_manifest(*files: File, signature: str = SIGNATURE, digest: str = "sha256") -> bytes:
    rows = "".join(
        f'<asic:DataObjectReference URI="{one.name}"><ds:DigestMethod '
        f'Algorithm="http://www.w3.org/2001/04/xmlenc#{digest}"/><ds:DigestValue>'
        f"{base64.b64encode(hashlib.sha256(one.data).digest()).decode()}</ds:DigestValue>"
        "</asic:DataObjectReference>"
        for one in files
    )
    return (
        '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" '
        'xmlns:ds="http://www.w3.org/2000/09/xmldsig#">'
        f'<asic:SigReference URI="{signature}" MimeType="application/pkcs7-signature"/>{rows}'
        "</asic:ASiCManifest>"
    ).encode()


def cms(data: bytes, **how) -> bytes:
    return evidence.signed_data(data, by=cases.person(), detached=True, at=AT, **how)


def boxed(*present: File, manifest: bytes | None = None, signed: bytes | None = None) -> bytes:
    manifest = asic_manifest(FORM) if manifest is None else manifest
    return xades.packed(list(present or (FORM,)), {MANIFEST: manifest, SIGNATURE: cms(signed or manifest)})


def test_it_passes_a_container_with_cades():
    found = verdict(boxed(), expected=FORM.data)
    assert (found.indication, found.signatures[0].covers) == (Indication.TOTAL_PASSED, ("form.xml",))


@pytest.mark.parametrize(
    ("box", "reason"),
    [
        (lambda: boxed(File("form.xml", b"<other/>", FORM.media_type)), "data-changed"),
        (lambda: boxed(FORM, NOTE), "file-not-covered"),
        (lambda: boxed(manifest=asic_manifest(FORM, NOTE)), "reference-not-found"),
        (lambda: boxed(signed=asic_manifest(NOTE)), "data-changed"),
        (lambda: boxed(manifest=asic_manifest()), "asic-manifest-broken"),
        (lambda: boxed(manifest=asic_manifest(FORM, signature="META-INF/gone.p7s")), "asic-manifest-broken"),
        (lambda: boxed(manifest=asic_manifest(FORM, digest="md5")), "algorithm-weak"),
        (lambda: boxed(manifest=b"<!DOCTYPE a []><a/>"), "asic-manifest-broken"),
        (lambda: xades.packed([FORM], {SIGNATURE: cms(FORM.data)}), "asic-manifest-broken"),
    ],
)
def test_it_passes_no_other(box, reason):
    assert reason in reasons(box())
    assert verdict(box()).indication is not Indication.TOTAL_PASSED


def test_it_passes_over_the_list_of_a_time_assertion():
    stamped = {
        "META-INF/ASiCManifest002.xml": asic_manifest(FORM, signature="META-INF/timestamp001.tst"),
        "META-INF/timestamp001.tst": b"token",
    }
    manifest = asic_manifest(FORM)
    box = xades.packed([FORM], {MANIFEST: manifest, SIGNATURE: cms(manifest), **stamped})
    assert verdict(box).indication is Indication.TOTAL_PASSED
    assert verdict(xades.packed([FORM], stamped)).reasons == ("not-signed",)


def simple(data: bytes) -> bytes:
    files = {"mimetype": b"application/vnd.etsi.asic-s+zip", "form.xml": data}
    return zips.zipped({**files, "META-INF/signature.p7s": cms(FORM.data)})


def test_it_passes_a_simple_container_with_cades():
    assert verdict(simple(FORM.data), expected=FORM.data).indication is Indication.TOTAL_PASSED
    assert reasons(simple(b"<other/>")) == {"data-changed"}


def test_it_passes_a_signature_that_holds_what_it_signs():
    found = verdict(evidence.signed_data(b"A letter.", by=cases.person(), at=AT))
    assert (found.indication, found.signatures[0].covers) == (Indication.TOTAL_PASSED, ("",))


def test_it_takes_no_form_that_way():
    content = evidence.signed_data(FORM.data, by=cases.person(), at=AT)
    assert verdict(content, expected=FORM.data).reasons == ("form-absent",)


@pytest.mark.parametrize("content", [b"%PDF-1.7\n%%EOF\n", b"\x30\x82\x01\x00", b"\x30\x80", b"MZ", b"%PDF-"])
def test_it_has_a_verdict_on_whatever_comes(content):
    found = verdict(content)
    assert found.indication is not Indication.TOTAL_PASSED
    assert found.reasons


def test_it_tells_the_kind_by_the_content():
    """A container with a PDF inside is a container, whatever it is called."""
    pdf = File("letter.pdf", b"%PDF-1.7 a letter", "application/pdf")
    assert verdict(cases.signed(files=(pdf,))).indication is Indication.TOTAL_PASSED
