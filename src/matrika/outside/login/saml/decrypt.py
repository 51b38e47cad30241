"""EncryptedAssertion → the octets of the assertion.

Called only for a message whose signature held: algorithms whose padding could be asked about (RSA 1.5, CBC;
ÚPVS offers both) are harmless where nobody but the provider can write the ciphertext. Triple DES is what
pysaml2 encrypts with unless told otherwise, and on ÚPVS's list; how secret its assertions are is its choice.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from lxml import etree

from matrika.outside.login.saml.reading import DS
from matrika.outside.login.saml.refused import Fault, Refused

XENC = "{http://www.w3.org/2001/04/xmlenc#}"
XENC11 = "{http://www.w3.org/2009/xmlenc11#}"
_CBC = {f"http://www.w3.org/2001/04/xmlenc#aes{bits}-cbc": bits // 8 for bits in (128, 192, 256)}
_GCM = {f"http://www.w3.org/2009/xmlenc11#aes{bits}-gcm": bits // 8 for bits in (128, 192, 256)}
_DES = {"http://www.w3.org/2001/04/xmlenc#tripledes-cbc": 24}
_RSA_1_5 = "http://www.w3.org/2001/04/xmlenc#rsa-1_5"
_OAEP = ("http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p", "http://www.w3.org/2009/xmlenc11#rsa-oaep")
# In OAEP a hash need not resist collisions: SHA-1, the default there, is no weakness.
_DIGESTS: dict[str, hashes.HashAlgorithm] = {
    "http://www.w3.org/2000/09/xmldsig#sha1": hashes.SHA1(),  # noqa: S303
    "http://www.w3.org/2001/04/xmlenc#sha256": hashes.SHA256(),
    "http://www.w3.org/2001/04/xmlenc#sha512": hashes.SHA512(),
}
_MASKS: dict[str, hashes.HashAlgorithm] = {
    "http://www.w3.org/2009/xmlenc11#mgf1sha1": hashes.SHA1(),  # noqa: S303
    "http://www.w3.org/2009/xmlenc11#mgf1sha256": hashes.SHA256(),
    "http://www.w3.org/2009/xmlenc11#mgf1sha512": hashes.SHA512(),
}


def decrypt(encrypted: etree._Element, keys: tuple[rsa.RSAPrivateKey, ...]) -> bytes:
    """The octets inside. Raises Refused."""
    data = encrypted.find(f"{XENC}EncryptedData")
    if data is None:
        raise Refused(Fault.NOT_DECRYPTED, "no EncryptedData")
    algorithm = _algorithm(data)
    size = {**_CBC, **_GCM, **_DES}.get(algorithm)
    if size is None:
        raise Refused(Fault.ALGORITHM, algorithm)
    ciphertext = _value(data)
    for secret in _secrets(encrypted, keys):
        if len(secret) == size:
            plain = _opened(ciphertext, secret, algorithm)
            if plain is not None:
                return plain
    raise Refused(Fault.NOT_DECRYPTED, "by none of our keys")


def _secrets(encrypted: etree._Element, keys: tuple[rsa.RSAPrivateKey, ...]) -> Iterator[bytes]:
    for element in encrypted.iter(f"{XENC}EncryptedKey"):
        scheme, ciphertext = _padding(element), _value(element)
        for key in keys:
            try:
                yield key.decrypt(ciphertext, scheme)
            except ValueError:
                continue


def _padding(element: etree._Element) -> padding.AsymmetricPadding:
    algorithm = _algorithm(element)
    if algorithm == _RSA_1_5:
        return padding.PKCS1v15()
    if algorithm not in _OAEP:
        raise Refused(Fault.ALGORITHM, algorithm)
    method = element.find(f"{XENC}EncryptionMethod")
    assert method is not None
    digest, mask = method.find(f"{DS}DigestMethod"), method.find(f"{XENC11}MGF")
    by = hashes.SHA1() if digest is None else _DIGESTS.get(digest.get("Algorithm", ""))  # noqa: S303
    masked = hashes.SHA1() if mask is None else _MASKS.get(mask.get("Algorithm", ""))  # noqa: S303
    if by is None or masked is None:
        raise Refused(Fault.ALGORITHM, "digest or mask of RSA-OAEP")
    return padding.OAEP(padding.MGF1(masked), by, label=None)


def _opened(ciphertext: bytes, secret: bytes, algorithm: str) -> bytes | None:
    cipher = TripleDES(secret) if algorithm in _DES else algorithms.AES(secret)
    block = cipher.block_size // 8
    try:
        if algorithm in _GCM:
            return AESGCM(secret).decrypt(ciphertext[:12], ciphertext[12:], None)
        decryptor = Cipher(cipher, modes.CBC(ciphertext[:block])).decryptor()
        plain = decryptor.update(ciphertext[block:]) + decryptor.finalize()
    except (InvalidTag, ValueError):
        return None
    # XML Encryption §5.2: the last octet counts the padding, whatever the others are.
    return plain[: -plain[-1]] if plain and 1 <= plain[-1] <= block else None


def _algorithm(element: etree._Element) -> str:
    method = element.find(f"{XENC}EncryptionMethod")
    return "" if method is None else method.get("Algorithm", "")


def _value(element: etree._Element) -> bytes:
    value = element.find(f"{XENC}CipherData/{XENC}CipherValue")
    try:
        return base64.b64decode("".join(("" if value is None else value.text or "").split()), validate=True)
    except (binascii.Error, ValueError):
        raise Refused(Fault.NOT_DECRYPTED, "no Base64") from None
