"""Everything that ever happened, for an auditor and for a supervisor: to read, to narrow, to take away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from matrika.console import audit
from matrika.console.access import auditor
from matrika.console.audit_forms import AuditFilter
from matrika.core.days import day_of
from matrika.pages import spreadsheet
from matrika.pages.language import page_language, say
from matrika.register import ledger
from matrika.register.models import ChainCheck


@auditor
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    form = AuditFilter(request.GET)
    lines: list[audit.Line] = []
    following = None
    if form.is_valid():
        lines, following = audit.page(form.wanted(), before=_before(request), language=page_language())
    asked = request.GET.copy()
    asked.pop("pred", None)
    context = {
        "here": "audit",
        "form": form,
        "lines": lines,
        "following": following,
        "query": asked.urlencode(),
        "head": ledger.head(),
        "check": ChainCheck.objects.order_by("-pk").first(),
    }
    return render(request, "console/audit.html", context, status=422 if form.errors else 200)


@auditor
@require_safe
def table(request: HttpRequest) -> HttpResponseBase:
    """The same as a table, all pages of it."""
    form = AuditFilter(request.GET)
    if not form.is_valid():
        return index(request)
    rows = audit.table(form.wanted(), language=page_language())
    name = f"udalosti-{day_of(timezone.now())}.csv"
    return spreadsheet.streamed(name, [say(title) for title in audit.TITLES], rows)


def _before(request: HttpRequest) -> int | None:
    text = request.GET.get("pred", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
