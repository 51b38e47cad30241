"""The conversation with the identity provider, a sentence a method. What is not believed raises Refused."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from lxml import etree

from matrika.outside.login.saml import bindings, logout, messages, response
from matrika.outside.login.saml.bindings import Form
from matrika.outside.login.saml.logout import Leaving
from matrika.outside.login.saml.messages import Session
from matrika.outside.login.saml.parties import POST, REDIRECT, IdentityProvider, OurSide
from matrika.outside.login.saml.response import LogIn

Onward = str | Form  # where the browser goes: an address, or a form to post


@dataclass(frozen=True, slots=True)
class Sent:
    """What the browser passes on, and the message's ID: the answer names it."""

    message_id: str
    onward: Onward


@dataclass(frozen=True, slots=True)
class Carried:
    """A message as the browser brought it: in the address (the query as sent), or in a form's field."""

    name: str  # SAMLRequest, SAMLResponse
    binding: str
    text: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """Both parties, and what our operator wants."""

    us: OurSide
    provider: IdentityProvider
    binding: str  # for requests to log in; the provider's other one, if it lacks this
    drift: timedelta  # how far clocks may be apart

    def ask(self, *, at: datetime) -> Sent:
        """Please tell us who that is."""
        binding = self.binding if self.binding in self.provider.sign_on else next(iter(self.provider.sign_on))
        location = self.provider.sign_on[binding]
        message_id = _new_id()
        request = messages.authn_request(self.us, message_id=message_id, destination=location, at=at)
        return Sent(message_id, self._carry(request, "SAMLRequest", binding, location))

    def answered(self, text: str) -> str:
        """Which request the response in a form answers; its signature holds."""
        return response.answered(bindings.from_form(text, self.provider))

    def log_in(self, text: str, *, in_response_to: str, at: datetime) -> LogIn:
        """Who logged in."""
        root = bindings.from_form(text, self.provider)
        return response.read(
            root, self.us, self.provider, in_response_to=in_response_to, at=at, drift=self.drift
        )

    def leave(self, session: Session, *, at: datetime) -> Sent | None:
        """That person has left us; None where the provider wants to hear nothing of it."""
        if not self.provider.logout:
            return None
        binding = next(iter(self.provider.logout))
        location = self.provider.logout[binding].location
        message_id = _new_id()
        request = messages.logout_request(
            self.us, session, message_id=message_id, destination=location, at=at
        )
        return Sent(message_id, self._carry(request, "SAMLRequest", binding, location))

    def has_left(self, carried: Carried, *, in_response_to: str) -> bool:
        """Whether the provider says that it logged the person out everywhere."""
        return logout.succeeded(self._heard(carried), self.us, self.provider, in_response_to=in_response_to)

    def is_leaving(self, carried: Carried, *, at: datetime) -> Leaving:
        """Whose session the provider has ended."""
        return logout.request(self._heard(carried), self.us, self.provider, at=at, drift=self.drift)

    def confirm(self, leaving: Leaving, carried: Carried, *, relay: str, at: datetime) -> Onward | None:
        """We have done the same; by the way it was asked, if the provider hears answers there."""
        binding = (
            carried.binding
            if carried.binding in self.provider.logout
            else next(iter(self.provider.logout), "")
        )
        if not binding:
            return None
        location = self.provider.logout[binding].response_location
        answer = messages.logout_response(
            self.us,
            message_id=_new_id(),
            in_response_to=leaving.message_id,
            destination=location,
            at=at,
        )
        return self._carry(answer, "SAMLResponse", binding, location, relay)

    def _heard(self, carried: Carried) -> etree._Element:
        if carried.binding == REDIRECT:
            return bindings.from_query(carried.text, carried.name, self.provider)
        return bindings.from_form(carried.text, self.provider)

    def _carry(self, message: bytes, name: str, binding: str, location: str, relay: str = "") -> Onward:
        carry = bindings.to_form if binding == POST else bindings.to_address
        return carry(message, name, self.us, location=location, relay=relay)


def _new_id() -> str:
    return f"_{secrets.token_hex(20)}"
