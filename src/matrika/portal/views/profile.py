""" "Môj profil": the organisation's providers and what happened to them (guide ch. 7)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from matrika.pages.paging import A_PAGE
from matrika.portal import access
from matrika.portal.access import acting, provider_of
from matrika.portal.unreachable import lost_contacts
from matrika.portal.views.public import safe_next
from matrika.publication.fetches import loading
from matrika.register import queries
from matrika.register.models import ServiceProvider


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Staff have no profile of an organisation: their work is in the console."""
    who = acting(request)
    if who.is_staff and not who.organisations:
        return redirect("console:queue")
    context = {"unreachable": lost_contacts(who.organisation, at=timezone.now())}
    return render(request, "portal/profile.html", context)


@require_safe
@login_required
def providers(request: HttpRequest) -> HttpResponse:
    who = acting(request)
    organisation = who.organisation
    if who.is_staff and organisation is None:
        return redirect("console:register")
    found = queries.providers_of(organisation) if organisation else ServiceProvider.objects.none()
    page = Paginator(found.only("pk"), A_PAGE).get_page(request.GET.get("strana"))
    now = timezone.now()
    rows = queries.rows(ServiceProvider.objects.filter(pk__in=[one.pk for one in page]), at=now)
    context = {"rows": rows, "page": page, "unreachable": lost_contacts(organisation, at=now)}
    return render(request, "portal/providers.html", context)


@require_safe
@login_required
def provider(request: HttpRequest, pk: int) -> HttpResponse:
    found, now = provider_of(request, pk), timezone.now()
    context = {
        "detail": queries.detail(found, at=now),
        "loading": loading(found),
        "waiting": acting(request).open_filings(found.entity_id),
        "unreachable": lost_contacts(found.owner, at=now),
    }
    return render(request, "portal/provider.html", context)


@require_safe
@login_required
def history(request: HttpRequest, pk: int) -> HttpResponse:
    found = provider_of(request, pk)
    page = Paginator(queries.history(found), A_PAGE).get_page(request.GET.get("strana"))
    return render(request, "portal/history.html", {"provider": found, "page": page})


@require_POST
@login_required
def act_for(request: HttpRequest) -> HttpResponse:
    access.act_for(request, request.POST.get("organisation"))
    return redirect(safe_next(request) or "portal:profile")
