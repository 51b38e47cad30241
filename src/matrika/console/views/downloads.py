"""Bytes as they came: always a download, never shown by the browser itself.

All of one content type: nothing an applicant sent may run in a reviewer's browser.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from matrika.console.access import filing_or_404, staff
from matrika.filings.models import StoredAttachment
from matrika.pages.downloads import attachment


@staff
@require_safe
def metadata(request: HttpRequest, number: str) -> HttpResponse:
    filing = filing_or_404(number)
    if filing.metadata is None:
        raise Http404
    return attachment(bytes(filing.metadata), f"{filing.number}-metadata.xml")


@staff
@require_safe
def attached(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    found = get_object_or_404(StoredAttachment, pk=pk, filing__number=number)
    return attachment(bytes(found.content), found.name)
