"""Metadata for the demo's providers, with certificates valid from when to when the story needs."""

from __future__ import annotations

import base64
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

TEMPLATE = """<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"
                     xmlns:ds="http://www.w3.org/2000/09/xmldsig#"
                     entityID="{entity_id}">
  <md:SPSSODescriptor AuthnRequestsSigned="true" WantAssertionsSigned="true"
                      protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
{keys}    <md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
                            Location="{entity_id}/saml/slo" ResponseLocation="{entity_id}/saml/slo/done"/>
    <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:transient</md:NameIDFormat>
    <md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
                                 Location="{entity_id}{acs}" index="0" isDefault="true"/>
  </md:SPSSODescriptor>
</md:EntityDescriptor>
"""
KEY = """    <md:KeyDescriptor use="{use}">
      <ds:KeyInfo>
        <ds:X509Data>
          <ds:X509Certificate>
{certificate}          </ds:X509Certificate>
        </ds:X509Data>
      </ds:KeyInfo>
    </md:KeyDescriptor>
"""


def metadata(
    entity_id: str,
    *,
    common_name: str,
    not_before: datetime,
    not_after: datetime,
    acs: str = "/saml/acs",
    is_ca: bool = False,
) -> bytes:
    """A service provider's metadata with two certificates of its own.

    `is_ca` makes the mistake that OpenSSL's defaults make, for a filing that is to be rejected.
    """
    keys = "".join(
        KEY.format(use=use, certificate=certificate(common_name, not_before, not_after, is_ca=is_ca))
        for use in ("signing", "encryption")
    )
    return TEMPLATE.format(entity_id=entity_id, keys=keys, acs=acs).encode()


def certificate(common_name: str, not_before: datetime, not_after: datetime, *, is_ca: bool) -> str:
    """A new self-signed certificate, as Base64 in lines. Its key is thrown away: nobody logs in with it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(not_before)
        .not_valid_after(not_after)
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return base64.encodebytes(made.public_bytes(serialization.Encoding.DER)).decode()
