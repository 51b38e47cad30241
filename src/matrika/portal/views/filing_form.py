"""A form from the first key to the sending: fill in, check, send. Each step reads the draft."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login as to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matrika.core.admission import announces_paper
from matrika.core.filing import Application, Kind
from matrika.filings import consequences
from matrika.filings.consequences import Consequences
from matrika.filings.submit import examine
from matrika.pages.consequences import told
from matrika.portal import drafts, prefill
from matrika.portal.access import acting, provider_of
from matrika.portal.advice import advised
from matrika.portal.language import chosen_language, remember
from matrika.portal.models import Draft
from matrika.portal.shown import shown_on_paper
from matrika.portal.views.steps import (
    check_address,
    draft_address,
    form_of,
    form_page,
    own_draft,
    require_own,
    say_sent,
    to_filing,
)


@require_safe
@login_required
def empty(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Opened through "Nájsť službu": nothing is prefilled (R-4.4)."""
    return _begin(request, kind, {})


@require_safe
@login_required
def from_profile(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Opened from the profile: what the register knows is filled in (R-4.4)."""
    return _begin(request, kind, prefill.of_person(acting(request)))


@require_safe
@login_required
def for_provider(request: HttpRequest, pk: int, kind: Kind) -> HttpResponse:
    """Opened by "Upraviť" or "Zrušiť" of a provider."""
    provider = provider_of(request, pk)
    return _begin(request, kind, prefill.of_provider(provider, at=timezone.now()))


def _begin(request: HttpRequest, kind: Kind, typed: dict[str, str]) -> HttpResponse:
    who = acting(request)
    if who.is_staff:
        raise PermissionDenied  # who decides filings, or audits the decisions, files none
    draft = drafts.begin(
        kind, person=who.person, organisation=who.organisation, typed=typed, at=timezone.now()
    )
    return redirect("portal:draft", draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def fill_in(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The form. What is sent is kept first, whatever is wrong with it, or with the log-in."""
    draft = get_object_or_404(Draft, pk=pk)
    if request.user.is_authenticated:
        require_own(request, draft)
    if draft.sent_at is not None:
        return to_filing(draft)
    if request.method == "POST":
        # An expired log-in must not cost the applicant the form: the address is known to nobody else,
        # and who is not logged in can only write here, never read.
        files = [(name, file) for name in drafts.MAX_SIZE for file in request.FILES.getlist(name)]
        drafts.keep(draft, request.POST, files, at=timezone.now())
    if not request.user.is_authenticated:
        return to_login(draft_address(draft))
    require_own(request, draft)
    if chosen := chosen_language(request):
        return remember(redirect("portal:draft", draft.pk), chosen)
    if request.method != "POST" and "chyby" not in request.GET:
        return form_page(request, draft, form_of(draft, show_errors=False))
    form = form_of(draft, request=request)
    if request.method != "POST" or not form.is_valid():
        return form_page(request, draft, form)
    return redirect("portal:draft-check", draft.pk)


@require_safe
@login_required
def check(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """ "Kontrola pred odoslaním": the report and every problem, before anything is filed."""
    draft = get_object_or_404(acting(request).drafts(), pk=pk)
    if draft.sent_at is not None:
        return to_filing(draft)
    form = form_of(draft)
    if not form.is_valid():
        return redirect(f"{draft_address(draft)}?chyby=1")
    application = form.application(drafts.attachments(draft), reference=str(draft.pk))
    examination = examine(application, actor=acting(request).person, at=timezone.now())
    problems = advised(
        (problem for problem in examination.problems if problem.name != "unsigned"),
        person=acting(request).person,
    )
    context = {"draft": draft, "application": application, "problems": problems, "report": examination.report}
    context["told"] = told(_consequences(request, application))
    context["shown"] = shown_on_paper(application)
    signing = {"announced": announces_paper(application), "has_errors": "nepodpisane" in request.GET}
    return render(request, "portal/draft_check.html", context | signing)


def _consequences(request: HttpRequest, application: Application) -> Consequences:
    """Compared with the register only for who may see the provider: an agent of its owner (R-7.5)."""
    seen = acting(request).providers().filter(entity_id=application.entity_id)
    provider = None if application.kind is Kind.REGISTRATION else seen.first()
    return consequences.of_application(application, provider=provider, at=timezone.now())


@require_POST
def send(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """File it, once: a second click leads to the filing of the first.

    One that overtakes half of the first finds the draft's files gone and its form wanting; the address
    it is sent back to leads to the filing by then.
    """
    if not request.user.is_authenticated:
        return to_login(reverse("portal:draft-check", args=[pk]))
    draft = get_object_or_404(acting(request).drafts(), pk=pk)
    if draft.sent_at is not None:
        return to_filing(draft)
    form = form_of(draft, paper=bool(request.POST.get("paper")))
    if not form.is_valid():
        return redirect(f"{draft_address(draft)}?chyby=1")
    application = form.application(drafts.attachments(draft), reference=str(draft.pk))
    if not announces_paper(application):
        return redirect(f"{check_address(draft)}?nepodpisane=1")
    number = drafts.send(draft, application, actor=acting(request).person, at=timezone.now())
    say_sent(request, number)
    return redirect("portal:filing", number)


@require_POST
@login_required
def as_change(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What was to be registered is registered already: the same form goes on as a change (R-4.1, R-4.2)."""
    draft = own_draft(request, pk)
    drafts.turn_into_change(draft, at=timezone.now())
    messages.success(request, _("Formulár je teraz žiadosťou o zmenu údajov. Skontrolujte ho."))
    return redirect("portal:draft", draft.pk)


@require_POST
@login_required
def discard(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    own_draft(request, pk).delete()
    messages.success(request, _("Rozpísaná žiadosť bola zahodená."))
    return redirect("portal:filings")
