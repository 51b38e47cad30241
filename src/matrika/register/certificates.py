"""Metadata → the certificates that the register enters, one by one (R-7.3)."""

from __future__ import annotations

from matrika.register.versions import CertificateFacts
from samllint import document
from samllint.certificate import Certificate
from samllint.distinguished_name import distinguished_name
from samllint.unreadable import Unreadable


def in_metadata(metadata: bytes) -> tuple[CertificateFacts, ...]:
    """The certificates of the SP role in document order; what cannot be read is left out.

    Raises samllint.unreadable.Unreadable.
    """
    return tuple(
        _facts(embedded.certificate, key_descriptor.use)
        for key_descriptor in document.load(metadata).key_descriptors()
        for embedded in key_descriptor.certificates
        if embedded.certificate is not None
    )


def fingerprints(metadata: bytes) -> tuple[str, ...]:
    """The certificates' fingerprints; none for a document that cannot be read."""
    try:
        return tuple(facts.fingerprint for facts in in_metadata(metadata))
    except Unreadable:
        return ()


def _facts(certificate: Certificate, use: str | None) -> CertificateFacts:
    return CertificateFacts(
        use=use or "both",
        der=certificate.der,
        fingerprint=certificate.fingerprint,
        serial_number=certificate.serial_number,
        subject=distinguished_name(certificate.subject),
        not_before=certificate.not_before,
        not_after=certificate.not_after,
        key_digest=certificate.key_digest,
    )
