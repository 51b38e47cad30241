"""Metadata for tests: valid by default, and a test shows only the difference.

sp_metadata(without="SingleLogoutService")
sp_metadata(entity_id="https://sp.example/path")
sp_metadata(replace={'use="signing"': ""}, after_keys="<md:NameIDFormat>…</md:NameIDFormat>")
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests import pki

NAMESPACES = 'xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"'
BINDINGS = "urn:oasis:names:tc:SAML:2.0:bindings:"
ENTITY_ID = "https://sp.example"


def sp_metadata(
    without: str | tuple[str, ...] = (),
    *,
    entity_id: str = ENTITY_ID,
    signing: bytes | tuple[bytes, ...] | None = None,
    encryption: bytes | tuple[bytes, ...] | None = None,
    root_attributes: str = "",
    before_roles: str = "",
    role_attributes: str = "",
    before_keys: str = "",
    after_keys: str = "",
    after_logouts: str = "",
    after_consumers: str = "",
    after_roles: str = "",
    replace: Mapping[str, str] | None = None,
    declaration: str = '<?xml version="1.0" encoding="UTF-8"?>\n',
) -> bytes:
    """A service provider's metadata in UTF-8.

    `without` names elements (local names) or attributes to leave out; `signing` and `encryption` are
    certificates in DER; the texts before and after are XML to put there; `replace` comes last.
    """
    keys = key_descriptors("signing", signing, pki.signing_certificate())
    keys += key_descriptors("encryption", encryption, pki.encryption_certificate())
    text = f"""{declaration}<md:EntityDescriptor {NAMESPACES} \
entityID="{entity_id}"{_spaced(root_attributes)}>
  {before_roles}<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"\
{_spaced(role_attributes)}>
{before_keys}{keys}{after_keys}    <md:SingleLogoutService Binding="{BINDINGS}HTTP-Redirect" \
Location="https://sp.example/slo" ResponseLocation="https://sp.example/slo/response"/>
{after_logouts}    <md:AssertionConsumerService Binding="{BINDINGS}HTTP-POST" \
Location="https://sp.example/acs" index="0" isDefault="true"/>
{after_consumers}  </md:SPSSODescriptor>
{after_roles}</md:EntityDescriptor>
"""
    for unwanted in (without,) if isinstance(without, str) else without:
        text = _without(text, unwanted)
    for old, new in (replace or {}).items():
        assert old in text, f"{old!r} does not occur"
        text = text.replace(old, new)
    return text.encode()


def key_descriptors(use: str | None, given: bytes | tuple[bytes, ...] | None, default: bytes) -> str:
    """One KeyDescriptor a certificate."""
    certificates = (default,) if given is None else (given,) if isinstance(given, bytes) else given
    return "".join(key_descriptor(pki.base64_of(der), use) for der in certificates)


def key_descriptor(content: str, use: str | None = None) -> str:
    """A KeyDescriptor whose X509Certificate holds `content`."""
    attribute = "" if use is None else f' use="{use}"'
    return (
        f"    <md:KeyDescriptor{attribute}>\n"
        "      <ds:KeyInfo>\n"
        "        <ds:X509Data>\n"
        f"          <ds:X509Certificate>{content}</ds:X509Certificate>\n"
        "        </ds:X509Data>\n"
        "      </ds:KeyInfo>\n"
        "    </md:KeyDescriptor>\n"
    )


def idp_metadata(entity_id: str = "https://idp.example") -> bytes:
    """An identity provider's metadata."""
    text = sp_metadata(("SingleLogoutService", "AssertionConsumerService"), entity_id=entity_id).decode()
    sso = f'    <md:SingleSignOnService Binding="{BINDINGS}HTTP-Redirect" Location="https://idp.example/sso"/>\n'
    text = text.replace("SPSSODescriptor", "IDPSSODescriptor")
    return text.replace("  </md:IDPSSODescriptor>", sso + "  </md:IDPSSODescriptor>").encode()


def _spaced(attributes: str) -> str:
    return f" {attributes}" if attributes else ""


def _without(text: str, unwanted: str) -> str:
    """Without every element of that name, or else every attribute of that name."""
    element = rf" *<md:{unwanted}\b(?:[^>]*/>|.*?</md:{unwanted}>)\n?"
    shorter, count = re.subn(element, "", text, flags=re.DOTALL)
    if not count:
        shorter, count = re.subn(rf'\s{unwanted}="[^"]*"', "", text)
    assert count, f"there is no {unwanted} to leave out"
    return shorter
