"""The register as of an instant: who was active, beside what was published of them then (R-7.4)."""

from __future__ import annotations

from datetime import UTC

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from matrika.console.access import staff
from matrika.console.register_forms import AsOf
from matrika.pages.paging import A_PAGE
from matrika.register import snapshot
from matrika.register.published import published


@staff
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    form = AsOf(request.GET if "den" in request.GET else None)
    context: dict[str, object] = {"here": "as-of", "form": form, "as_of": form}
    if form.is_valid() and form.cleaned_data["at"] is not None:
        context |= _page(request, form)
    return render(request, "console/as_of.html", context)


def _page(request: HttpRequest, form: AsOf) -> dict[str, object]:
    at, known_at = form.cleaned_data["at"], form.cleaned_data["known_at"]
    behind = _behind(request.GET.get("za", ""))
    seen = snapshot.active(at=at, known_at=known_at, behind=behind, limit=A_PAGE + 1)
    shown = seen[:A_PAGE]
    then = published([one.provider.pk for one in shown], at=at)
    return {
        "at": at,
        "known_at": known_at,
        "rows": [(one, then[one.provider.pk]) for one in shown],
        "query": _query(request.GET),
        "is_first": behind is None,
        "next": snapshot.place(shown[-1]) if len(seen) > A_PAGE else None,
    }


def _behind(text: str) -> snapshot.Place | None:
    """Where the page before ended, "2026-11-22T23:00:00+00:00_17"; None for a link somebody cut."""
    moment, _, pk = text.partition("_")
    try:
        registered_at = parse_datetime(moment)
        if registered_at is None or registered_at.tzinfo is None or not (pk.isascii() and pk.isdigit()):
            return None
        return snapshot.Place(registered_at.astimezone(UTC), int(pk[:18]))
    except (ValueError, OverflowError):  # no instant, or one before the first year or after the last
        return None


def _query(asked: QueryDict) -> str:
    """What every link of the page repeats: the instant."""
    kept = asked.copy()
    kept.pop("za", None)
    return kept.urlencode()
