"""What ends when: of the organisation's providers, as a page, a table to save and a calendar (R-8.1)."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from matrika.pages import ending_days, endings
from matrika.portal.access import acting
from matrika.register.models import CalendarAddress, Organisation
from matrika.register.models.person import person_named
from matrika.register.reference import calendar_addresses


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    organisation = acting(request).organisation
    made = CalendarAddress.objects.filter(organisation=organisation).first() if organisation else None
    context = {
        "seen": endings.overview(organisation, request.GET, at=timezone.now()) if organisation else None,
        "made": made,
        "made_by": person_named(made.made_by) if made else "",
    }
    return render(request, "portal/endings.html", context)


@require_safe
@login_required
def table(request: HttpRequest) -> StreamingHttpResponse:
    return endings.table(_organisation(request), request.GET, at=timezone.now())


@require_POST
@login_required
@never_cache
def make_address(request: HttpRequest) -> HttpResponse:
    """The answer is the only page that ever shows the address: not even a session keeps it."""
    organisation = _organisation(request)
    replaces = CalendarAddress.objects.filter(organisation=organisation).exists()
    token = calendar_addresses.make(organisation, actor=acting(request).person, at=timezone.now())
    address = f"{settings.BASE_URL}{ending_days.path(token)}"
    return render(request, "portal/calendar_address.html", {"address": address, "replaces": replaces})


@require_POST
@login_required
def end_address(request: HttpRequest) -> HttpResponse:
    ended = calendar_addresses.end(_organisation(request), actor=acting(request).person, at=timezone.now())
    if ended:
        messages.success(request, _("Adresa kalendára bola zrušená a už neplatí."))
    return redirect("portal:endings")


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """For calendar programs: no log-in and no cookie, whoever has the address reads it."""
    organisation = calendar_addresses.of(token)
    if organisation is None:
        raise Http404
    content = ending_days.calendar(organisation, language="en" if request.GET.get("jazyk") == "en" else "sk")
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="matrika.ics"'
    patch_cache_control(answer, private=True, max_age=3600)
    return answer


def _organisation(request: HttpRequest) -> Organisation:
    """The one that the person acts for; 404 for who acts for nobody."""
    organisation = acting(request).organisation
    if organisation is None:
        raise Http404
    return organisation
