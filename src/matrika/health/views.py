"""Three addresses: alive or not, for everybody; all facts for a monitoring system; all facts for staff."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from matrika.console.access import staff
from matrika.health.facts import STATES
from matrika.health.foundations import database
from matrika.health.look import look
from matrika.pages.language import say
from matrika.pages.protection.bearer import has_token


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Whether web and database answer, and nothing else: a balancer asks, and so may anybody."""
    try:
        database()
    except DatabaseError:
        return HttpResponse("unavailable\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """For whoever has the token of the configuration; for others, and without one, there is nothing here."""
    if not has_token(request.headers.get("Authorization", ""), settings.MONITORING_TOKEN):
        raise Http404
    return JsonResponse(look(at=timezone.now()).as_record())


@never_cache
@staff
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    found = look(at=timezone.now())
    rows = [(fact, say(fact.title), say(fact.words), say(STATES[fact.state])) for fact in found.facts]
    context = {"here": "health", "health": found, "rows": rows, "state": say(STATES[found.state])}
    return render(request, "console/health.html", context)
