"""The algorithms of XML signatures that are computed, those that are too weak, and the arithmetic.

Which are strong enough: SOG-IS/ETSI TS 119 312; SHA-1 and MD5 are refused before anything is computed
with them. Names: XMLDSig 1.1 §6, RFC 9231.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.x509 import InvalidVersion, load_der_x509_certificate

from matrika.core.verdict import SubIndication
from matrika.core.verdict.words import Reason
from matrika.outside.signatures import certificates
from matrika.outside.signatures.refused import Refused

XMLENC = "http://www.w3.org/2001/04/xmlenc#"
MORE = "http://www.w3.org/2001/04/xmldsig-more#"
MORE_2007 = "http://www.w3.org/2007/05/xmldsig-more#"

DIGESTS: dict[str, Callable[[bytes], Any]] = {
    XMLENC + "sha256": hashlib.sha256,
    MORE + "sha384": hashlib.sha384,
    XMLENC + "sha512": hashlib.sha512,
    MORE_2007 + "sha3-256": hashlib.sha3_256,
    MORE_2007 + "sha3-384": hashlib.sha3_384,
    MORE_2007 + "sha3-512": hashlib.sha3_512,
}
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_PKCS1 = {f"{MORE}rsa-{name}": algorithm for name, algorithm in _HASHES.items()}
_PSS = {f"{MORE_2007}{name}-rsa-MGF1": algorithm for name, algorithm in _HASHES.items()}
_ECDSA = {f"{MORE}ecdsa-{name}": algorithm for name, algorithm in _HASHES.items()}
_WEAK = ("sha1", "md5", "ripemd160", "sha224", "dsa-", "hmac-")


def digest(name: str, octets: bytes) -> bytes:
    """Raises Refused for an algorithm that is weak or not known."""
    if name not in DIGESTS:
        raise _not_computed(name)
    value: bytes = DIGESTS[name](octets).digest()
    return value


def require_made_by(certificate: bytes, method: str, value: bytes, octets: bytes) -> None:
    """Raises Refused unless the certificate's key made this signature value over these octets."""
    if method not in {**_PKCS1, **_PSS, **_ECDSA}:
        raise _not_computed(method)
    try:
        key = load_der_x509_certificate(certificate).public_key()
        if isinstance(key, rsa.RSAPublicKey) and method not in _ECDSA:
            _verify_rsa(key, method, value, octets)
        elif isinstance(key, ec.EllipticCurvePublicKey) and method in _ECDSA:
            key.verify(_der(value, key.curve), octets, ec.ECDSA(_ECDSA[method]))
        else:
            raise Refused(Reason.SIGNATURE_BROKEN, SubIndication.SIG_CRYPTO_FAILURE)
    except (InvalidSignature, InvalidVersion, ValueError, TypeError):
        raise Refused(Reason.SIGNATURE_BROKEN, SubIndication.SIG_CRYPTO_FAILURE) from None
    except UnsupportedAlgorithm:
        raise Refused(Reason.ALGORITHM_UNKNOWN, SubIndication.GENERIC) from None


def _verify_rsa(key: rsa.RSAPublicKey, method: str, value: bytes, octets: bytes) -> None:
    if method in _PKCS1:
        key.verify(value, octets, padding.PKCS1v15(), _PKCS1[method])
    else:
        # RFC 9231 §2.3.10: the salt is as long as the digest, the mask is made with the same hash.
        algorithm = _PSS[method]
        form = padding.PSS(mgf=padding.MGF1(algorithm), salt_length=algorithm.digest_size)
        key.verify(value, octets, form, algorithm)
    if not certificates.is_strong_key(key):
        raise Refused(Reason.KEY_SHORT, SubIndication.CRYPTO_CONSTRAINTS_FAILURE)


def _der(value: bytes, curve: ec.EllipticCurve) -> bytes:
    """RFC 9231 §2.3.6: r and s, each as long as the order of the group. Raises ValueError."""
    size = (curve.key_size + 7) // 8
    if not isinstance(curve, certificates.CURVES):
        raise UnsupportedAlgorithm(curve.name)
    if len(value) != 2 * size:
        raise ValueError("r and s are not of the length of the group's order")
    return encode_dss_signature(int.from_bytes(value[:size], "big"), int.from_bytes(value[size:], "big"))


def _not_computed(name: str) -> Refused:
    lower = name.lower()
    if any(word in lower for word in _WEAK):
        return Refused(Reason.ALGORITHM_WEAK, SubIndication.CRYPTO_CONSTRAINTS_FAILURE)
    return Refused(Reason.ALGORITHM_UNKNOWN, SubIndication.GENERIC)
