"""What the identity provider says when somebody logs out there, or when it has done what we asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from lxml import etree

from matrika.outside.login.saml.messages import SUCCESS
from matrika.outside.login.saml.parties import IdentityProvider, OurSide
from matrika.outside.login.saml.reading import SAML, SAMLP, instant, require_message, require_now, text
from matrika.outside.login.saml.refused import Fault, Refused

# A request without an end of its own is too old after this: nobody stores it for later.
LIFETIME = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Leaving:
    """Whose session the provider has ended."""

    message_id: str
    name_id: str
    indexes: tuple[str, ...]  # () = every session under that name


def request(
    root: etree._Element, us: OurSide, provider: IdentityProvider, *, at: datetime, drift: timedelta
) -> Leaving:
    """Judge a LogoutRequest whose signature holds. Raises Refused."""
    require_message(root, "LogoutRequest", provider, here=us.slo)
    require_now(root, at=at, drift=drift)
    _require_fresh(root, at=at, drift=drift)
    name = text(root.find(f"{SAML}NameID"))
    if not name:
        raise Refused(Fault.NAME_ID, "none in the open")
    indexes = tuple(text(one) for one in root.iterchildren(f"{SAMLP}SessionIndex"))
    return Leaving(root.get("ID", ""), name, indexes)


def succeeded(root: etree._Element, us: OurSide, provider: IdentityProvider, *, in_response_to: str) -> bool:
    """Whether the provider has logged out everywhere, as its LogoutResponse says. Raises Refused."""
    require_message(root, "LogoutResponse", provider, here=us.slo)
    if not in_response_to or root.get("InResponseTo") != in_response_to:
        raise Refused(Fault.IN_RESPONSE_TO, root.get("InResponseTo", "–"))
    codes = [one.get("Value") for one in root.iter(f"{SAMLP}StatusCode")]
    return codes == [SUCCESS]


def _require_fresh(root: etree._Element, *, at: datetime, drift: timedelta) -> None:
    issued = instant(root.get("IssueInstant"))
    if issued is None or at - drift > issued + LIFETIME:
        raise Refused(Fault.TOO_LATE, str(issued))
    if at + drift < issued:
        raise Refused(Fault.TOO_EARLY, str(issued))
