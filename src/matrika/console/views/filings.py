"""The search over all filings, and the page of one filing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from matrika.console import lists, presence, verdict_line
from matrika.console.access import filing_or_404, person_of, staff
from matrika.console.dossier import Dossier, gather
from matrika.console.forms import (
    AcceptedSignature,
    Approval,
    Assignee,
    InternalComment,
    Question,
    Rejection,
    Returned,
    Search,
)
from matrika.console.paper_forms import Paper
from matrika.core.days import day_of
from matrika.core.lifecycle import OPEN, Status
from matrika.filings.access import REVIEWERS
from matrika.filings.models import Filing
from matrika.pages.language import page_language
from matrika.pages.paging import A_PAGE, Pages


@staff
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = Search(request.GET)
    found = lists.search(form.cleaned_data) if form.is_valid() else Filing.objects.none()
    page = Pages(found, A_PAGE).get_page(request.GET.get("strana"))
    rows = lists.rows(page.object_list, page_language(), timezone.now())
    return render(
        request,
        "console/search.html",
        {"here": "search", "form": form, "page": page, "rows": rows, "query": lists.query(request.GET)},
    )


@staff
@require_safe
def show(request: HttpRequest, number: str) -> HttpResponse:
    return page_of(request, filing_or_404(number))


def page_of(request: HttpRequest, filing: Filing, status: int = 200, **typed: Form | str) -> HttpResponse:
    """The page of a filing; `typed` holds a form that came back with errors, under its own name."""
    now = timezone.now()
    dossier = gather(filing, language=page_language(), at=now)
    forms = {name: SimpleLazyObject(make) for name, make in _forms(filing, now).items()}
    wrong = next((form for form in typed.values() if isinstance(form, Form) and form.errors), None)
    shown = context(request, dossier, now) | forms | typed | {"form": wrong}
    return render(request, "console/filing.html", shown, status=status)


def _forms(filing: Filing, now: datetime) -> dict[str, Callable[[], Form]]:
    """Each is made when the page shows it: no status of a filing has use for all."""
    has_it = {"to": filing.assigned_to_id, "seen": filing.assigned_to_id}
    return {
        "approval": partial(Approval, prefix="approve"),
        "signature_form": partial(AcceptedSignature, prefix="signature"),
        "returned": partial(Returned, prefix="return"),
        "assignee": partial(Assignee, prefix="assign", initial=has_it),
        "rejection": partial(Rejection, prefix="reject"),
        "question": partial(Question, prefix="ask"),
        "paper_form": partial(Paper, prefix="paper", filed_on=day_of(filing.filed_at), today=day_of(now)),
        "note": partial(InternalComment, prefix="note"),
    }


def context(request: HttpRequest, dossier: Dossier, now: datetime) -> dict[str, object]:
    person, filing = person_of(request), dossier.filing
    look = presence.note if person.role in REVIEWERS else presence.others
    return {
        "dossier": dossier,
        "filing": filing,
        "may_act": person.role in REVIEWERS,
        "is_open": Status(filing.status) in OPEN,
        "is_mine": filing.assigned_to_id == person.pk,
        "is_own_proposal": filing.proposed_by_id == person.pk,
        "four_eyes": settings.FOUR_EYES,
        "signals": verdict_line.of(dossier),
        "also_here": look(filing, person, at=now),
    }
