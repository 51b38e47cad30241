"""An identity provider that can be made to say anything: true by omission, false where a test says so.

It signs with signxml and encrypts with `cryptography`; what real products send is tested beside it.
"""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from lxml import etree
from signxml import XMLSigner, methods

from matrika.outside.login.saml.messages import TRANSIENT
from matrika.outside.login.saml.parties import POST, REDIRECT, IdentityProvider, OurSide, Service
from samllint import certificate
from tests import pki
from tests.people import NOW

IDP = "https://idp.example/oam/fed"
US = "https://register.example"
ACS, SLO = f"{US}/prihlasenie/saml/acs/", f"{US}/prihlasenie/saml/slo/"
REQUEST = "_request"
ATTRIBUTES = {
    "ActorID": "rc://sk/8501011234_novak_jan",
    "Actor.FirstName": "Ján",
    "Actor.LastName": "Novák",
    "SubjectID": "ico://sk/12345678",
    "QAALevel": "3",
}
SIGNING, OURS, ENCRYPTION, STRANGERS = 1, 2, 3, 1


def der(number: int) -> bytes:
    made = pki.certificate(key=pki.key(number))
    return made if isinstance(made, bytes) else made.public_bytes(serialization.Encoding.DER)


def provider() -> IdentityProvider:
    """As its metadata describe it."""
    slo = Service(f"{IDP}/slo", f"{IDP}/slo-answer")
    return IdentityProvider(
        entity_id=IDP,
        sign_on={REDIRECT: f"{IDP}/sso", POST: f"{IDP}/sso"},
        logout={REDIRECT: slo, POST: slo},
        certificates=(certificate.read(der(SIGNING)),),
    )


def ourselves() -> OurSide:
    return OurSide(
        entity_id=US,
        acs=ACS,
        slo=SLO,
        signing_key=pki.key(OURS),
        signing_certificate=der(OURS),
        encryption_certificate=der(ENCRYPTION),
        decryption_keys=(pki.key(ENCRYPTION),),
    )


@dataclass(frozen=True)
class Told:
    """What a response says; a test changes one thing."""

    in_response_to: str = REQUEST
    destination: str = ACS
    issuer: str = IDP
    status: str = "urn:oasis:names:tc:SAML:2.0:status:Success"
    assertion_issuer: str = IDP
    assertion_id: str = "_assertion"
    audience: str | None = US
    recipient: str = ACS
    confirmed: str = REQUEST
    method: str = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
    begins: datetime = NOW - timedelta(seconds=30)
    ends: datetime = NOW + timedelta(minutes=5)
    session_ends: datetime = NOW + timedelta(hours=1)
    name_format: str = TRANSIENT
    has_log_in: bool = True
    attributes: tuple[tuple[str, str], ...] = tuple(ATTRIBUTES.items())
    signs_response: bool = True
    signs_assertion: bool = True
    encrypts: bool = True
    algorithm: str = "sha256"
    digest: str = "sha256"
    key: int = SIGNING
    for_key: int = ENCRYPTION
    data_algorithm: str = "http://www.w3.org/2009/xmlenc11#aes256-gcm"
    key_algorithm: str = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"

    def but(self, **changes: Any) -> Told:
        return replace(self, **changes)


def response(told: Told | None = None) -> bytes:
    told = told or Told()
    inner = assertion(told)
    if told.signs_assertion:
        inner = sign(inner, told)
    if told.encrypts:
        inner = encrypt(inner, told)
    whole = (
        '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" '
        'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_response" Version="2.0" '
        f'IssueInstant="{when(NOW)}" Destination="{told.destination}" InResponseTo="{told.in_response_to}">'
        f"<saml:Issuer>{told.issuer}</saml:Issuer>"
        f'<samlp:Status><samlp:StatusCode Value="{told.status}"/></samlp:Status>{inner.decode()}'
        "</samlp:Response>"
    ).encode()
    return sign(whole, told) if told.signs_response else whole


def assertion(told: Told) -> bytes:
    attributes = "".join(
        f'<saml:Attribute Name="{name}"><saml:AttributeValue>{value}</saml:AttributeValue></saml:Attribute>'
        for name, value in told.attributes
    )
    audience = (
        f"<saml:AudienceRestriction><saml:Audience>{told.audience}</saml:Audience></saml:AudienceRestriction>"
    )
    log_in = (
        f'<saml:AuthnStatement AuthnInstant="{when(NOW)}" SessionIndex="_session" '
        f'SessionNotOnOrAfter="{when(told.session_ends)}"><saml:AuthnContext><saml:AuthnContextClassRef>'
        "urn:upvs:qaalevel:3</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>"
    )
    return (
        f'<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{told.assertion_id}" '
        f'Version="2.0" IssueInstant="{when(NOW)}"><saml:Issuer>{told.assertion_issuer}</saml:Issuer>'
        f'<saml:Subject><saml:NameID Format="{told.name_format}" SPNameQualifier="{US}">_name</saml:NameID>'
        f'<saml:SubjectConfirmation Method="{told.method}"><saml:SubjectConfirmationData '
        f'NotOnOrAfter="{when(told.ends)}" Recipient="{told.recipient}" InResponseTo="{told.confirmed}"/>'
        "</saml:SubjectConfirmation></saml:Subject>"
        f'<saml:Conditions NotBefore="{when(told.begins)}" NotOnOrAfter="{when(told.ends)}">'
        f"{audience if told.audience is not None else ''}</saml:Conditions>"
        f"{log_in if told.has_log_in else ''}"
        f"<saml:AttributeStatement>{attributes}</saml:AttributeStatement></saml:Assertion>"
    ).encode()


