"""Keys, certificates and metadata of a new service provider that meet every rule of the guide.

    made = generate.service_provider(owner="12345678", entity_id="https://sp.example", at=at)

Values only: nothing is written anywhere and no clock is read. Two calls never make the same keys.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

RECOMMENDED_DAYS = 730  # "odporúčaná 2 roky" (§3.1/5)
KEY_BITS = 2048  # exactly, R-3.1.8
_EXPONENT = 65537
_BINDING = "urn:oasis:names:tc:SAML:2.0:bindings:"
_METADATA = """\
<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" \
xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="{entity_id}">
  <md:SPSSODescriptor AuthnRequestsSigned="true" WantAssertionsSigned="true" \
protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
{keys}    <md:SingleLogoutService Binding="{binding}HTTP-Redirect" Location="{slo}"/>
    <md:SingleLogoutService Binding="{binding}HTTP-POST" Location="{slo}"/>
    <md:AssertionConsumerService Binding="{binding}HTTP-POST" Location="{acs}" index="0" isDefault="true"/>
  </md:SPSSODescriptor>
</md:EntityDescriptor>
"""
_KEY_DESCRIPTOR = """\
    <md:KeyDescriptor use="{use}">
      <ds:KeyInfo>
        <ds:X509Data>
          <ds:X509Certificate>
{certificate}          </ds:X509Certificate>
        </ds:X509Data>
      </ds:KeyInfo>
    </md:KeyDescriptor>
"""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A private key and its self-signed certificate."""

    private_key: bytes  # PEM, PKCS#8, not encrypted
    certificate: bytes  # DER

    @property
    def certificate_pem(self) -> bytes:
        return x509.load_der_x509_certificate(self.certificate).public_bytes(serialization.Encoding.PEM)


@dataclass(frozen=True, slots=True)
class ServiceProvider:
    """All that a new service provider needs to be registered."""

    signing: KeyPair
    encryption: KeyPair
    metadata: bytes  # UTF-8


def service_provider(
    *,
    owner: str,
    entity_id: str,
    at: datetime,
    days: int = RECOMMENDED_DAYS,
    acs: str | None = None,
    slo: str | None = None,
) -> ServiceProvider:
    """Keys, certificates valid from `at` for `days` days, and metadata.

    `owner` is "12345678" or "12345678_10001" (IČO, suffix). `acs` and `slo` are the addresses for logging
    in and out; by default they stand under the entityID. What is given is not judged here: `samllint.check`
    does that. Raises ValueError for an `at` without time zone or dates no certificate can have.
    """
    common_name = f"ico-{owner}"
    signing = key_pair(common_name=common_name, at=at, days=days)
    encryption = key_pair(common_name=common_name, at=at, days=days)
    return ServiceProvider(
        signing=signing,
        encryption=encryption,
        metadata=metadata(
            entity_id=entity_id,
            signing=signing.certificate,
            encryption=encryption.certificate,
            acs=acs or f"{entity_id}/saml/acs",
            slo=slo or f"{entity_id}/saml/slo",
        ),
    )


def key_pair(*, common_name: str, at: datetime, days: int = RECOMMENDED_DAYS) -> KeyPair:
    """A new RSA key and its certificate: the CN alone, no CA, SHA-256, valid from `at` on.

    Raises ValueError when `at` has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("`at` must have a time zone")
    key = rsa.generate_private_key(_EXPONENT, KEY_BITS)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    since = at.replace(microsecond=0)  # X.509 counts whole seconds; rounding up would not be valid at `at`
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return KeyPair(
        private_key=key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
        certificate=certificate.public_bytes(serialization.Encoding.DER),
    )


def metadata(*, entity_id: str, signing: bytes, encryption: bytes, acs: str, slo: str) -> bytes:
    """Metadata in UTF-8 for certificates in DER; requests are signed, assertions wanted signed."""
    keys = _key_descriptor("signing", signing) + _key_descriptor("encryption", encryption)
    text = _METADATA.format(
        entity_id=escape(entity_id), keys=keys, binding=_BINDING, slo=escape(slo), acs=escape(acs)
    )
    return text.encode()


def _key_descriptor(use: str, certificate: bytes) -> str:
    return _KEY_DESCRIPTOR.format(use=use, certificate=_lines(base64.b64encode(certificate).decode()))


def _lines(text: str, width: int = 64) -> str:
    return "".join(f"{text[at : at + width]}\n" for at in range(0, len(text), width))
