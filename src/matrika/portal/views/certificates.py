"""The certificates of a provider as entries: all there ever were, each with its page and its file (R-7.3)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from matrika.pages.downloads import attachment
from matrika.pages.paging import A_PAGE
from matrika.portal.access import acting, provider_of
from matrika.register import elsewhere, held, queries
from matrika.register.models import CertificateEntry


@require_safe
@login_required
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """Those of earlier versions too, newest registration first."""
    provider = provider_of(request, pk)
    ever = held.ever_held(queries.versions_of(provider), at=timezone.now())
    page = Paginator(ever, A_PAGE).get_page(request.GET.get("strana"))
    return render(request, "portal/certificates.html", {"provider": provider, "page": page})


@require_safe
@login_required
def show(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    found = _certificate(request, pk, entry)
    provider = found.version.provider
    ever = held.ever_held(queries.versions_of(provider), at=timezone.now())
    context = {
        "provider": provider,
        "entry": found,
        "held": next(one for one in ever if held.is_of(one, found)),
        "page": Paginator(queries.certificate_history(found), A_PAGE).get_page(request.GET.get("strana")),
        "elsewhere": _elsewhere(request, found),
    }
    return render(request, "portal/certificate.html", context)


@require_safe
@login_required
def download(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """DER, with the usual ending `.cer` (R-3.1.4)."""
    found = _certificate(request, pk, entry)
    return attachment(bytes(found.der), f"{found.fingerprint[:16]}.cer", "application/pkix-cert")


def _elsewhere(request: HttpRequest, entry: CertificateEntry) -> list[object]:
    """For staff alone: an owner never learns whose else the certificate is."""
    if not acting(request).is_staff:
        return []
    return list(elsewhere.providers([entry.fingerprint], except_provider=entry.version.provider))


def _certificate(request: HttpRequest, pk: int, entry: int) -> CertificateEntry:
    entries = CertificateEntry.objects.select_related("version__provider").defer("version__content")
    return get_object_or_404(entries, pk=entry, version__provider=provider_of(request, pk))
