"""A logout token → whose sessions the provider has ended (OpenID Connect Back-Channel Logout 1.0)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt

from matrika.outside.login.oidc import token
from matrika.outside.login.oidc.refused import Fault, Refused

EVENT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass(frozen=True, slots=True)
class Leaving:
    """Of the two names at least one is there; `sub` alone means all sessions of that person."""

    sub: str
    sid: str
    token_id: str  # serves once
    usable_until: datetime


def read(
    text: str, key: jwt.PyJWK, *, issuer: str, client_id: str, at: datetime, drift: timedelta
) -> Leaving:
    """What the provider says, checked as §2.6 wants it. Raises Refused."""
    claims = token.signed(text, key)
    token.require_issuer(claims, issuer)
    if client_id not in token.audience(claims):
        raise Refused(Fault.AUDIENCE, str(claims.get("aud"))[:200])
    token.require_now(claims, at=at, drift=drift)
    # An ID token of the same provider must never pass for its word that somebody left.
    if "nonce" in claims:
        raise Refused(Fault.NONCE, "a logout token has none")
    events = claims.get("events")
    if not isinstance(events, Mapping) or not isinstance(events.get(EVENT), Mapping):
        raise Refused(Fault.NO_LOG_OUT)
    sub, sid = _word(claims, "sub"), _word(claims, "sid")
    if not sub and not sid:
        raise Refused(Fault.UNREADABLE, "neither sub nor sid")
    token_id = _word(claims, "jti")
    if not token_id:
        raise Refused(Fault.UNREADABLE, "no jti")
    return Leaving(sub, sid, token_id, token.usable_until(claims, drift))


def _word(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name, "")
    if not isinstance(value, str):
        raise Refused(Fault.UNREADABLE, f"{name} is no word")
    return value
