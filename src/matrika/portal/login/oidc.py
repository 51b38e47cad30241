"""Log-in and log-out by OpenID Connect: what a browser carries between the issuer and us.

Other than with SAML the answer comes by an ordinary link, so the session's cookie comes along.
"""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from django.conf import settings
from django.contrib import messages
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from matrika.outside.login import identity
from matrika.outside.login.oidc import exchange, provider, token
from matrika.outside.login.oidc.exchange import Asked
from matrika.outside.login.oidc.provider import Client, Provider
from matrika.outside.login.oidc.refused import Fault, Refused
from matrika.portal.login import arrive, once

logger = logging.getLogger(__name__)
ASKED, LEAVING = "oidc_asked", "oidc_leaving"
AT_ONCE = 5  # log-ins begun in one browser and not finished
ON_THE_WAY = timedelta(minutes=30)  # somebody may have to find their telephone
KEPT = 600  # seconds for which what the issuer says of itself is believed
AGAIN = 60  # seconds until a name of a key that nobody knows makes us ask for the keys anew


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """To the issuer, and afterwards to `next`, which stays here: nothing of it travels."""
    client = _client()
    try:
        there = _provider(client)
    except Refused as problem:
        return _refused(request, problem)
    asked = exchange.fresh()
    before = dict(list(request.session.get(ASKED, {}).items())[-AT_ONCE + 1 :])
    kept = {**asdict(asked), "wanted": arrive.wanted_here(request), "at": timezone.now().timestamp()}
    request.session[ASKED] = {**before, asked.state: kept}
    language = get_language() or "sk"
    return HttpResponseRedirect(
        exchange.address_to_ask(there, client, asked, back=_here("navrat"), language=language)
    )


@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """The same browser that asked brings a code, once; the token comes from the issuer itself."""
    client, now = _client(), timezone.now()
    asked, wanted = _take(request, at=now)
    try:
        if asked is None:
            raise Refused(Fault.STATE)
        text, claims = _answered(request, client, asked, at=now)
        who = identity.read(exchange.flat(claims), client.names, issuer=client.issuer)
    except Refused as problem:
        return _refused(request, problem)
    except identity.Incomplete as missing:
        logger.warning("the issuer does not say %s", missing)
        return arrive.refused(request, None, "oidc", "incomplete")
    external = {"issuer": client.issuer, "id_token": text}
    way = arrive.Way("oidc", settings.OIDC_LEAST_LEVEL, external)
    return arrive.let_in(request, who, way, wanted=wanted)


@require_GET
def left(request: HttpRequest) -> HttpResponse:
    """Back from the issuer's log-out. Nothing depends on it: whoever left us has left."""
    _client()
    state = request.session.pop(LEAVING, "")
    if state and request.GET.get("state") == state:
        messages.success(request, _("Odhlásili ste sa tu aj u poskytovateľa identity."))
    return redirect("portal:home")


def knows(external: dict[str, str]) -> bool:
    """Whether a session began at this issuer, by OpenID Connect."""
    return settings.OIDC is not None and "id_token" in external and external["issuer"] == settings.OIDC.issuer


def leave(request: HttpRequest, external: dict[str, str]) -> HttpResponse | None:
    """On to the issuer, to leave there, too; None if it has no address for that, or does not answer.

    By a page that leads on, not by a redirection: a form may lead to the sites that our policy names only,
    and at the start nobody knows yet where the issuer ends sessions.
    """
    client, asked = _client(), exchange.fresh()
    try:
        there = _provider(client)
    except Refused as problem:
        logger.warning("no log-out at the issuer: %s", problem)
        there = None
    address = (
        ""
        if there is None
        else exchange.address_to_leave(
            there, client, token=external["id_token"], state=asked.state, back=_here("odhlasene")
        )
    )
    if not address:
        return None
    request.session[LEAVING] = asked.state
    answer = render(request, "portal/leave_there.html", {"address": address})
    answer["Refresh"] = f"0;url={address}"
    return answer


def _client() -> Client:
    """The configured one. Raises Http404 without one."""
    if settings.OIDC is None:
        raise Http404
    client: Client = settings.OIDC
    return client


def _here(step: str) -> str:
    return f"{settings.BASE_URL}/prihlasenie/oidc/{step}/"


def _take(request: HttpRequest, *, at: datetime) -> tuple[Asked | None, str]:
    """What this browser was asked, which serves once, and where it wants to go; None if nothing was."""
    waiting: dict[str, dict[str, Any]] = request.session.get(ASKED, {})
    kept = waiting.pop(request.GET.get("state", ""), None)
    if kept is None:
        return None, ""
    request.session[ASKED] = waiting
    if at.timestamp() - kept["at"] > ON_THE_WAY.total_seconds():
        return None, ""
    return Asked(kept["state"], kept["nonce"], kept["verifier"]), kept["wanted"]


def _answered(
    request: HttpRequest, client: Client, asked: Asked, *, at: datetime
) -> tuple[str, dict[str, Any]]:
    """The token and what it claims. Raises Refused."""
    there = _provider(client)
    # RFC 9207: a code of another issuer must not be carried to this one, nor the other way round.
    if (there.names_itself or "iss" in request.GET) and request.GET.get("iss") != client.issuer:
        raise Refused(Fault.ISSUER, "in the answer")
    if "error" in request.GET:
        raise Refused(Fault.STATUS, request.GET["error"][:80])
    code = request.GET.get("code", "")
    text = exchange.token_for(code, there, client, verifier=asked.verifier, back=_here("navrat"))
    claims = token.read(
        text,
        _key(there, *token.algorithm_and_key_name(text)),
        issuer=client.issuer,
        client_id=client.client_id,
        nonce=asked.nonce,
        at=at,
        drift=settings.OIDC_CLOCK,
    )
    until = datetime.fromtimestamp(claims["exp"], UTC) + settings.OIDC_CLOCK
    if not once.use(f"{client.issuer} {asked.nonce}", until=until, at=at):
        raise Refused(Fault.REPLAYED)
    return text, claims


def _provider(client: Client) -> Provider:
    """What the issuer said of itself lately. Raises Refused."""
    name = f"oidc:{client.issuer}"
    kept: Provider | None = caches["process"].get(name)
    if kept is None:
        kept = provider.discover(client.issuer)
        caches["process"].set(name, kept, KEPT)
    return kept


def _key(there: Provider, algorithm: str, key_name: str) -> jwt.PyJWK:
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


def _refused(request: HttpRequest, problem: Refused) -> HttpResponse:
    logger.warning("a log-in by OpenID Connect is refused: %s", problem)
    status = 503 if problem.fault is Fault.UNREACHABLE else 403
    return arrive.refused(request, None, "oidc", problem.fault.value, status=status)
