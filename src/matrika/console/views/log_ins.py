"""Who came in, who failed, and how each session ended."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from matrika.console import lists
from matrika.console.access import staff
from matrika.console.reference_forms import OrganisationSearch
from matrika.pages.paging import Pages
from matrika.register.models import LogIn

PAGE = 25


@staff
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    form = OrganisationSearch(request.GET)
    form.fields["q"].label = _("Meno alebo prihlasovacie meno")
    found = LogIn.objects.select_related("person", "organisation").order_by("-at", "-pk")
    if form.is_valid() and (text := form.cleaned_data["q"].strip()):
        named = Q(person__last_name__icontains=text) | Q(person__first_name__icontains=text)
        found = found.filter(named | Q(person__username__icontains=text))
    page = Pages(found, PAGE).get_page(request.GET.get("strana"))
    context = {"here": "reference", "form": form, "page": page, "query": lists.query(request.GET)}
    return render(request, "console/log_ins.html", context)
