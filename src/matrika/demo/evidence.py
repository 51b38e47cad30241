"""What the demo authority says about certificates and instants: CRL, OCSP responses, time stamps."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from asn1crypto import cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509 import ocsp

from matrika.demo import authority
from matrika.demo.authority import Holder

LIFETIME = timedelta(days=7)
POLICY = "1.3.6.1.4.1.32473.1.1"  # 32473 is reserved for examples (RFC 5612)
CONTENT_TYPE_DER: bytes = core.ObjectIdentifier("1.2.840.113549.1.9.3").dump()  # the first signed attribute
POLICY_DER: bytes = core.ObjectIdentifier(POLICY).dump()


def crl(
    *,
    at: datetime,
    revoked: Mapping[x509.Certificate, datetime] | None = None,
    reason: x509.ReasonFlags | None = None,
    by: Holder | None = None,
    lifetime: timedelta = LIFETIME,
    extension: x509.ExtensionType | None = None,
) -> bytes:
    """DER of a CRL issued at `at`. `revoked`: certificate → since when. `extension`: one more, critical."""
    issuer = by or authority.issuer()
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(at)
        .next_update(at + lifetime)
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
    )
    if extension is not None:
        builder = builder.add_extension(extension, critical=True)
    for certificate, since in (revoked or {}).items():
        entry = (
            x509.RevokedCertificateBuilder().serial_number(certificate.serial_number).revocation_date(since)
        )
        if reason is not None:
            entry = entry.add_extension(x509.CRLReason(reason), critical=False)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def ocsp_response(
    certificate: x509.Certificate,
    *,
    at: datetime,
    revoked_at: datetime | None = None,
    by: Holder | None = None,
    issuer: Holder | None = None,
    lifetime: timedelta = LIFETIME,
) -> bytes:
    """DER of an OCSPResponse produced at `at`; good unless `revoked_at` is given."""
    responder = by or authority.ocsp_responder()
    authority_of_it = issuer or authority.issuer()
    builder = (
        ocsp.OCSPResponseBuilder()
        .add_response(
            cert=certificate,
            issuer=authority_of_it.certificate,
            algorithm=hashes.SHA256(),
            cert_status=ocsp.OCSPCertStatus.REVOKED if revoked_at else ocsp.OCSPCertStatus.GOOD,
            this_update=at,
            next_update=at + lifetime,
            revocation_time=revoked_at,
            revocation_reason=x509.ReasonFlags.key_compromise if revoked_at else None,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, responder.certificate)
    )
    if responder.certificate != authority_of_it.certificate:
        builder = builder.certificates([responder.certificate])
    return builder.sign(responder.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def time_stamp(
    data: bytes,
    *,
    at: datetime,
    by: Holder | None = None,
    algorithm: str = "sha256",
) -> bytes:
    """DER of an RFC 3161 TimeStampToken over `data`, with the unit's certificate inside."""
    return time_stamp_of_digest(hashlib.new(algorithm, data).digest(), at=at, by=by, algorithm=algorithm)


def time_stamp_of_digest(
    digest: bytes, *, at: datetime, by: Holder | None = None, algorithm: str = "sha256"
) -> bytes:
    """The same, for who only knows the digest."""
    info = tsp.TSTInfo(
        {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": {"hash_algorithm": {"algorithm": algorithm}, "hashed_message": digest},
            "serial_number": int.from_bytes(digest[:8], "big") + 1,
            "gen_time": at.astimezone(UTC).replace(microsecond=0),
        }
    ).dump()
    return signed_data(info, content_type="tst_info", by=by or authority.time_stamping_unit())


def signed_data(
    content: bytes,
    *,
    by: Holder,
    content_type: str = "data",
    detached: bool = False,
    at: datetime | None = None,
    certificates: tuple[Holder, ...] = (),
    stamped_at: datetime | None = None,
) -> bytes:
    """DER of a CMS SignedData with ESSCertIDv2: CAdES-B, with `stamped_at` CAdES-T."""
    signed = _attributes(content, content_type, by, at)
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": _issuer_and_serial(by)}),
            "digest_algorithm": {"algorithm": "sha256"},
            "signed_attrs": signed,
            "signature_algorithm": {"algorithm": _algorithm(by)},
            "signature": by.sign(signed.dump()),
        }
    )
    if stamped_at is not None:
        token = cms.ContentInfo.load(time_stamp(signer["signature"].native, at=stamped_at))
        signer["unsigned_attrs"] = cms.CMSAttributes([_attribute("signature_time_stamp_token", token)])
    encapsulated: dict[str, object] = {"content_type": content_type}
    if not detached:
        kind = core.OctetString if content_type == "data" else core.ParsableOctetString
        encapsulated["content"] = kind(content)
    return _wrapped(encapsulated, signer, (by, *certificates))


def _wrapped(encapsulated: dict[str, object], signer: cms.SignerInfo, holders: tuple[Holder, ...]) -> bytes:
    body = cms.SignedData(
        {
            "version": "v1" if encapsulated["content_type"] == "data" else "v3",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": encapsulated,
            "certificates": [asn1_x509.Certificate.load(one.der) for one in holders],
            "signer_infos": [signer],
        }
    )
    whole: bytes = cms.ContentInfo({"content_type": "signed_data", "content": body}).dump()
    return whole


def _attributes(content: bytes, content_type: str, by: Holder, at: datetime | None) -> cms.CMSAttributes:
    certificate_id = tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(by.der).digest()})
    attributes = [
        _attribute("content_type", cms.ContentType(content_type)),
        _attribute("message_digest", core.OctetString(hashlib.sha256(content).digest())),
        _attribute("signing_certificate_v2", tsp.SigningCertificateV2({"certs": [certificate_id]})),
    ]
    if at is not None:
        moment = at.astimezone(UTC).replace(microsecond=0)
        attributes.append(_attribute("signing_time", cms.Time({"utc_time": moment})))
    return cms.CMSAttributes(attributes)


def _attribute(name: str, value: core.Asn1Value) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": name, "values": [value]})


def _issuer_and_serial(by: Holder) -> cms.IssuerAndSerialNumber:
    name = asn1_x509.Name.load(by.certificate.issuer.public_bytes())
    return cms.IssuerAndSerialNumber({"issuer": name, "serial_number": by.certificate.serial_number})


def _algorithm(by: Holder) -> str:
    return "sha256_rsa" if isinstance(by.key, rsa.RSAPrivateKey) else "sha256_ecdsa"
