""" "Môj profil": the organisation's providers, their certificates, histories and files (guide ch. 7)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from matrika.pages.downloads import attachment
from matrika.portal import access
from matrika.portal.access import acting, provider_of
from matrika.portal.views.public import safe_next
from matrika.register import queries
from matrika.register.models import CertificateEntry


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Staff have no profile of an organisation: their work is in the console."""
    who = acting(request)
    if who.is_staff and not who.organisations:
        return redirect("console:queue")
    return render(request, "portal/profile.html")


@require_safe
@login_required
def providers(request: HttpRequest) -> HttpResponse:
    organisation = acting(request).organisation
    rows = queries.providers_of(organisation, at=timezone.now()) if organisation else []
    return render(request, "portal/providers.html", {"rows": rows})


@require_safe
@login_required
def provider(request: HttpRequest, pk: int) -> HttpResponse:
    detail = queries.detail(provider_of(request, pk), at=timezone.now())
    return render(request, "portal/provider.html", {"detail": detail})


@require_safe
@login_required
def history(request: HttpRequest, pk: int) -> HttpResponse:
    found = provider_of(request, pk)
    detail = queries.detail(found, at=timezone.now())
    context = {"provider": found, "events": queries.history(found), "versions": detail.versions}
    return render(request, "portal/history.html", context)


@require_safe
@login_required
def metadata(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    version = get_object_or_404(provider_of(request, pk).versions, number=number)
    return attachment(bytes(version.content), f"metadata-{pk}-{number}.xml", "application/samlmetadata+xml")


@require_safe
@login_required
def certificate(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    found = _certificate(request, pk, entry)
    events = queries.certificate_history(found)
    context = {"provider": found.version.provider, "entry": found, "events": events}
    return render(request, "portal/certificate.html", context)


@require_safe
@login_required
def certificate_file(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """DER, with the usual ending `.cer` (R-3.1.4)."""
    found = _certificate(request, pk, entry)
    return attachment(bytes(found.der), f"{found.fingerprint[:16]}.cer", "application/pkix-cert")


@require_POST
@login_required
def act_for(request: HttpRequest) -> HttpResponse:
    access.act_for(request, request.POST.get("organisation"))
    return redirect(safe_next(request) or "portal:profile")


def _certificate(request: HttpRequest, pk: int, entry: int) -> CertificateEntry:
    entries = CertificateEntry.objects.select_related("version__provider")
    return get_object_or_404(entries, pk=entry, version__provider=provider_of(request, pk))
