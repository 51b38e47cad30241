"""A shrunken aggregate waits for a supervisor's word: who would be gone from it, and why (R-9.2)."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from matrika.console import lists
from matrika.console.access import confirmed, person_of, supervisor
from matrika.pages.paging import A_PAGE
from matrika.publication import holds, shrink
from matrika.register import queries
from matrika.register.models import ServiceProvider


@dataclass(frozen=True, slots=True)
class Gone:
    """A provider that would no longer be in the aggregate."""

    row: queries.ProviderRow
    held: str  # why a person keeps it back; "" when nobody does


@supervisor
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def aggregate(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    try:
        shrink.confirm(request.POST.get("seen", ""), actor=person_of(request).as_actor, at=timezone.now())
    except shrink.NotWaiting:
        return _page(request, is_changed=True)
    messages.success(request, _("Menší súbor je potvrdený. Worker ho zverejní do minúty."))
    return redirect("console:shrunken-aggregate")


def _page(request: HttpRequest, *, is_changed: bool = False) -> HttpResponse:
    now = shrink.waiting(at=timezone.now())
    context: dict[str, object] = {"here": "health", "waiting": now, "is_changed": is_changed}
    if now is not None:
        page = Paginator(now.gone, A_PAGE).get_page(request.GET.get("strana"))
        context |= {
            "page": page,
            "gone": _gone([provider.pk for provider in page.object_list]),
            "query": lists.query(request.GET),
        }
    return render(request, "console/shrinking.html", context, status=409 if is_changed else 200)


def _gone(keys: list[int]) -> list[Gone]:
    now = timezone.now()
    standing = holds.standing(at=now).filter(provider__in=keys, kind=holds.Kind.BACK)
    held = dict(standing.values_list("provider", "reason"))
    rows = queries.rows(ServiceProvider.objects.filter(pk__in=keys), at=now)
    return [Gone(row, held.get(row.provider.pk, "")) for row in rows]
