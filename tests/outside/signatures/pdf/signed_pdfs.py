"""PDF documents signed with the demo's certificates, by pyHanko."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pypdf
from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from matrika.demo import authority, evidence
from matrika.demo.authority import Holder, Role
from tests.pki import AT


def plain() -> bytes:
    """One empty page."""
    writer = PdfFileWriter()
    box = generic.ArrayObject(map(generic.NumberObject, (0, 0, 200, 200)))
    content = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.insert_page(PageObject(contents=content, media_box=box))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def encrypted() -> bytes:
    """With a password that nobody was told."""
    writer = pypdf.PdfWriter(io.BytesIO(plain()))
    writer.encrypt("secret")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


class _Stamper(timestamps.TimeStamper):
    """The demo's time-stamping unit as pyHanko wants it."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self.at = at

    async def async_dummy_response(self, md_algorithm: str) -> Any:
        return self._token(b"\0" * 32)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        return self._token(message_digest)

    def _token(self, digest: bytes) -> Any:
        from asn1crypto import cms

        return cms.ContentInfo.load(evidence.time_stamp_of_digest(digest, at=self.at))


def signed(
    document: bytes | None = None,
    *,
    by: Holder | None = None,
    field: str = "Signature1",
    at: datetime | None = AT,
    stamped_at: datetime | None = None,
    **differently: Any,
) -> bytes:
    """A PAdES signature; with `stamped_at`, with a time stamp over it."""
    holder = by or authority.holder(Role.PERSON)
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        use_pades_lta=False,
        **differently,
    )
    signer = signers.PdfSigner(
        metadata, _signer(holder), timestamper=_Stamper(stamped_at) if stamped_at else None
    )
    return signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(document or plain()))).getvalue()


def time_stamped(document: bytes, *, at: datetime) -> bytes:
    """With a document time stamp over everything that is there."""
    stamper = signers.PdfTimeStamper(_Stamper(at))
    return stamper.timestamp_pdf(IncrementalPdfFileWriter(io.BytesIO(document)), "sha256").getvalue()


def with_validation_data(document: bytes, *, crls: tuple[bytes, ...]) -> bytes:
    """With a DSS dictionary."""
    from asn1crypto import crl

    out = io.BytesIO(document)
    DocumentSecurityStore.add_dss(out, None, crls=[crl.CertificateList.load(one) for one in crls])
    return out.getvalue()


def with_referenced_crls(document: bytes) -> bytes:
    """The list of CRLs in the DSS dictionary becomes an object of its own."""
    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    store = writer.root["/DSS"]
    store["/CRLs"] = writer.add_object(store["/CRLs"])
    writer.update_container(store)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_other_page(document: bytes) -> bytes:
    """Somebody puts another content under the signature."""
    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    page, _ = writer.find_page_for_modification(0)
    page.get_object()["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT (paid) Tj ET"))
    writer.update_container(page.get_object())
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _signer(holder: Holder) -> signers.SimpleSigner:
    key = holder.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(
        signing_cert=asn1.Certificate.load(holder.der),
        signing_key=keys.PrivateKeyInfo.load(key),
        cert_registry=SimpleCertificateStore(),
    )
