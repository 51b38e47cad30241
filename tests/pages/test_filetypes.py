"""What a file is, is told by its content; and what may be attached is a short list (guide §6.1/5, R-5.4)."""

from __future__ import annotations

import io
import zipfile

import pytest

from matrika.core.attachments import ENDINGS, MAY_BE_SIGNED, PICTURES, is_accepted
from matrika.demo import authority, evidence
from matrika.demo.authority import Role
from matrika.pages.filetypes import UNKNOWN, ZIP, content_type, named
from tests.pki import AT


def container(media_type: str, *, extra: bytes = b"", stored: bool = True) -> bytes:
    """A ZIP file that begins with an entry "mimetype"."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        first = zipfile.ZipInfo("mimetype")
        first.extra = extra
        first.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        archive.writestr(first, media_type)
    return made.getvalue()


ASIC_E = "application/vnd.etsi.asic-e+zip"
SIGNED_XML = b'\xef\xbb\xbf<?xml version="1.0"?><a><S xmlns="http://www.w3.org/2000/09/xmldsig#"/></a>'


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7 \xe2\xe3", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0JFIF", "image/jpeg"),
        (container(ASIC_E), ASIC_E),
        (container(ASIC_E, extra=b"\xca\xfe\x00\x00"), ASIC_E),
        (container("application/vnd.etsi.asic-s+zip"), "application/vnd.etsi.asic-s+zip"),
        (evidence.signed_data(b"power", by=authority.holder(Role.PERSON), at=AT), "application/pkcs7-mime"),
        (SIGNED_XML, "application/xml"),
    ],
)
def test_it_knows_what_may_come_with_a_filing(content, found):
    assert content_type(content) == found
    assert is_accepted(found)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", UNKNOWN),
        (b"MZ\x90\x00", UNKNOWN),
        (b"\x7fELF", UNKNOWN),
        (b"<html><script>alert(1)</script>", UNKNOWN),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', UNKNOWN),
        (b"<splnomocnenie/>", UNKNOWN),
        (b" %PDF-1.7", UNKNOWN),
        (b"\x30\x03\x02\x01\x01", UNKNOWN),
        (container("application/vnd.oasis.opendocument.text"), ZIP),
        (container(ASIC_E, stored=False), ZIP),
        (b"PK\x03\x04", ZIP),
    ],
)
def test_it_refuses_everything_else(content, found):
    assert content_type(content) == found
    assert not is_accepted(found)


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("splnomocnenie.pdf", b"%PDF-1.7", "splnomocnenie.pdf"),
        ("SPLNOMOCNENIE.PDF", b"%PDF-1.7", "SPLNOMOCNENIE.PDF"),
        ("splnomocnenie.exe", b"%PDF-1.7", "splnomocnenie.exe.pdf"),
        ("sken", b"\xff\xd8\xff", "sken.jpg"),
        ("../../listina.sce", container(ASIC_E), "listina.sce"),
        ("\u202efdp.exe", b"%PDF-1.7", "_fdp.exe.pdf"),
    ],
)
def test_it_names_a_file_by_what_it_is(name, content, kept):
    assert named(name, content) == kept


def test_it_verifies_whatever_can_be_signed():
    assert set(ENDINGS) == MAY_BE_SIGNED | PICTURES
