"""Log-in and log-out by SAML 2.0: what a browser carries between the identity provider and us."""

from __future__ import annotations

import logging
import uuid
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from matrika.outside.login import identity
from matrika.outside.login.saml import parties
from matrika.outside.login.saml.exchange import Carried, Exchange, Onward
from matrika.outside.login.saml.messages import Session
from matrika.outside.login.saml.parties import POST, REDIRECT
from matrika.outside.login.saml.refused import Fault, Refused
from matrika.outside.login.saml.response import LogIn
from matrika.portal.login import arrive, once, sessions
from matrika.portal.models import ArrivedResponse
from matrika.register import logins

logger = logging.getLogger(__name__)
ASKED, LEAVING = "saml_asked", "saml_leaving"
AT_ONCE = 5  # log-ins begun in one browser and not finished
ON_THE_WAY = timedelta(minutes=5)


def exchange() -> Exchange:
    """The configured one. Raises Http404 without one."""
    if settings.SAML_IDP is None:
        raise Http404
    binding = POST if settings.SAML_BINDING == "post" else REDIRECT
    return Exchange(ourselves(), settings.SAML_IDP, binding, settings.SAML_CLOCK)


def ourselves() -> parties.OurSide:
    """This portal as a service provider. Raises Unusable where its keys cannot be read."""
    return _ourselves(
        settings.SAML_FOLDER, settings.SAML_ENTITY_ID, settings.SAML_ADDRESS or settings.BASE_URL
    )


@lru_cache(maxsize=4)
def _ourselves(folder: Path, entity_id: str, base: str) -> parties.OurSide:
    acs, slo = addresses(base)
    return parties.read_ourselves(folder, entity_id=entity_id, acs=acs, slo=slo)


def addresses(base: str) -> tuple[str, str]:
    """Where the provider's answers come, and its words of leaving."""
    return f"{base}/prihlasenie/saml/acs/", f"{base}/prihlasenie/saml/slo/"


@require_safe
def metadata(request: HttpRequest) -> HttpResponse:
    """What the identity provider's operator registers: needed before that provider is known here."""
    if settings.SAML_IDP is None and not settings.SAML_FOLDER.exists():
        raise Http404
    return HttpResponse(ourselves().metadata(), content_type="application/samlmetadata+xml")


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """To the identity provider, and afterwards to `next`, which stays here: nothing of it travels."""
    sent = exchange().ask(at=timezone.now())
    asked = dict(list(request.session.get(ASKED, {}).items())[-AT_ONCE + 1 :])
    request.session[ASKED] = {**asked, sent.message_id: arrive.wanted_here(request)}
    return _pass_on(request, sent.onward)


@csrf_exempt
@require_POST
def acs(request: HttpRequest) -> HttpResponse:
    """The provider's page posts here from another site, so no cookie comes along: the response waits a moment
    until the browser asks for it from this one."""
    text = request.POST.get("SAMLResponse", "")
    try:
        exchange().answered(text)
    except Refused as problem:
        return _refused(request, problem)
    now = timezone.now()
    ArrivedResponse.objects.filter(at__lt=now - ON_THE_WAY).delete()
    arrived = ArrivedResponse.objects.create(content=text, at=now)
    return redirect("portal:saml-finish", arrived.pk)


