"""What the steps of a form share: the draft, the form made of it, and their addresses."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from matrika.core.days import day_of
from matrika.core.filing import Application, Authorisation, Kind
from matrika.core.lifecycle import Status
from matrika.filings.models import Filing
from matrika.portal import drafts
from matrika.portal.access import acting
from matrika.portal.forms.filing import FilingForm
from matrika.portal.forms.kinds import FORMS
from matrika.portal.models import Draft
from matrika.register.models import MetadataVersion


def draft_address(draft: Draft) -> str:
    return reverse("portal:draft", args=[draft.pk])


def check_address(draft: Draft) -> str:
    return reverse("portal:draft-check", args=[draft.pk])


def to_filing(draft: Draft) -> HttpResponse:
    """Where a draft leads that was sent: whoever comes back, or clicks twice, sees what became of it."""
    return redirect("portal:filing", draft.filing_number)


def say_sent(request: HttpRequest, number: str) -> None:
    """Tell of the sending; no success where the automatic checks rejected it at once."""
    said = {"number": number}
    if Filing.objects.filter(number=number, status=Status.REJECTED).exists():
        sentence = _("Žiadosť %(number)s bola odoslaná a automatická kontrola ju zamietla.")
        messages.error(request, sentence % said)
    else:
        messages.success(request, _("Žiadosť %(number)s bola odoslaná.") % said)


def own_draft(request: HttpRequest, pk: uuid.UUID) -> Draft:
    """The person's own unsent draft, else 404."""
    return get_object_or_404(acting(request).drafts(), pk=pk, sent_at=None)


def require_own(request: HttpRequest, draft: Draft) -> None:
    if not acting(request).drafts().filter(pk=draft.pk).exists():
        raise Http404


def form_of(
    draft: Draft, *, request: HttpRequest | None = None, show_errors: bool = True, paper: bool = False
) -> FilingForm:
    """The draft's form: bound, or with `show_errors=False` filled in and not judged yet.

    `request` brings files chosen just now; `paper` is the tick of the last step.
    """
    stored = drafts.metadata_file(draft)
    typed = draft.typed | ({"paper": "on"} if paper else {})
    content = None if stored is None else bytes(stored.content)
    today = day_of(timezone.now())
    attached = draft.files.filter(field=drafts.ATTACHMENTS).count()
    make = FORMS[Kind(draft.kind)]
    if not show_errors:
        return make(initial=typed, stored=content, attached=attached, today=today)
    files = None if request is None else request.FILES
    return make(typed, files, stored=content, attached=attached, today=today)


def signed_application(draft: Draft, form: FilingForm) -> Application:
    """What a signature stands for: the draft's application, authorised by it. Only for a valid form."""
    application = form.application(drafts.attachments(draft), reference=str(draft.pk))
    return replace(application, authorisation=Authorisation.SIGNATURE)


def form_page(request: HttpRequest, draft: Draft, form: FilingForm) -> HttpResponse:
    stored = drafts.metadata_file(draft)
    attachments = draft.files.filter(field=drafts.ATTACHMENTS).defer("content").order_by("pk")
    context = {"draft": draft, "form": form, "stored": stored, "attachments": attachments}
    context["language_form"] = "ziadost"
    context["waiting"] = _waiting(request, draft)
    return render(request, "portal/draft_form.html", context | {"registered": _registered(request, draft)})


def _waiting(request: HttpRequest, draft: Draft) -> Filing | None:
    """The same request, filed already: a second one would be rejected (R-4.7), so it is told at once."""
    entity_id = draft.typed.get("entity_id")
    if not entity_id:
        return None
    return acting(request).open_filings(entity_id).filter(kind=draft.kind).first()


def _registered(request: HttpRequest, draft: Draft) -> MetadataVersion | None:
    """What a change would replace, for who may see it (R-7.5)."""
    if Kind(draft.kind) is not Kind.CHANGE or not draft.typed.get("entity_id"):
        return None
    seen = acting(request).providers().filter(entity_id=draft.typed["entity_id"])
    versions = MetadataVersion.objects.filter(provider__in=seen).defer("content")
    return versions.order_by("-number").first()
