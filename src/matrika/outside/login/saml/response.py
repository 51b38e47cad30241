"""A Response of the identity provider → who logged in, or Refused (SAML profiles §4.1.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lxml import etree

from matrika.outside.login.saml.decrypt import decrypt
from matrika.outside.login.saml.messages import SUCCESS, TRANSIENT, Session
from matrika.outside.login.saml.parties import IdentityProvider, OurSide
from matrika.outside.login.saml.reading import (
    SAML,
    SAMLP,
    instant,
    parsed,
    require_message,
    require_now,
    text,
    verified,
)
from matrika.outside.login.saml.refused import Fault, Refused

BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
# Some products write the namespaces of the message around the assertion, and encrypt it without them.
_AROUND = (
    b'<around xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:xs="http://www.w3.org/2001/XMLSchema" '
    b'xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" '
    b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">%s</around>'
)


@dataclass(frozen=True, slots=True)
class LogIn:
    """What the provider asserts, with both signatures verified."""

    assertion_id: str
    session: Session
    attributes: Mapping[str, str]  # one that has several different values is left out
    usable_until: datetime  # nobody may use this assertion afterwards, so it need not be remembered longer
    session_until: datetime | None


def answered(response: etree._Element) -> str:
    """Which request the (verified) response answers; "" = none."""
    return response.get("InResponseTo", "")


def read(
    response: etree._Element,
    us: OurSide,
    provider: IdentityProvider,
    *,
    in_response_to: str,
    at: datetime,
    drift: timedelta,
) -> LogIn:
    """Judge a response whose own signature holds (`bindings.from_form`). Raises Refused."""
    require_message(response, "Response", provider, here=us.acs)
    if not in_response_to or answered(response) != in_response_to:
        raise Refused(Fault.IN_RESPONSE_TO, answered(response) or "–")
    status = response.find(f"{SAMLP}Status/{SAMLP}StatusCode")
    if status is None or status.get("Value") != SUCCESS:
        raise Refused(Fault.STATUS, _innermost(status))
    assertion = verified(_decrypted(response, us), provider)
    if text(assertion.find(f"{SAML}Issuer")) != provider.entity_id:
        raise Refused(Fault.ISSUER, text(assertion.find(f"{SAML}Issuer")))
    _require_audience(assertion, us, at=at, drift=drift)
    until = _confirmed(assertion, us, in_response_to=in_response_to, at=at, drift=drift)
    statement = assertion.find(f"{SAML}AuthnStatement")
    if statement is None:
        raise Refused(Fault.NO_LOG_IN)
    ends = instant(statement.get("SessionNotOnOrAfter"))
    if ends is not None and at - drift >= ends:
        raise Refused(Fault.TOO_LATE, str(ends))
    return LogIn(
        assertion_id=assertion.get("ID", ""),
        session=_session(assertion, statement.get("SessionIndex", "")),
        attributes=_attributes(assertion),
        usable_until=until + drift,
        session_until=ends,
    )


def _decrypted(response: etree._Element, us: OurSide) -> etree._Element:
    encrypted = response.findall(f"{SAML}EncryptedAssertion")
    if len(encrypted) != 1 or response.find(f"{SAML}Assertion") is not None:
        raise Refused(Fault.NOT_ENCRYPTED if not encrypted else Fault.WRONG_MESSAGE)
    plain = decrypt(encrypted[0], us.decryption_keys)
    try:
        root = parsed(plain)
    except Refused:
        around = parsed(_AROUND % plain)
        root = next(around.iterchildren("*"), around)
    if root.tag != f"{SAML}Assertion":
        raise Refused(Fault.WRONG_MESSAGE, etree.QName(root).localname)
    return root


def _require_audience(assertion: etree._Element, us: OurSide, *, at: datetime, drift: timedelta) -> None:
    conditions = assertion.find(f"{SAML}Conditions")
    if conditions is None:
        raise Refused(Fault.AUDIENCE, "no Conditions")
    require_now(conditions, at=at, drift=drift)
    restrictions = conditions.findall(f"{SAML}AudienceRestriction")
    # Each of several restrictions must name us (SAML core §2.5.1.4).
    for restriction in restrictions:
        if us.entity_id not in [text(one) for one in restriction.iterchildren(f"{SAML}Audience")]:
            raise Refused(Fault.AUDIENCE)
    if not restrictions:
        raise Refused(Fault.AUDIENCE, "no restriction")


def _confirmed(
    assertion: etree._Element, us: OurSide, *, in_response_to: str, at: datetime, drift: timedelta
) -> datetime:
    """Until when the bearer may bring it here. Raises Refused, with what is wrong with the last bearer."""
    refused = Refused(Fault.RECIPIENT, "no bearer")
    for confirmation in assertion.findall(f"{SAML}Subject/{SAML}SubjectConfirmation"):
        data = confirmation.find(f"{SAML}SubjectConfirmationData")
        if confirmation.get("Method") != BEARER or data is None:
            continue
        try:
            if data.get("Recipient") != us.acs:
                raise Refused(Fault.RECIPIENT, data.get("Recipient", "–"))
            if data.get("InResponseTo") != in_response_to:
                raise Refused(Fault.IN_RESPONSE_TO, data.get("InResponseTo", "–"))
            require_now(data, at=at, drift=drift, must_end=True)
        except Refused as problem:
            refused = problem
            continue
        until = instant(data.get("NotOnOrAfter"))
        assert until is not None
        return until
    raise refused


def _session(assertion: etree._Element, index: str) -> Session:
    name = assertion.find(f"{SAML}Subject/{SAML}NameID")
    if name is None or not text(name):
        raise Refused(Fault.NAME_ID, "none")
    if name.get("Format") != TRANSIENT:
        raise Refused(Fault.NAME_ID, name.get("Format", "–"))
    return Session(
        text(name), index, TRANSIENT, name.get("NameQualifier", ""), name.get("SPNameQualifier", "")
    )


def _attributes(assertion: etree._Element) -> dict[str, str]:
    """Of two organisations it would be open for which of them somebody came: neither is told."""
    found: dict[str, set[str]] = {}
    for attribute in assertion.iterfind(f"{SAML}AttributeStatement/{SAML}Attribute"):
        values = found.setdefault(attribute.get("Name", ""), set())
        values.update(text(value) for value in attribute.iterchildren(f"{SAML}AttributeValue"))
    return {name: values.pop() for name, values in found.items() if len(values) == 1}


def _innermost(status: etree._Element | None) -> str:
    while status is not None and (deeper := status.find(f"{SAMLP}StatusCode")) is not None:
        status = deeper
    return "–" if status is None else status.get("Value", "").rpartition(":")[2]
