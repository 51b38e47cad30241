"""The few DER structures that the demo authority needs and `cryptography` does not write."""

from __future__ import annotations

from asn1crypto import core
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

# EN 319 412-5 §4
QC_COMPLIANCE = "0.4.0.1862.1.1"
QC_SSCD = "0.4.0.1862.1.4"
QC_TYPE = "0.4.0.1862.1.6"
QC_TYPE_ESIGN = "0.4.0.1862.1.6.1"
QC_TYPE_ESEAL = "0.4.0.1862.1.6.2"
QC_STATEMENTS = x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3")
P256_BYTES = 32

Statement = str | tuple[str, str]


def qc_type(purpose: str) -> Statement:
    return QC_TYPE, purpose


def qc_statements(*statements: Statement) -> x509.UnrecognizedExtension:
    """The extension of RFC 3739 §3.2.6."""
    return x509.UnrecognizedExtension(QC_STATEMENTS, sequence(*map(_statement, statements)))


def _statement(statement: Statement) -> bytes:
    if isinstance(statement, str):
        return sequence(_oid(statement))
    kind, purpose = statement
    return sequence(_oid(kind), sequence(_oid(purpose)))


def sequence(*parts: bytes) -> bytes:
    """SEQUENCE of what is DER already."""
    content = b"".join(parts)
    return b"\x30" + _length(len(content)) + content


def _length(count: int) -> bytes:
    if count < 0x80:
        return bytes([count])
    size = (count.bit_length() + 7) // 8
    return bytes([0x80 | size]) + count.to_bytes(size, "big")


def _oid(dotted: str) -> bytes:
    encoded: bytes = core.ObjectIdentifier(dotted).dump()
    return encoded


def r_and_s(signature: bytes) -> bytes:
    """An ECDSA signature over P-256 from DER to r ‖ s."""
    return b"".join(number.to_bytes(P256_BYTES, "big") for number in decode_dss_signature(signature))
