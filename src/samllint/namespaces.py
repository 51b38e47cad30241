"""Namespaces and the prefixes under which people know them."""

from __future__ import annotations

import re

PREFIXES = {
    "urn:oasis:names:tc:SAML:2.0:metadata": "md",
    "urn:oasis:names:tc:SAML:2.0:assertion": "saml",
    "http://www.w3.org/2000/09/xmldsig#": "ds",
    "http://www.w3.org/2001/04/xmlenc#": "xenc",
    "urn:oasis:names:tc:SAML:metadata:ui": "mdui",
    "urn:oasis:names:tc:SAML:metadata:attribute": "mdattr",
    "urn:oasis:names:tc:SAML:metadata:rpi": "mdrpi",
    "urn:oasis:names:tc:SAML:profiles:SSO:idp-discovery-protocol": "idpdisc",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
_CLARK = re.compile(r"\{([^{}]*)\}([\w.-]+|\*)")


def shortened(text: str) -> str:
    """The text with md:KeyDescriptor for {urn:oasis:names:tc:SAML:2.0:metadata}KeyDescriptor."""
    return _CLARK.sub(_short, text)


def _short(match: re.Match[str]) -> str:
    prefix = PREFIXES.get(match[1])
    return f"{prefix}:{match[2]}" if prefix else match[0] if match[1] else match[2]
