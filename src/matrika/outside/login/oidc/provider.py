"""What the one configured issuer says of itself: its addresses (OpenID Connect Discovery) and its keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from matrika.outside import https
from matrika.outside.login.oidc import asking
from matrika.outside.login.oidc.refused import Fault, Refused

WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Client:
    """Who we are at which issuer, as the operator says."""

    issuer: str
    client_id: str
    secret: str  # "": a public client, which PKCE alone protects
    scope: str
    names: Mapping[str, str]  # datum → the provider's claim


@dataclass(frozen=True, slots=True)
class Provider:
    """The issuer's addresses. None but these is asked, and each is https, or on this machine."""

    issuer: str
    authorization: str
    token: str
    jwks: str
    userinfo: str  # "": all that it tells is in the token
    end_session: str  # "": it ends no sessions for others
    by_post: bool  # the secret goes into the form, since the provider takes it there
    names_itself: bool  # in every answer (RFC 9207)


def discover(issuer: str) -> Provider:
    """What the issuer's document says. Raises Refused."""
    told = _fetched(f"{issuer.rstrip('/')}{WELL_KNOWN}")
    if told.get("issuer") != issuer:
        raise Refused(Fault.ISSUER, f"the document is of {told.get('issuer')!r}")
    methods = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Provider(
        issuer=issuer,
        authorization=_endpoint(told, "authorization_endpoint"),
        token=_endpoint(told, "token_endpoint"),
        jwks=_endpoint(told, "jwks_uri"),
        userinfo=_endpoint(told, "userinfo_endpoint") if told.get("userinfo_endpoint") else "",
        end_session=_endpoint(told, "end_session_endpoint") if told.get("end_session_endpoint") else "",
        # In a form there is one way to write a secret; in the header (RFC 6749 §2.3.1) providers differ.
        by_post="client_secret_post" in methods,
        names_itself=told.get("authorization_response_iss_parameter_supported") is True,
    )


def keys(provider: Provider) -> list[dict[str, Any]]:
    """The issuer's JSON Web Keys, as it writes them. Raises Refused."""
    found = _fetched(provider.jwks).get("keys")
    if not isinstance(found, list):
        raise Refused(Fault.UNREADABLE, "no list of keys")
    return [key for key in found if isinstance(key, dict)]


def _fetched(address: str) -> dict[str, Any]:
    """The JSON object at an allowed address. Raises Refused."""
    answer = asking.get(address, {"Accept": "application/json"})
    if answer.status != 200:
        raise Refused(Fault.UNREACHABLE, f"{address} answers {answer.status}")
    return asking.read_object(answer.body)


def _endpoint(told: Mapping[str, Any], name: str) -> str:
    address = told.get(name)
    try:
        https.allowed(str(address).partition("?")[0])
        urlsplit(str(address)).port  # noqa: B018 - raises ValueError for what is no port
    except ValueError:
        raise Refused(Fault.ENDPOINT, f"{name} is {address!r}") from None
    return str(address)
