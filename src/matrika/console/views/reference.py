"""Reading the reference data: the list of organisations, and one organisation."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from matrika.console import lists, reference
from matrika.console.access import person_of, staff
from matrika.console.reference_forms import OrganisationSearch
from matrika.core.people import Role
from matrika.pages.language import page_language
from matrika.pages.paging import A_PAGE
from matrika.register.models import Organisation


@staff
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """By IČO; `?q=` narrows to the beginning of an IČO or to words of the name."""
    form = OrganisationSearch(request.GET)
    found = reference.search(form.cleaned_data["q"]) if form.is_valid() else Organisation.objects.none()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("strana"))
    context = {"form": form, "page": page, "query": lists.query(request.GET)}
    return render(request, "console/organisations.html", context | common(request))


@staff
@require_safe
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Organisation, pk=pk)
    record = reference.gather(one, language=page_language(), at=timezone.now())
    return render(request, "console/organisation.html", {"record": record, "one": one} | common(request))


def common(request: HttpRequest) -> dict[str, object]:
    return {"here": "reference", "may_change": person_of(request).role == Role.SUPERVISOR}
