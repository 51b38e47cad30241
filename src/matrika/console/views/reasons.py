"""The catalogue of reasons that reviewers reject for: read by staff, looked after by a supervisor."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from matrika.console.access import confirmed, person_of, staff, supervisor
from matrika.console.reason_forms import NewReason, ReasonChange
from matrika.console.views.reference_changes import is_done, posted
from matrika.core.people import Role
from matrika.filings.desk import reasons
from samllint.text import Text


@staff
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "console/reasons.html",
        {
            "here": "reasons",
            "reasons": reasons.catalogue(),
            "may_change": person_of(request).role == Role.SUPERVISOR,
        },
    )


@supervisor
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def enter(request: HttpRequest) -> HttpResponse:
    form = NewReason(posted(request))

    def act() -> None:
        typed = form.cleaned_data
        text = Text(typed["sk"], typed["en"])
        reasons.enter(typed["code"], text, actor=person_of(request), at=timezone.now())

    if is_done(form, act):
        return _saved(request, _("Dôvod je zapísaný."))
    return _page(request, form, _("Nový dôvod zamietnutia"))


@supervisor
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def change(request: HttpRequest, name: str) -> HttpResponse:
    reason = next((one for one in reasons.catalogue() if one.name == name), None)
    if reason is None:
        raise Http404
    before = {"sk": reason.text.sk, "en": reason.text.en, "retired": reason.is_retired}
    form = ReasonChange(posted(request), initial=before)

    def act() -> None:
        typed = form.cleaned_data
        text = Text(typed["sk"], typed["en"])
        reasons.change(name, text, is_retired=typed["retired"], actor=person_of(request), at=timezone.now())

    if is_done(form, act):
        return _saved(request, _("Dôvod je uložený."))
    return _page(request, form, _("Dôvod zamietnutia %(code)s") % {"code": reason.code})


def _page(request: HttpRequest, form: NewReason | ReasonChange, title: str) -> HttpResponse:
    context = {"here": "reasons", "form": form, "title": title}
    return render(request, "console/reason_form.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("console:reasons")
