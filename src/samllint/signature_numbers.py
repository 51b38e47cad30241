"""The arithmetic of a signature: RSA over SignedInfo, a digest over what it refers to."""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidSignature as NotVerified
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509 import load_der_x509_certificate

from samllint import canonical
from samllint.certificate import Certificate
from samllint.signature_kinds import Signed

SIGNATURE_METHODS: dict[str, hashes.HashAlgorithm] = {
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256": hashes.SHA256(),
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512": hashes.SHA512(),
}
DIGEST_METHODS = {
    "http://www.w3.org/2001/04/xmlenc#sha256": hashlib.sha256,
    "http://www.w3.org/2001/04/xmldsig-more#sha384": hashlib.sha384,
    "http://www.w3.org/2001/04/xmlenc#sha512": hashlib.sha512,
}


def signer_among(signed: Signed, octets: bytes, keys: list[Certificate]) -> Certificate | None:
    """The first certificate whose key made the signature value over these octets of SignedInfo."""
    return next((certificate for certificate in keys if _made_by(certificate, signed, octets)), None)


def digest_matches(signed: Signed) -> bool:
    octets = canonical.without_signature(
        signed.element, signed.content_method, whole_document=signed.whole_document
    )
    return DIGEST_METHODS[signed.digest_method](octets).digest() == signed.digest


def _made_by(certificate: Certificate, signed: Signed, octets: bytes) -> bool:
    try:
        key = load_der_x509_certificate(certificate.der).public_key()
        if not isinstance(key, rsa.RSAPublicKey):
            return False
        key.verify(signed.value, octets, padding.PKCS1v15(), SIGNATURE_METHODS[signed.signature_method])
    except (NotVerified, ValueError, UnsupportedAlgorithm):
        return False
    return True
