"""The one configured issuer of OpenID Connect, and what it said of itself lately."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import jwt
from django.conf import settings
from django.core.cache import caches
from django.http import Http404

from matrika.outside.login.oidc import provider, token
from matrika.outside.login.oidc.provider import Client, Provider
from matrika.outside.login.oidc.refused import Fault, Refused

KEPT = 600  # seconds for which what the issuer says of itself is believed
AWAY = 10  # seconds for which it is not asked again when it did not answer: each who asks holds a thread
AGAIN = 60  # seconds until a name of a key that nobody knows makes us ask for the keys anew

Told = TypeVar("Told")


def client() -> Client:
    """Who we are there. Raises Http404 where no issuer is configured."""
    if settings.OIDC is None:
        raise Http404
    ours: Client = settings.OIDC
    return ours


def provider_of(ours: Client) -> Provider:
    """The issuer's addresses. Raises Refused."""
    name = f"oidc:{ours.issuer}"
    kept: Provider | None = caches["process"].get(name)
    return kept or _asked(name, lambda: provider.discover(ours.issuer))


def key_of(there: Provider, algorithm: str, key_name: str) -> jwt.PyJWK:
    """The key by its name; the issuer may have a new one since we asked. Raises Refused."""
    name = f"oidc-keys:{there.issuer}"
    kept = caches["process"].get(name)
    if kept is not None:
        try:
            return token.key_for(algorithm, key_name, kept)
        except Refused:
            if not caches["process"].add(f"{name}:again", True, AGAIN):
                raise
    found = _asked(name, lambda: provider.keys(there))
    return token.key_for(algorithm, key_name, found)


def _asked(name: str, ask: Callable[[], Told]) -> Told:
    """The issuer's answer, which is kept; so is that there was none. Raises Refused."""
    missing = caches["process"].get(f"{name}:away")
    if missing is not None:
        raise Refused(Fault.UNREACHABLE, missing)
    try:
        found = ask()
    except Refused as problem:
        if problem.fault is Fault.UNREACHABLE:
            caches["process"].set(f"{name}:away", problem.detail, AWAY)
        raise
    caches["process"].set(name, found, KEPT)
    return found
