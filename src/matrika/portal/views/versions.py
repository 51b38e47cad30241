"""Every version of a provider's metadata: listed, looked at, compared, downloaded (R-7.4)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from matrika.pages.differences import shown
from matrika.pages.downloads import attachment
from matrika.pages.line_diff import line_diff
from matrika.pages.paging import A_PAGE
from matrika.pages.source import marked_lines
from matrika.portal.access import provider_of
from matrika.register import held, queries
from matrika.register.models import MetadataVersion, ServiceProvider
from samllint import difference
from samllint.unreadable import Unreadable


@require_safe
@login_required
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """All of them, newest first, and a form that compares any two."""
    provider = provider_of(request, pk)
    versions = provider.versions.defer("content").order_by("-number").prefetch_related("certificates")
    page = Paginator(versions, A_PAGE).get_page(request.GET.get("strana"))
    return render(request, "portal/versions.html", {"provider": provider, "page": page})


@require_safe
@login_required
def show(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    provider = provider_of(request, pk)
    version = get_object_or_404(provider.versions, number=number)
    versions = queries.versions_of(provider)
    context = {
        "provider": provider,
        "version": version,
        "newest": versions[0].number,
        "certificates": held.of_version(version, versions, at=timezone.now()),
        "lines": marked_lines(bytes(version.content), None),
    }
    return render(request, "portal/version.html", context)


@require_safe
@login_required
def download(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Byte for byte as filed."""
    version = get_object_or_404(provider_of(request, pk).versions, number=number)
    return attachment(bytes(version.content), f"metadata-{pk}-{number}.xml", "application/samlmetadata+xml")


@require_safe
@login_required
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions, by meaning and line by line: `?stara=1&nova=3`."""
    provider = provider_of(request, pk)
    old, new = _version(request, provider, "stara"), _version(request, provider, "nova")
    contents = bytes(old.content), bytes(new.content)
    try:
        found = shown(difference.between(*contents))
    except Unreadable:  # imported metadata may be anything; their lines can be compared all the same
        found = None
    context = {
        "provider": provider,
        "old": old,
        "new": new,
        "difference": found,
        "lines": line_diff(*contents),
        "newest": provider.versions.count(),
    }
    return render(request, "portal/compare.html", context)


def _version(request: HttpRequest, provider: ServiceProvider, name: str) -> MetadataVersion:
    """The version whose number the address names, else 404."""
    number = request.GET.get(name, "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Http404
    return get_object_or_404(provider.versions, number=int(number))
