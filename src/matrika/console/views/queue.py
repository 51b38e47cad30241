"""The queue, most dangerous first, narrowed as one likes, and one's own names for that."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matrika.console import lists, queue_filter
from matrika.console.access import person_of, reviewer, staff
from matrika.console.queue_filter import FilterName, QueueFilter
from matrika.filings.access import REVIEWERS
from matrika.filings.models import Filing
from matrika.pages.language import page_language
from matrika.pages.paging import A_PAGE, Pages


@staff
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`?stav=` narrows to one status, the other fields to what they say."""
    return _page(request, QueueFilter(request.GET), FilterName(prefix="filter"))


@reviewer
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    asked, form = QueueFilter(request.POST), FilterName(request.POST, prefix="filter")
    if not form.is_valid():
        return _page(request, asked, form, status=422)
    try:
        queue_filter.save(person_of(request), form.cleaned_data["nazov"], request.POST)
    except queue_filter.TooMany:
        form.add_error("nazov", _("Viac filtrov sa nezmestí. Najprv niektorý zrušte."))
    except queue_filter.TooLong:
        form.add_error("nazov", _("Filter je na uloženie príliš dlhý. Hľadajte kratší text."))
    else:
        messages.success(request, _("Filter je uložený."))
        return redirect(f"{reverse('console:queue')}?{asked.query()}")
    return _page(request, asked, form, status=422)


@reviewer
@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    queue_filter.forget(person_of(request), pk)
    messages.success(request, _("Filter je zrušený."))
    return redirect("console:queue")


def _page(request: HttpRequest, asked: QueueFilter, name: FilterName, status: int = 200) -> HttpResponse:
    now, person = timezone.now(), person_of(request)
    page = Pages(asked.filings(person, at=now), A_PAGE).get_page(request.GET.get("strana"))
    narrowed = asked.narrow(Filing.objects.all(), person, at=now)
    query = asked.query()
    tabs = [(tab, asked.query(stav=tab.value)) for tab in lists.tabs(narrowed, asked.chosen, page_language())]
    context = {
        "here": "queue",
        "page": page,
        "rows": lists.rows(page.object_list, page_language(), now),
        "tabs": tabs,
        "filter": asked,
        "name_form": name,
        "form": name,
        "saved": queue_filter.saved(person),
        "asked": query,
        "query": f"{query}&" if query else "",
        "may_act": person.role in REVIEWERS,
    }
    return render(request, "console/queue.html", context, status=status)
