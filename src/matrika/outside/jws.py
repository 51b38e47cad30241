"""JSON Web Signatures in compact form, RS256 only (RFC 7515, RFC 7518 §3.3): one line that anybody can check.

The header names no key to trust: whoever checks brings the certificate, and takes no other algorithm.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from matrika.outside.key_file import PrivateKey
from matrika.outside.keystore import Signer

HEADER = {"alg": "RS256", "typ": "JWT"}


class NotSigned(Exception):
    """The text is not what the holder of the key signed; str() says why."""


def sign(payload: Mapping[str, Any], signer: PrivateKey | Signer) -> str:
    signed = ".".join(_encode(json.dumps(part, ensure_ascii=False).encode()) for part in (HEADER, payload))
    return f"{signed}.{_encode(signer.sign(signed.encode()))}"


def verify(text: str, certificate: x509.Certificate) -> dict[str, Any]:
    """The payload. Raises NotSigned."""
    parts = text.strip().split(".")
    if len(parts) != 3:
        raise NotSigned("it is no JSON Web Signature in compact form")
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        raise NotSigned("the certificate holds no RSA key")
    try:
        header, payload, signature = (_decode(part) for part in parts)
        if json.loads(header).get("alg") != HEADER["alg"]:
            raise NotSigned("it is signed by another algorithm than RS256")
        key.verify(signature, f"{parts[0]}.{parts[1]}".encode(), padding.PKCS1v15(), hashes.SHA256())
        content = json.loads(payload)
    except InvalidSignature:
        raise NotSigned("the signature was not made with the key of this certificate") from None
    except (ValueError, AttributeError, binascii.Error) as problem:
        raise NotSigned(f"it cannot be read: {problem}") from None
    if not isinstance(content, dict):
        raise NotSigned("it holds no JSON object")
    return content


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
