"""The bindings that the guide offers (3.2.6), by the short names used in sentences."""

from __future__ import annotations

from collections.abc import Iterable

from samllint.entity import Endpoint

PREFIX = "urn:oasis:names:tc:SAML:2.0:bindings:"
LOGOUT = ("HTTP-Redirect", "HTTP-POST")
ASSERTION = ("HTTP-POST", "HTTP-Artifact", "HTTP-Redirect")


def is_offered(endpoint: Endpoint, offered: tuple[str, ...]) -> bool:
    prefix, name = (endpoint.binding or "")[: len(PREFIX)], (endpoint.binding or "")[len(PREFIX) :]
    return prefix == PREFIX and name in offered


def listed(endpoints: Iterable[Endpoint]) -> str:
    """The bindings of these endpoints as short as they can be said, each once, in order."""
    return ", ".join(dict.fromkeys((endpoint.binding or "").removeprefix(PREFIX) for endpoint in endpoints))
