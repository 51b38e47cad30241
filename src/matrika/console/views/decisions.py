"""What a reviewer does with a filing. Each act is one POST; a filing that moved meanwhile answers 409."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from matrika.console.access import confirmed, filing_or_404, person_of, reviewer
from matrika.console.forms import AcceptedSignature, Approval, InternalComment, Question, Rejection, Returned
from matrika.console.paper_forms import Paper
from matrika.console.views.filings import page_of
from matrika.core.days import day_of
from matrika.core.lifecycle import NotAllowed
from matrika.core.words import Internal, Outward
from matrika.filings import attach_paper, comments, review
from matrika.filings.desk import four_eyes
from matrika.filings.models import Filing
from matrika.filings.signatures import decide


@reviewer
@require_POST
@confirmed
def approve(request: HttpRequest, number: str) -> HttpResponse:
    form = Approval(request.POST, prefix="approve")
    proposed = _("Schválenie je navrhnuté; potvrdiť ho musí niekto iný.")
    done = proposed if settings.FOUR_EYES else _("Žiadosť je schválená.")
    return _decide(request, number, "approval", form, _approve, done)


@reviewer
@require_POST
@confirmed
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """The second approval, where the operator wants four eyes."""
    form = Approval(request.POST, prefix="approve")
    return _decide(request, number, "approval", form, _confirm, _("Žiadosť je schválená."))


@reviewer
@require_POST
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    form = Returned(request.POST, prefix="return")
    return _decide(request, number, "returned", form, _send_back, _("Žiadosť sa vracia na posúdenie."))


@reviewer
@require_POST
@confirmed
def accept_signature(request: HttpRequest, number: str) -> HttpResponse:
    form = AcceptedSignature(request.POST, prefix="signature")
    return _decide(request, number, "signature_form", form, _accept_signature, _("Podpis je uznaný."))


@reviewer
@require_POST
@confirmed
def reject(request: HttpRequest, number: str) -> HttpResponse:
    form = Rejection(request.POST, prefix="reject")
    return _decide(request, number, "rejection", form, _reject, _("Žiadosť je zamietnutá."))


@reviewer
@require_POST
def ask(request: HttpRequest, number: str) -> HttpResponse:
    form = Question(request.POST, prefix="ask")
    return _decide(request, number, "question", form, _ask, _("Žiadateľ bol požiadaný o doplnenie."))


@reviewer
@require_POST
def record_paper(request: HttpRequest, number: str) -> HttpResponse:
    filed_on, today = day_of(filing_or_404(number).filed_at), day_of(timezone.now())
    form = Paper(request.POST, request.FILES, prefix="paper", filed_on=filed_on, today=today)
    return _decide(request, number, "paper_form", form, _record_paper, _("Doručenie listiny je zaznamenané."))


@reviewer
@require_POST
def note(request: HttpRequest, number: str) -> HttpResponse:
    form = InternalComment(request.POST, prefix="note")
    return _decide(request, number, "note", form, _note, _("Interná poznámka je uložená."))


def _decide(
    request: HttpRequest,
    number: str,
    name: str,
    form: Form,
    act: Callable[[HttpRequest, Filing, Form], None],
    done: str,
) -> HttpResponse:
    """Parse, act, answer. What was typed comes back when it is wrong or when the filing has moved."""
    filing = filing_or_404(number)
    if not form.is_valid():
        return page_of(request, filing, status=422, **{name: form})
    try:
        act(request, filing, form)
    except (NotAllowed, decide.NothingToDecide):
        messages.error(request, _("Stav žiadosti sa medzitým zmenil. Pozrite si ho a rozhodnite znova."))
        return page_of(request, filing_or_404(number), status=409, unsent=_typed(form), **{name: form})
    except four_eyes.OwnProposal:
        messages.error(request, _("Schválenie ste navrhli vy. Potvrdiť ho musí niekto iný."))
        return page_of(request, filing_or_404(number), status=409, unsent=_typed(form), **{name: form})
    messages.success(request, done)
    return redirect("console:filing", number=number)


def _typed(form: Form) -> str:
    """The words of a decision that came too late, so that they are not lost."""
    words = (form.cleaned_data.get(name) for name in ("outward", "internal", "certified_by"))
    typed = next((word for word in words if word), "")
    return typed.text if isinstance(typed, Internal | Outward) else str(typed)


def _approve(request: HttpRequest, filing: Filing, form: Form) -> None:
    comment = form.cleaned_data["internal"]
    review.approve(filing, actor=person_of(request), at=timezone.now(), comment=comment)


def _confirm(request: HttpRequest, filing: Filing, form: Form) -> None:
    comment = form.cleaned_data["internal"]
    four_eyes.confirm(filing, actor=person_of(request), at=timezone.now(), comment=comment)


def _send_back(request: HttpRequest, filing: Filing, form: Form) -> None:
    reason = form.cleaned_data["internal"]
    four_eyes.send_back(filing, actor=person_of(request), at=timezone.now(), reason=reason)


def _accept_signature(request: HttpRequest, filing: Filing, form: Form) -> None:
    reason = form.cleaned_data["internal"]
    decide.accept_signature(filing, actor=person_of(request), at=timezone.now(), reason=reason)


def _reject(request: HttpRequest, filing: Filing, form: Form) -> None:
    reasons, text = form.cleaned_data["reasons"], form.cleaned_data["outward"]
    review.reject(filing, actor=person_of(request), at=timezone.now(), reasons=reasons, text=text)


def _ask(request: HttpRequest, filing: Filing, form: Form) -> None:
    review.ask(filing, actor=person_of(request), at=timezone.now(), text=form.cleaned_data["outward"])


def _record_paper(request: HttpRequest, filing: Filing, form: Form) -> None:
    attach_paper.attach_paper(filing, actor=person_of(request), at=timezone.now(), **form.cleaned_data)


def _note(request: HttpRequest, filing: Filing, form: Form) -> None:
    comments.note(filing, actor=person_of(request), at=timezone.now(), text=form.cleaned_data["internal"])
