"""The one configured issuer of OpenID Connect, and what it said of itself lately."""

from __future__ import annotations

import jwt
from django.conf import settings
from django.core.cache import caches
from django.http import Http404

from matrika.outside.login.oidc import provider, token
from matrika.outside.login.oidc.provider import Client, Provider
from matrika.outside.login.oidc.refused import Refused

KEPT = 600  # seconds for which what the issuer says of itself is believed
AGAIN = 60  # seconds until a name of a key that nobody knows makes us ask for the keys anew


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
    if kept is None:
        kept = provider.discover(ours.issuer)
        caches["process"].set(name, kept, KEPT)
    return kept


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
    found = provider.keys(there)
    caches["process"].set(name, found, KEPT)
    return token.key_for(algorithm, key_name, found)
