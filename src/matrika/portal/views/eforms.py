"""The published forms: what filings and messages are written by, at addresses that stay."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from matrika import eform
from matrika.eform import messages
from matrika.eform.published import XSD, PublishedForm


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/eforms.html", {"forms": eform.ALL, "message_forms": messages.ALL})


@require_safe
def show(request: HttpRequest, identifier: str, version: str) -> HttpResponse:
    form = _form(identifier, version)
    files = [(file, form.address(file), form.digests[file]) for file in form.files]
    return render(request, "portal/eform.html", {"form": form, "files": files})


@require_safe
def published(request: HttpRequest, identifier: str, version: str, file: str) -> HttpResponse:
    """The schema or presentation, byte for byte."""
    form = _form(identifier, version)
    if file not in form.files:
        raise Http404
    return HttpResponse(
        form.content(file), content_type="text/xml" if file == XSD else "application/xslt+xml"
    )


def _form(identifier: str, version: str) -> PublishedForm:
    for form in (*eform.ALL, *messages.ALL):
        if (form.identifier, form.version) == (identifier, version):
            return form
    raise Http404
