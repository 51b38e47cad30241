"""What we say to the identity provider: XML as bytes, in the form that is signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from matrika.outside.login.saml.parties import POST, OurSide

TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
_NAMESPACES = (
    'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"'
)


@dataclass(frozen=True, slots=True)
class Session:
    """Under what the provider knows somebody's session: both names are its own, and mean nothing to us."""

    name_id: str
    index: str
    name_id_format: str = TRANSIENT
    qualifier: str = ""
    sp_qualifier: str = ""


def authn_request(us: OurSide, *, message_id: str, destination: str, at: datetime) -> bytes:
    """Asks who is there, under a name that nobody else gets (SAML core §3.4.1)."""
    attributes = (
        f'AssertionConsumerServiceURL={quoteattr(us.acs)} ProtocolBinding="{POST}" '
        f"{_common(message_id, destination, at)}"
    )
    policy = f'<samlp:NameIDPolicy AllowCreate="true" Format="{TRANSIENT}"'
    policy += f" SPNameQualifier={quoteattr(us.entity_id)}></samlp:NameIDPolicy>"
    return _message("AuthnRequest", attributes, us, policy)


def logout_request(
    us: OurSide, session: Session, *, message_id: str, destination: str, at: datetime
) -> bytes:
    """Says whose session has ended here (SAML core §3.7.1)."""
    qualifiers = "".join(
        f" {name}={quoteattr(value)}"
        for name, value in (("NameQualifier", session.qualifier), ("SPNameQualifier", session.sp_qualifier))
        if value
    )
    name = f"<saml:NameID Format={quoteattr(session.name_id_format)}{qualifiers}>{escape(session.name_id)}"
    inner = f"{name}</saml:NameID>"
    if session.index:
        inner += f"<samlp:SessionIndex>{escape(session.index)}</samlp:SessionIndex>"
    return _message("LogoutRequest", _common(message_id, destination, at), us, inner)


def logout_response(
    us: OurSide, *, message_id: str, in_response_to: str, destination: str, at: datetime
) -> bytes:
    """Says that we have ended what the provider asked us to end (SAML core §3.7.2)."""
    attributes = f"{_common(message_id, destination, at)} InResponseTo={quoteattr(in_response_to)}"
    status = f'<samlp:Status><samlp:StatusCode Value="{SUCCESS}"></samlp:StatusCode></samlp:Status>'
    return _message("LogoutResponse", attributes, us, status)


def _common(message_id: str, destination: str, at: datetime) -> str:
    instant = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f'Destination={quoteattr(destination)} ID="{message_id}" IssueInstant="{instant}" Version="2.0"'


def _message(name: str, attributes: str, us: OurSide, inner: str) -> bytes:
    issuer = f"<saml:Issuer>{escape(us.entity_id)}</saml:Issuer>"
    return f"<samlp:{name} {_NAMESPACES} {attributes}>{issuer}{inner}</samlp:{name}>".encode()
