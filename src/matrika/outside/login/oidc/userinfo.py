"""What the ID token does not say, asked of the provider's userinfo endpoint (OpenID Connect Core §5.3).

Many providers put names and the organisation there only. The answer is believed because it comes from the
provider itself, over TLS; about the log-in, its level too, the signed token alone speaks.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from matrika.outside.login.oidc import asking
from matrika.outside.login.oidc.exchange import Bought
from matrika.outside.login.oidc.provider import Client, Provider
from matrika.outside.login.oidc.refused import Fault, Refused


def complete(
    claims: Mapping[str, Any], bought: Bought, provider: Provider, client: Client
) -> Mapping[str, Any]:
    """The claims, with the missing ones of those we read, if the provider has them. Raises Refused."""
    can_ask = bought.access_token and provider.userinfo and isinstance(claims.get("sub"), str)
    if not can_ask or not _lacking(claims, client.names):
        return claims
    _require_pair(claims, bought.access_token)
    told = _told(bought.access_token, provider)
    # Another access token could have been put beside the ID token (§5.3.2).
    if told.get("sub") != claims["sub"]:
        raise Refused(Fault.USERINFO, "it tells of somebody else")
    read = {name for datum, name in client.names.items() if datum != "level"}
    return {**{name: value for name, value in told.items() if name in read}, **claims}


def _lacking(claims: Mapping[str, Any], names: Mapping[str, str]) -> bool:
    """Whether the token leaves open who somebody is, or for which organisation they act."""
    said = {datum for datum, name in names.items() if name in claims}
    return not ({"actor", "subject"} <= said and ("name" in said or {"first_name", "last_name"} <= said))


def _require_pair(claims: Mapping[str, Any], access_token: str) -> None:
    """That the two tokens belong together, where the signed one says so (§3.1.3.8)."""
    if "at_hash" not in claims:
        return
    half = hashlib.sha256(access_token.encode()).digest()[:16]  # both RS256 and ES256 name SHA-256
    expected = base64.urlsafe_b64encode(half).rstrip(b"=").decode()
    if not hmac.compare_digest(expected.encode(), str(claims["at_hash"]).encode()):
        raise Refused(Fault.USERINFO, "the access token is of another log-in")


def _told(access_token: str, provider: Provider) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {access_token}", "Accept": "application/json"}
    answer = asking.get(provider.userinfo, headers)
    if answer.status != 200:
        raise Refused(Fault.USERINFO, f"{provider.userinfo} answers {answer.status}")
    return asking.read_object(answer.body)