@require_GET
def finish(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The same browser that asked brings the answer, once."""
    now = timezone.now()
    arrived = ArrivedResponse.objects.filter(pk=pk, at__gte=now - ON_THE_WAY).first()
    if arrived is None or not ArrivedResponse.objects.filter(pk=pk).delete()[0]:
        return _refused(request, Refused(Fault.REPLAYED, "brought before, or too late"))
    asked: dict[str, str] = request.session.get(ASKED, {})
    try:
        which = exchange().answered(arrived.content)
        if which not in asked:
            raise Refused(Fault.IN_RESPONSE_TO, "this browser did not ask")
        known = exchange().log_in(arrived.content, in_response_to=which, at=now)
        _use(known, at=now)
        who = identity.read(known.attributes, identity.UPVS_NAMES, issuer=exchange().provider.entity_id)
    except Refused as problem:
        return _refused(request, problem)
    except identity.Incomplete as missing:
        logger.warning("the identity provider does not say %s", missing)
        return arrive.refused(request, None, "saml", "incomplete")
    wanted = asked.pop(which)
    request.session[ASKED] = asked
    external = {"issuer": who.issuer, **asdict(known.session)}
    until = known.session_until.timestamp() if known.session_until else 0.0
    way = arrive.Way("saml", settings.SAML_LEAST_LEVEL, external, until)
    return arrive.let_in(request, who, way, wanted=wanted)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def slo(request: HttpRequest) -> HttpResponse:
    """The provider ended a session, or answers that it did what we asked."""
    carried = _carried(request)
    if carried is None:
        raise Http404
    try:
        if carried.name == "SAMLResponse":
            return _answered(request, carried)
        leaving = exchange().is_leaving(carried, at=timezone.now())
    except Refused as problem:
        return _refused(request, problem)
    # By the provider's own names: the browser's cookie need not come along, nor be this session's.
    issuer = exchange().provider.entity_id
    sessions.end_all(logins.at_provider(issuer, [leaving.name_id], leaving.indexes), "provider")
    relay = (request.GET if carried.binding == REDIRECT else request.POST).get("RelayState", "")
    onward = exchange().confirm(leaving, carried, relay=relay, at=timezone.now())
    return _pass_on(request, onward) if onward is not None else redirect("portal:home")


def knows(external: dict[str, str]) -> bool:
    """Whether a session began at this provider, by SAML."""
    is_ours = settings.SAML_IDP is not None and external.get("issuer") == settings.SAML_IDP.entity_id
    # The same provider may go by the same name in OpenID Connect.
    return bool(is_ours and external.get("name_id") and "id_token" not in external)


def leave(request: HttpRequest, external: dict[str, str]) -> HttpResponse | None:
    """On to the provider, to leave there, too; None if it has no address for that."""
    session = Session(**{name: value for name, value in external.items() if name != "issuer"})
    sent = exchange().leave(session, at=timezone.now())
    if sent is None:
        return None
    request.session[LEAVING] = sent.message_id
    return _pass_on(request, sent.onward)


def _answered(request: HttpRequest, carried: Carried) -> HttpResponse:
    """Of the cookie nothing depends: who left us has left, whatever the provider says."""
    asked = request.session.pop(LEAVING, "")
    try:
        everywhere = exchange().has_left(carried, in_response_to=asked)
    except Refused as problem:
        if problem.fault is not Fault.IN_RESPONSE_TO:
            raise
        everywhere = False
    if everywhere:
        messages.success(request, _("Odhlásili ste sa tu aj u poskytovateľa identity."))
    else:
        messages.warning(
            request,
            _("Tu ste odhlásení. Poskytovateľ identity odhlásenie nepotvrdil; zatvorte prehliadač."),
        )
    return redirect("portal:home")


def _carried(request: HttpRequest) -> Carried | None:
    for name in ("SAMLRequest", "SAMLResponse"):
        if request.method == "POST" and name in request.POST:
            return Carried(name, POST, request.POST[name])
        if request.method == "GET" and name in request.GET:
            return Carried(name, REDIRECT, request.META["QUERY_STRING"])
    return None


def _use(known: LogIn, *, at: datetime) -> None:
    """An assertion serves once. Raises Refused."""
    if not once.use(known.assertion_id, until=known.usable_until, at=at):
        raise Refused(Fault.REPLAYED, known.assertion_id)


def _pass_on(request: HttpRequest, onward: Onward) -> HttpResponse:
    if isinstance(onward, str):
        return HttpResponseRedirect(onward)
    return render(request, "portal/pass_on.html", {"form_to_post": onward})


def _refused(request: HttpRequest, problem: Refused) -> HttpResponse:
    logger.warning("a SAML message is refused: %s", problem)
    return arrive.refused(request, None, "saml", problem.fault.value)
