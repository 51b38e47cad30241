"""Writes ASiC-E containers with XAdES signatures, for trying and for tests (EN 319 132-1, B, T and LT).

Real containers by worthless keys (`authority`): they pass where the demo's trusted list was imported,
and nowhere else.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from asn1crypto import tsp, x509
from lxml import etree

from matrika.demo import authority, evidence
from matrika.outside.signatures.asic.container import EXTENDED, MANIFEST, MIMETYPE
from samllint import canonical
from samllint.canonical import EXCLUSIVE, INCLUSIVE, METHODS

SIGNATURES = "META-INF/signatures001.xml"
_DS = "{http://www.w3.org/2000/09/xmldsig#}"
_XADES = "{http://uri.etsi.org/01903/v1.3.2#}"
_SHA_256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same input makes the same container


class Signer(Protocol):
    """Whose signature it becomes; `authority.Holder` is one."""

    @property
    def der(self) -> bytes: ...

    def sign_raw(self, data: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class File:
    """One file to be signed."""

    name: str
    data: bytes
    media_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Manner:
    """How it is signed. What is not said is what Autogram does."""

    method: str = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
    canonicalisation: str = INCLUSIVE
    stamped_at: datetime | None = None  # makes it level T
    revocation: tuple[tuple[str, bytes], ...] = ()  # ("CRL" or "OCSP", DER): with a stamp, level LT
    change: Callable[[etree._Element], None] | None = None  # what tests do to it before it is signed


USUAL = Manner()
RSA = Manner(method="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")


def container(files: list[File], *, by: Signer, at: datetime, manner: Manner = USUAL) -> bytes:
    """An ASiC-E container with these files and one signature over all of them."""
    signature = signatures(files, by=by, at=at, manner=manner)
    return packed(files, {SIGNATURES: signature})


def packed(
    files: list[File], meta_inf: Mapping[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """The ZIP archive: mimetype first and stored, data files, META-INF."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(zipfile.ZipInfo(MIMETYPE, _EPOCH), EXTENDED, zipfile.ZIP_STORED)
        contents = {**{one.name: one.data for one in files}, MANIFEST: manifest(files), **meta_inf}
        for name, data in contents.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, compression)
    return target.getvalue()


def manifest(files: list[File]) -> bytes:
    """META-INF/manifest.xml (OpenDocument 1.2 part 3)."""
    rows = "".join(
        f"<manifest:file-entry manifest:full-path={quoteattr(name)} manifest:media-type={quoteattr(kind)}/>"
        for name, kind in [("/", EXTENDED), *((one.name, one.media_type) for one in files)]
    )
    namespace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    opening = f'<manifest:manifest xmlns:manifest="{namespace}" manifest:version="1.2">'
    return f"{opening}{rows}</manifest:manifest>".encode()


def signatures(files: list[File], *, by: Signer, at: datetime, manner: Manner = USUAL) -> bytes:
    """The signature file."""
    root = etree.fromstring(_template(files, by, at, manner))  # noqa: TID251 — it was just written
    if manner.change is not None:
        manner.change(root)
    contents = {quote(one.name): one.data for one in files}
    for reference in root.iter(_DS + "Reference"):
        reference[-1].text = _text(_digest(_referred(reference, contents, root)))
    info = next(root.iter(_DS + "SignedInfo"))
    octets = canonical.subtree(info, METHODS[info[0].get("Algorithm", "")])
    value = next(root.iter(_DS + "SignatureValue"))
    value.text = _text(by.sign_raw(octets))
    if manner.stamped_at is not None:
        token = evidence.time_stamp(canonical.subtree(value, METHODS[EXCLUSIVE]), at=manner.stamped_at)
        _append_unsigned(root, token, manner)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _referred(reference: etree._Element, contents: dict[str, bytes], root: etree._Element) -> bytes:
    """The octets that a reference of ours speaks about: a file, or the canonical form of an element."""
    uri = reference.get("URI", "")
    if not uri.startswith("#"):
        return contents[uri]
    element = next(each for each in root.iter("*") if each.get("Id") == uri[1:])
    step = next(reference.iter(_DS + "Transform"), None)
    return canonical.subtree(element, METHODS[INCLUSIVE if step is None else step.get("Algorithm", "")])


