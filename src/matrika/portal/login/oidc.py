"""Log-in and log-out by OpenID Connect: what a browser carries between the issuer and us.

Other than with SAML the answer comes by an ordinary link, so the session's cookie comes along.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from matrika.outside.login import identity
from matrika.outside.login.oidc import exchange, token, userinfo
from matrika.outside.login.oidc.exchange import Asked
from matrika.outside.login.oidc.provider import Client
from matrika.outside.login.oidc.refused import Fault, Refused
from matrika.portal.login import arrive, issuer, oidc_leaving, once

logger = logging.getLogger(__name__)
ASKED, LEAVING = "oidc_asked", "oidc_leaving"
AT_ONCE = 5  # log-ins begun in one browser and not finished
ON_THE_WAY = timedelta(minutes=30)  # somebody may have to find their telephone


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """To the issuer, and afterwards to `next`, which stays here: nothing of it travels."""
    client = issuer.client()
    try:
        there = issuer.provider_of(client)
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
    client, now = issuer.client(), timezone.now()
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
    external = {"issuer": client.issuer, "id_token": text, **oidc_leaving.names(claims)}
    way = arrive.Way("oidc", settings.OIDC_LEAST_LEVEL, external)
    return arrive.let_in(request, who, way, wanted=wanted)


@require_GET
def left(request: HttpRequest) -> HttpResponse:
    """Back from the issuer's log-out. Nothing depends on it: whoever left us has left."""
    issuer.client()
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
    client, state = issuer.client(), exchange.fresh().state
    try:
        there = issuer.provider_of(client)
    except Refused as problem:
        logger.warning("no log-out at the issuer: %s", problem)
        return None
    address = exchange.address_to_leave(
        there, client, token=external["id_token"], state=state, back=_here("odhlasene")
    )
    if not address:
        return None
    request.session[LEAVING] = state
    answer = render(request, "portal/leave_there.html", {"address": address})
    answer["Refresh"] = f"0;url={address}"
    return answer


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
) -> tuple[str, Mapping[str, Any]]:
    """The token, and what the issuer claims in it or beside it. Raises Refused."""
    there = issuer.provider_of(client)
    # RFC 9207: a code of another issuer must not be carried to this one, nor the other way round.
    if (there.names_itself or "iss" in request.GET) and request.GET.get("iss") != client.issuer:
        raise Refused(Fault.ISSUER, "in the answer")
    if "error" in request.GET:
        raise Refused(Fault.STATUS, request.GET["error"][:80])
    code = request.GET.get("code", "")
    bought = exchange.token_for(code, there, client, verifier=asked.verifier, back=_here("navrat"))
    text = bought.id_token
    claims = token.read(
        text,
        issuer.key_of(there, *token.algorithm_and_key_name(text)),
        issuer=client.issuer,
        client_id=client.client_id,
        nonce=asked.nonce,
        at=at,
        drift=settings.OIDC_CLOCK,
    )
    until = token.usable_until(claims, settings.OIDC_CLOCK)
    if not once.use(f"{client.issuer} {asked.nonce}", until=until, at=at):
        raise Refused(Fault.REPLAYED)
    return text, userinfo.complete(claims, bought, there, client)


def _refused(request: HttpRequest, problem: Refused) -> HttpResponse:
    logger.warning("a log-in by OpenID Connect is refused: %s", problem)
    status = 503 if problem.fault is Fault.UNREACHABLE else 403
    return arrive.refused(request, None, "oidc", problem.fault.value, status=status)
