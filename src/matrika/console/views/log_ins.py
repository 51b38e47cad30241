"""Who came in, who failed, and how each session ended."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from matrika.console import lists
from matrika.console.access import staff
from matrika.console.reference_forms import PersonSearch
from matrika.pages.paging import A_PAGE, Pages
from matrika.register.models import LogIn


@staff
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    form = PersonSearch(request.GET)
    found = LogIn.objects.select_related("person", "organisation").filter(form.wanted("person__"))
    page = Pages(found.order_by("-at", "-pk"), A_PAGE).get_page(request.GET.get("strana"))
    context = {"here": "reference", "form": form, "page": page, "query": lists.query(request.GET)}
    return render(request, "console/log_ins.html", context)
