"""Certificates that the operator vouches for, from files; and the ones known for the EU's list of lists."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from matrika.trust.refused import Refused
from samllint.text import Text

PEM = b"-----BEGIN CERTIFICATE-----"


def read_signers(path: Path) -> tuple[bytes, ...]:
    """The certificates of a file, PEM (several) or DER (one). Raises Refused, and OSError."""
    content = path.read_bytes()
    try:
        if PEM in content:
            return tuple(map(_der, x509.load_pem_x509_certificates(content)))
        return (_der(x509.load_der_x509_certificate(content)),)
    except ValueError:
        raise Refused(
            Text(sk=f"V súbore {path} nie je certifikát.", en=f"{path} holds no certificate")
        ) from None


def european_signers() -> tuple[bytes, ...]:
    """Who signs the EU's list of lists, as pyHanko's authors took them from the Official Journal."""
    folder = resources.files("pyhanko.sign.validation.qualified") / "lotl-certs"
    return tuple(map(_der, x509.load_pem_x509_certificates((folder / "latest.cert.pem").read_bytes())))


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)
