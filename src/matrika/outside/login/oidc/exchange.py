"""The conversation with the issuer, a sentence a function. What is not believed raises Refused."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode

from matrika.outside.login.oidc import asking
from matrika.outside.login.oidc.provider import Client, Provider
from matrika.outside.login.oidc.refused import Fault, Refused

_BEARER = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750 §2.1: what fits into a header

_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")  # JSON can hold it: NUL, and half of a surrogate pair


@dataclass(frozen=True, slots=True)
class Asked:
    """What this browser is asked to bring back, and what only we know of it meanwhile."""

    state: str
    nonce: str  # in the token: it was made for this log-in
    verifier: str  # to the token endpoint: the code is of no use to whoever saw it pass (RFC 7636)


def fresh() -> Asked:
    return Asked(*(secrets.token_urlsafe(32) for _ in range(3)))


def address_to_ask(provider: Provider, client: Client, asked: Asked, *, back: str, language: str) -> str:
    """Where the browser goes to log in."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(asked.verifier.encode()).digest()).rstrip(b"=")
    return _with_query(
        provider.authorization,
        {
            "response_type": "code",
            "client_id": client.client_id,
            "redirect_uri": back,
            "scope": client.scope,
            "state": asked.state,
            "nonce": asked.nonce,
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
            "ui_locales": language,
        },
    )


@dataclass(frozen=True, slots=True)
class Bought:
    """What the provider gives for a code."""

    id_token: str
    access_token: str  # opens the provider's userinfo; "" where it gives none that we know how to show


def token_for(code: str, provider: Provider, client: Client, *, verifier: str, back: str) -> Bought:
    """The tokens for the code. Raises Refused."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    if client.secret and not provider.by_post:
        headers["Authorization"] = _basic(client)
    else:
        form["client_id"] = client.client_id
        if client.secret:
            form["client_secret"] = client.secret
    answer = asking.post(provider.token, form, headers)
    told = asking.read_object(answer.body)
    if answer.status != 200:
        raise Refused(Fault.CODE, f"{answer.status} {str(told.get('error'))[:80]}")
    token = told.get("id_token")
    if not isinstance(token, str):
        raise Refused(Fault.UNREADABLE, "no id_token")
    access, how = told.get("access_token"), str(told.get("token_type")).lower()
    can_show = isinstance(access, str) and how == "bearer" and _BEARER.fullmatch(access)
    return Bought(token, str(access) if can_show else "")


def address_to_leave(provider: Provider, client: Client, *, token: str, state: str, back: str) -> str:
    """Where the browser goes to log out there, too; "" where the provider has no such address."""
    if not provider.end_session:
        return ""
    hint = {"id_token_hint": token} if token else {}
    more = {"client_id": client.client_id, "post_logout_redirect_uri": back, "state": state}
    return _with_query(provider.end_session, {**hint, **more})


def flat(claims: Mapping[str, Any]) -> dict[str, str]:
    """The claims that are one word or number each. What no database takes was not said."""
    told = {name: str(value) for name, value in claims.items() if isinstance(value, str | int)}
    return {name: value for name, value in told.items() if not _UNWRITABLE.search(value)}


def _with_query(address: str, parameters: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}"


def _basic(client: Client) -> str:
    # RFC 6749 §2.3.1: both halves are encoded as in a form first.
    pair = f"{quote_plus(client.client_id)}:{quote_plus(client.secret)}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"