def logout_request(
    *,
    name_id: str = "_name",
    index: str | None = "_session",
    destination: str = SLO,
    issuer: str = IDP,
    at: datetime = NOW,
    message_id: str = "_leaving",
) -> bytes:
    """Not signed: in an address the address is signed, for a form `sign` it."""
    session = f"<samlp:SessionIndex>{index}</samlp:SessionIndex>" if index is not None else ""
    return (
        '<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" '
        f'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{message_id}" Version="2.0" '
        f'IssueInstant="{when(at)}" Destination="{destination}"><saml:Issuer>{issuer}</saml:Issuer>'
        f"<saml:NameID>{name_id}</saml:NameID>{session}</samlp:LogoutRequest>"
    ).encode()


def logout_response(*, in_response_to: str, status: str = "Success", destination: str = SLO) -> bytes:
    return (
        '<samlp:LogoutResponse xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" '
        'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_left" Version="2.0" '
        f'IssueInstant="{when(NOW)}" Destination="{destination}" InResponseTo="{in_response_to}">'
        f"<saml:Issuer>{IDP}</saml:Issuer><samlp:Status><samlp:StatusCode "
        f'Value="urn:oasis:names:tc:SAML:2.0:status:{status}"/></samlp:Status></samlp:LogoutResponse>'
    ).encode()


class Signer(XMLSigner):
    """Also by SHA-1, which signxml itself would not write any more."""

    def check_deprecated_methods(self) -> None:
        return


def sign(message: bytes, told: Told | None = None) -> bytes:
    told = told or Told()
    root = etree.fromstring(message)
    issuer = root.find("{urn:oasis:names:tc:SAML:2.0:assertion}Issuer")
    place = etree.Element("{http://www.w3.org/2000/09/xmldsig#}Signature", Id="placeholder")
    issuer.addnext(place)
    signer = Signer(
        method=methods.enveloped,
        signature_algorithm=f"rsa-{told.algorithm}",
        digest_algorithm=told.digest,
        c14n_algorithm="http://www.w3.org/2001/10/xml-exc-c14n#",
    )
    certificates = [pem(told.key)]
    signed = signer.sign(root, key=pki.key(told.key), cert=certificates, reference_uri=root.get("ID"))
    return etree.tostring(signed)


def encrypt(plain: bytes, told: Told) -> bytes:
    bits = int("".join(c for c in told.data_algorithm.rpartition("#")[2] if c.isdigit()) or "256")
    secret = os.urandom(bits // 8)
    if told.data_algorithm.endswith("gcm"):
        nonce = os.urandom(12)
        ciphertext = nonce + AESGCM(secret).encrypt(nonce, plain, None)
    else:
        begin, missing = os.urandom(16), 16 - len(plain) % 16
        encryptor = Cipher(algorithms.AES(secret), modes.CBC(begin)).encryptor()
        padded = plain + bytes(missing - 1) + bytes([missing])
        ciphertext = begin + encryptor.update(padded) + encryptor.finalize()
    scheme: Any = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), label=None)
    if told.key_algorithm.endswith("rsa-1_5"):
        scheme = padding.PKCS1v15()
    public: rsa.RSAPublicKey = pki.key(told.for_key).public_key()
    wrapped = base64.b64encode(public.encrypt(secret, scheme)).decode()
    xenc = 'xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"'
    return (
        '<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">'
        f"<xenc:EncryptedData {xenc}>"
        f'<xenc:EncryptionMethod Algorithm="{told.data_algorithm}"/>'
        f'<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><xenc:EncryptedKey>'
        f'<xenc:EncryptionMethod Algorithm="{told.key_algorithm}"/><xenc:CipherData>'
        f"<xenc:CipherValue>{wrapped}"
        "</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData>"
        f"<xenc:CipherValue>{base64.b64encode(ciphertext).decode()}</xenc:CipherValue></xenc:CipherData>"
        "</xenc:EncryptedData></saml:EncryptedAssertion>"
    ).encode()


@cache
def pem(number: int) -> str:
    from cryptography import x509

    return x509.load_der_x509_certificate(der(number)).public_bytes(serialization.Encoding.PEM).decode()


def when(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
