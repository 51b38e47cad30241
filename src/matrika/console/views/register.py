"""The register as staff read it: search, one provider, one certificate and where else it occurs (R-7.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from matrika.console import lists
from matrika.console.access import staff
from matrika.console.register_forms import AsOf, RegisterSearch
from matrika.core.lifecycle import OPEN
from matrika.filings.models import Filing
from matrika.notices import mailbox
from matrika.pages.paging import A_PAGE
from matrika.publication.fetches import loading
from matrika.register import elsewhere, queries, search, snapshot
from matrika.register.models import CertificateEntry, ServiceProvider
from matrika.register.published import published

FIRST_FEW = 5
OPEN_STATUSES = [status.value for status in OPEN]


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind."""

    kind: str
    name: str
    page: Page[Any]
    lines: list[Any]  # of that page
    count: int
    is_cut: bool  # more than MOST were found, and only these are shown


@staff
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`?q=` looks in all kinds and shows the first of each; `?skupina=` goes through one of them."""
    form = RegisterSearch(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    groups = found(text, request.GET.get("skupina", ""), request.GET.get("strana")) if text else []
    newest = [] if text else queries.rows(_newest(), at=timezone.now())
    context = {"here": "register", "form": form, "text": text, "groups": groups, "newest": newest}
    return render(request, "console/register.html", context)


def _newest() -> QuerySet[ServiceProvider]:
    """Who came last, for whoever has typed nothing yet."""
    keys = ServiceProvider.objects.order_by("-registered_at", "-pk").values_list("pk", flat=True)
    return ServiceProvider.objects.filter(pk__in=list(keys[:FIRST_FEW]))


def found(text: str, only: str, number: str | None) -> list[Group]:
    kinds = {
        "poskytovatelia": (_("Poskytovatelia služieb"), search.providers),
        "certifikaty": (_("Certifikáty"), search.certificates),
        "ziadosti": (_("Žiadosti"), filings),
        "osoby": (_("Osoby"), search.people),
    }
    wanted = {only: kinds[only]} if only in kinds else kinds
    return [_group(kind, name, list(look(text)), only, number) for kind, (name, look) in wanted.items()]


def _group(kind: str, name: str, rows: list[Any], only: str, number: str | None) -> Group:
    shown = _newest_first(rows[: search.MOST]) if kind == "poskytovatelia" else rows[: search.MOST]
    page = Paginator(shown, A_PAGE if only else FIRST_FEW).get_page(number if only else 1)
    lines = list(page.object_list)
    if kind == "poskytovatelia":
        lines = queries.rows(ServiceProvider.objects.filter(pk__in=lines), at=timezone.now())
    return Group(kind, name, page, lines, len(shown), is_cut=len(rows) > search.MOST)


def _newest_first(providers: list[int]) -> list[int]:
    """R-7.0, within what is shown."""
    found = ServiceProvider.objects.filter(pk__in=providers).order_by("-registered_at", "-pk")
    return list(found.values_list("pk", flat=True))


def filings(text: str) -> list[Filing]:
    """By the whole number or entityID; pieces of them are looked for in the list of all filings."""
    light = Filing.objects.select_related("organisation").defer("metadata", "report", "form_document")
    by_number = list(light.filter(number=text))
    of_entity = light.filter(entity_id__in=search.entity_ids(text)).order_by("-filed_at", "-pk")
    return by_number or list(of_entity[: search.MOST + 1])


@staff
@require_safe
def provider(request: HttpRequest, pk: int) -> HttpResponse:
    """One provider, now or, with `?den=` and `?cas=`, as of an instant."""
    one = get_object_or_404(ServiceProvider.objects.select_related("owner"), pk=pk)
    form = AsOf(request.GET if "den" in request.GET else None)
    is_past = form.is_valid() and form.cleaned_data["at"] is not None
    at = form.cleaned_data["at"] if is_past else timezone.now()
    seen = snapshot.of(one, at=at, known_at=form.cleaned_data["known_at"] if is_past else None)
    certificates = seen.certificates
    met = elsewhere.ever_met([entry for entry, _state in certificates], except_provider=one)
    context = {
        "here": "register",
        "provider": one,
        "seen": seen,
        "as_of": form,
        "form": form,
        "is_past": is_past,
        "loading": None if is_past else loading(one),
        "published": published([one.pk], at=at)[one.pk] if is_past else None,
        "certificates": [(entry, state, entry.fingerprint in met) for entry, state in certificates],
        "versions": queries.versions_of(one)[:A_PAGE],
        "filings": _open_filings(one),
        "notices": mailbox.about_provider(one, most=A_PAGE),
        "page": Paginator(queries.history(one), A_PAGE).get_page(request.GET.get("strana")),
        "query": lists.query(request.GET),
    }
    return render(request, "console/provider.html", context)


def _open_filings(one: ServiceProvider) -> list[Filing]:
    light = Filing.objects.filter(entity_id=one.entity_id, status__in=OPEN_STATUSES)
    return list(light.only("number", "kind", "status", "filed_at", "entity_id").order_by("-filed_at", "-pk"))


@staff
@require_safe
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate, with every provider and version where it, or its key, occurs."""
    entries = CertificateEntry.objects.select_related("version__provider__owner").defer("version__content")
    entry = get_object_or_404(entries, pk=pk)
    page = Paginator(elsewhere.same_certificate_or_key(entry), A_PAGE).get_page(request.GET.get("strana"))
    context = {"here": "register", "entry": entry, "page": page, "query": ""}
    return render(request, "console/certificate.html", context)
