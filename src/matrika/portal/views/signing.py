"""Signing a draft: in Autogram on one's own computer, or elsewhere with the container uploaded (R-5.1)."""

from __future__ import annotations

import base64
import uuid

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login as to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from matrika import eform
from matrika.core.filing import Application
from matrika.eform.document import CONTAINER, MEDIA_TYPE, FormDocument
from matrika.eform.forms import TEXT
from matrika.eform.published import XSD
from matrika.filings.submit import examine
from matrika.pages.downloads import attachment
from matrika.portal import drafts
from matrika.portal.access import acting
from matrika.portal.advice import Advised, advised
from matrika.portal.forms.signed import SignedForm
from matrika.portal.views.steps import (
    draft_address,
    form_of,
    own_draft,
    say_sent,
    signed_application,
    to_filing,
)

# Where Autogram listens, on the computer of whoever looks at the page, and nowhere else (facts 3.4).
AUTOGRAM = "http://localhost:37200"


@csp_update({"connect-src": ["'self'", AUTOGRAM]})  # type: ignore[arg-type]  # its types know no arguments
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The document to be signed, and what came back signed; sending it files the application."""
    if not request.user.is_authenticated:
        return to_login(reverse("portal:draft-sign", args=[pk]))
    draft = get_object_or_404(acting(request).drafts(), pk=pk)
    if draft.sent_at is not None:
        return to_filing(draft)
    filled_in = form_of(draft)
    if not filled_in.is_valid():
        return redirect(f"{draft_address(draft)}?chyby=1")
    application = signed_application(draft, filled_in)
    to_sign = eform.document(application)
    form = SignedForm(request.POST or None, request.FILES or None, document=to_sign)
    if request.method == "POST" and form.is_valid():
        number = drafts.send(
            draft, form.completed(application), actor=acting(request).person, at=timezone.now()
        )
        say_sent(request, number)
        return redirect("portal:filing", number)
    context = {"draft": draft, "form": form, "shown": eform.as_text(to_sign.content), "document": to_sign}
    context["problems"] = _problems(request, application)
    return render(request, "portal/draft_sign.html", context)


def _problems(request: HttpRequest, application: Application) -> list[Advised]:
    """What would reject the filing even when it is signed; the container itself is still to come."""
    found = examine(application, actor=acting(request).person, at=timezone.now()).problems
    own = acting(request).person
    return advised((problem for problem in found if problem.name != "signature-missing"), person=own)


@require_safe
@login_required
def document(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The document to be signed in a program of the applicant's choice."""
    found = document_of(request, pk)
    return attachment(found.content, found.file_name, MEDIA_TYPE)


@require_safe
@login_required
def question(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What Autogram is asked: `POST /sign` of its interface, with the document as a finished container."""
    found = document_of(request, pk)
    return JsonResponse(
        {
            "document": {"filename": found.file_name, "content": _base64(found.content)},
            "parameters": {
                "level": "XAdES_BASELINE_B",
                "container": "ASiC_E",
                "containerXmlns": CONTAINER,
                "identifier": found.form.document_type,
                "schema": _base64(found.form.content(XSD)),
                "schemaIdentifier": found.form.address(XSD),
                "transformation": _base64(found.form.content(TEXT)),
                "transformationIdentifier": found.form.address(TEXT),
                "transformationLanguage": "sk",
                "transformationMediaDestinationTypeDescription": "TXT",
                "digestAlgorithm": "SHA256",
            },
            "payloadMimeType": f"{MEDIA_TYPE};base64",
        }
    )


def document_of(request: HttpRequest, pk: uuid.UUID) -> FormDocument:
    """Raises Http404 also for a form that is not filled in yet."""
    draft = own_draft(request, pk)
    form = form_of(draft)
    if not form.is_valid():
        raise Http404
    return eform.document(signed_application(draft, form))


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
