"""The applicant's filings: the list, each with its timeline, its printout, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matrika.core.filing import Kind
from matrika.core.lifecycle import Act
from matrika.filings import consequences
from matrika.filings.answer import answer
from matrika.filings.attach_paper import papers_of, power_is_awaited
from matrika.filings.comments import with_applicant
from matrika.filings.lapse import lapses_at
from matrika.filings.models import Filing
from matrika.filings.store import report_of
from matrika.filings.withdraw import withdraw
from matrika.pages import filetypes, verdicts
from matrika.pages.consequences import Told, told
from matrika.pages.downloads import attachment
from matrika.pages.paging import A_PAGE, Pages
from matrika.portal import drafts, timeline
from matrika.portal.access import acting, filing_of
from matrika.portal.forms.answer import AnswerForm
from matrika.printout import printout_of


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """What the person filed, or may see. Staff file nothing: their list is in the console."""
    who = acting(request)
    if who.is_staff and not who.organisations:
        return redirect("console:search")
    filings = who.filings().select_related("organisation").defer("metadata", "report", "form_document")
    page = Pages(filings.order_by("-filed_at", "-pk"), A_PAGE).get_page(request.GET.get("strana"))
    return render(request, "portal/filings.html", {"page": page, "drafts": drafts.unsent(who.drafts())})


@require_safe
@login_required
def show(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, filing_of(request, number))


@require_POST
@login_required
def give_answer(request: HttpRequest, number: str) -> HttpResponse:
    """What a reviewer asked for: words, files, or both."""
    filing = filing_of(request, number)
    form = AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, filing, answer=form)
    words, files = form.cleaned_data["text"], form.stored_files()
    who = acting(request)
    answer(
        filing,
        actor=who.person,
        at=timezone.now(),
        text=words,
        attachments=files,
        acting_for=who.represented_in(filing),
    )
    messages.success(request, _("Doplnenie bolo odoslané."))
    return redirect("portal:filing", number)


def _page(request: HttpRequest, filing: Filing, answer: AnswerForm | None = None) -> HttpResponse:
    who = acting(request)
    files = verdicts.files_of(filing)
    way = timeline.of(filing, person=who.person, organisations=who.organisations)
    context = {
        "filing": filing,
        "told": _told(request, filing),
        "report": report_of(filing),
        "timeline": way.steps,
        "next": timeline.who_is_next(filing),
        "lapses_at": lapses_at(filing),
        "power_awaited": power_is_awaited(filing, papers_of(filing)),
        "may_withdraw": timeline.may(filing, Act.WITHDRAW),
        "form": answer or (AnswerForm() if timeline.may(filing, Act.ANSWER) else None),
        "letters": way.other_letters,
        "comments": with_applicant(filing),
        "verdicts": verdicts.of_files(files),
        "files": files,
        # The container around the form is no attachment of it, still less a power of attorney.
        "attachments": [file for file in files if not file.is_signed_form],
    }
    return render(request, "portal/filing.html", context)


def _told(request: HttpRequest, filing: Filing) -> Told | None:
    """What it changes; compared with the register only for who may see the provider (R-7.5)."""
    provider = acting(request).providers().filter(entity_id=filing.entity_id).first()
    if provider is None and Kind(filing.kind) is not Kind.REGISTRATION:
        return None
    return told(consequences.of_filing(filing, provider=provider, at=timezone.now()))


@require_safe
@login_required
def printout(request: HttpRequest, number: str) -> HttpResponse:
    """What the applicant prints, has certified and posts (guide §4.1/9, Fig. 4)."""
    filing = filing_of(request, number)
    return attachment(printout_of(filing), f"ziadost-{filing.number}.pdf", "application/pdf")


@require_safe
@login_required
def metadata(request: HttpRequest, number: str) -> HttpResponse:
    filing = filing_of(request, number)
    return attachment(bytes(filing.metadata or b""), f"{filing.number}.xml", "application/xml")


@require_safe
@login_required
def attached(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    stored = get_object_or_404(filing_of(request, number).attachments, pk=pk)
    return attachment(bytes(stored.content), filetypes.safe_name(stored.name), stored.content_type)


@require_POST
@login_required
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    who, filing = acting(request), filing_of(request, number)
    withdraw(filing, actor=who.person, at=timezone.now(), acting_for=who.represented_in(filing))
    messages.success(request, _("Žiadosť bola vzatá späť. Rovnakú môžete podať znova."))
    return redirect("portal:filing", number)