def _template(files: list[File], by: Signer, at: datetime, manner: Manner) -> str:
    """The signature with every digest and value yet empty."""
    references = "".join(
        f'<ds:Reference Id="r-{n}" URI={quoteattr(quote(one.name))}><ds:DigestMethod Algorithm="{_SHA_256}"/>'
        "<ds:DigestValue/></ds:Reference>"
        for n, one in enumerate(files)
    )
    formats = "".join(
        f'<xades:DataObjectFormat ObjectReference="#r-{n}"><xades:MimeType>{escape(one.media_type)}'
        "</xades:MimeType></xades:DataObjectFormat>"
        for n, one in enumerate(files)
    )
    return (
        '<asic:XAdESSignatures xmlns:asic="http://uri.etsi.org/02918/v1.2.1#">'
        f'<ds:Signature xmlns:ds="{_DS[1:-1]}" Id="s"><ds:SignedInfo>'
        f'<ds:CanonicalizationMethod Algorithm="{manner.canonicalisation}"/>'
        f'<ds:SignatureMethod Algorithm="{manner.method}"/>{references}'
        '<ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#p"><ds:Transforms>'
        f'<ds:Transform Algorithm="{manner.canonicalisation}"/></ds:Transforms>'
        f'<ds:DigestMethod Algorithm="{_SHA_256}"/><ds:DigestValue/></ds:Reference></ds:SignedInfo>'
        '<ds:SignatureValue Id="v"/>'
        f"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{_text(by.der)}</ds:X509Certificate>"
        f"<ds:X509Certificate>{_text(authority.issuer().der)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
        f'<ds:Object><xades:QualifyingProperties xmlns:xades="{_XADES[1:-1]}" Target="#s">'
        '<xades:SignedProperties Id="p"><xades:SignedSignatureProperties>'
        f"<xades:SigningTime>{at:%Y-%m-%dT%H:%M:%SZ}</xades:SigningTime>"
        f'<xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm="{_SHA_256}"/>'
        f"<ds:DigestValue>{_text(_digest(by.der))}</ds:DigestValue></xades:CertDigest>"
        f"<xades:IssuerSerialV2>{_text(_issuer_serial(by.der))}</xades:IssuerSerialV2></xades:Cert>"
        "</xades:SigningCertificateV2></xades:SignedSignatureProperties>"
        f"<xades:SignedDataObjectProperties>{formats}</xades:SignedDataObjectProperties>"
        "</xades:SignedProperties></xades:QualifyingProperties></ds:Object></ds:Signature></asic:XAdESSignatures>"
    )


def _append_unsigned(root: etree._Element, token: bytes, manner: Manner) -> None:
    holder = next(root.iter(_XADES + "QualifyingProperties"))
    unsigned = etree.SubElement(
        etree.SubElement(holder, _XADES + "UnsignedProperties"), _XADES + "UnsignedSignatureProperties"
    )
    stamp = etree.SubElement(unsigned, _XADES + "SignatureTimeStamp")
    etree.SubElement(stamp, _DS + "CanonicalizationMethod", Algorithm=EXCLUSIVE)
    etree.SubElement(stamp, _XADES + "EncapsulatedTimeStamp").text = _text(token)
    if manner.revocation:
        values = etree.SubElement(unsigned, _XADES + "RevocationValues")
        for kind, data in manner.revocation:
            group = etree.SubElement(values, f"{_XADES}{kind}Values")
            etree.SubElement(group, f"{_XADES}Encapsulated{kind}Value").text = _text(data)


def _issuer_serial(certificate: bytes) -> bytes:
    """DER of an RFC 5035 IssuerSerial, which EU DSS, and so Autogram, always writes."""
    parsed = x509.Certificate.load(certificate)
    issuer = x509.GeneralName("directory_name", parsed.issuer)
    encoded: bytes = tsp.IssuerSerial({"issuer": [issuer], "serial_number": parsed.serial_number}).dump()
    return encoded


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
