"""The algorithms of CMS signatures that are computed, by OID, and the arithmetic (RFC 5754, RFC 8702).

SHA-1 and MD5 are refused before anything is computed with them (ETSI TS 119 312).
"""

from __future__ import annotations

import hashlib

from asn1crypto import algos
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

from matrika.core.verdict import SubIndication
from matrika.core.verdict.words import Reason
from matrika.outside.signatures import certificates
from matrika.outside.signatures.refused import Refused

_NIST = "2.16.840.1.101.3.4."
_HASHES: dict[str, hashes.HashAlgorithm] = {
    _NIST + "2.1": hashes.SHA256(),
    _NIST + "2.2": hashes.SHA384(),
    _NIST + "2.3": hashes.SHA512(),
    _NIST + "2.8": hashes.SHA3_256(),
    _NIST + "2.9": hashes.SHA3_384(),
    _NIST + "2.10": hashes.SHA3_512(),
}
_WEAK = frozenset(
    {
        "1.3.14.3.2.26",  # SHA-1
        "1.2.840.113549.2.5",  # MD5
        "1.3.36.3.2.1",  # RIPEMD-160
        "1.2.840.113549.1.1.4",  # MD5 with RSA
        "1.2.840.113549.1.1.5",  # SHA-1 with RSA
        "1.3.14.3.2.29",  # the same, by its older name
        "1.2.840.10045.4.1",  # ECDSA with SHA-1
        "1.2.840.10040.4.3",  # DSA with SHA-1
    }
)
_RSA = "1.2.840.113549.1.1.1"  # the digest is the SignerInfo's
_PSS = "1.2.840.113549.1.1.10"
_RSA_WITH = {
    "1.2.840.113549.1.1.11": _NIST + "2.1",
    "1.2.840.113549.1.1.12": _NIST + "2.2",
    "1.2.840.113549.1.1.13": _NIST + "2.3",
    _NIST + "3.14": _NIST + "2.8",
    _NIST + "3.15": _NIST + "2.9",
    _NIST + "3.16": _NIST + "2.10",
}
_ECDSA_WITH = {
    "1.2.840.10045.4.3.2": _NIST + "2.1",
    "1.2.840.10045.4.3.3": _NIST + "2.2",
    "1.2.840.10045.4.3.4": _NIST + "2.3",
    _NIST + "3.10": _NIST + "2.8",
    _NIST + "3.11": _NIST + "2.9",
    _NIST + "3.12": _NIST + "2.10",
}


def digest(oid: str, octets: bytes) -> bytes:
    """Raises Refused for an algorithm that is weak or not known."""
    return hashlib.new(_hash(oid).name, octets).digest()


def verify(
    key: PublicKeyTypes, oid: str, parameters: bytes, digest_oid: str, signature: bytes, octets: bytes
) -> None:
    """Raises Refused unless the key made the signature over the octets, with the digest that is named."""
    algorithm = _hash(digest_oid)
    if oid in _WEAK:
        raise _weak()
    if isinstance(key, ec.EllipticCurvePublicKey) and not isinstance(key.curve, certificates.CURVES):
        raise Refused(Reason.ALGORITHM_UNKNOWN, SubIndication.GENERIC)
    if not certificates.is_strong_key(key):
        raise Refused(Reason.KEY_SHORT, SubIndication.CRYPTO_CONSTRAINTS_FAILURE)
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, octets, _rsa_form(oid, parameters, digest_oid), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey) and _ECDSA_WITH.get(oid) == digest_oid:
            key.verify(signature, octets, ec.ECDSA(algorithm))
        else:
            raise Refused(Reason.ALGORITHM_UNKNOWN, SubIndication.GENERIC)
    except (InvalidSignature, ValueError):
        raise Refused(Reason.SIGNATURE_BROKEN, SubIndication.SIG_CRYPTO_FAILURE) from None
    except UnsupportedAlgorithm:
        raise Refused(Reason.ALGORITHM_UNKNOWN, SubIndication.GENERIC) from None


def _rsa_form(oid: str, parameters: bytes, digest_oid: str) -> padding.AsymmetricPadding:
    if oid == _RSA or _RSA_WITH.get(oid) == digest_oid:
        return padding.PKCS1v15()
    if oid != _PSS:
        raise Refused(Reason.ALGORITHM_UNKNOWN, SubIndication.GENERIC)
    try:
        said = algos.RSASSAPSSParams.load(parameters, strict=True)
        named = said["hash_algorithm"]["algorithm"].dotted
        mask = said["mask_gen_algorithm"]["parameters"]["algorithm"].dotted
        salt = said["salt_length"].native
    except (ValueError, TypeError, KeyError) as error:
        raise Refused(Reason.STRUCTURE) from error
    if named != digest_oid or not 0 <= salt <= 512:
        raise Refused(Reason.STRUCTURE)
    return padding.PSS(padding.MGF1(_hash(mask)), salt)


def _hash(oid: str) -> hashes.HashAlgorithm:
    if oid in _HASHES:
        return _HASHES[oid]
    raise _weak() if oid in _WEAK else Refused(Reason.ALGORITHM_UNKNOWN, SubIndication.GENERIC)


def _weak() -> Refused:
    return Refused(Reason.ALGORITHM_WEAK, SubIndication.CRYPTO_CONSTRAINTS_FAILURE)
