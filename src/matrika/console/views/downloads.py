"""Bytes as they came: always a download, never shown by the browser itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from matrika.console.access import filing_or_404, staff
from matrika.filings.models import StoredAttachment


@staff
@require_safe
def metadata(request: HttpRequest, number: str) -> HttpResponse:
    filing = filing_or_404(number)
    if filing.metadata is None:
        raise Http404
    return as_download(bytes(filing.metadata), f"{filing.number}-metadata.xml")


@staff
@require_safe
def scan(request: HttpRequest, number: str) -> HttpResponse:
    paper = getattr(filing_or_404(number), "paper", None)
    if paper is None or paper.scan is None:
        raise Http404
    return as_download(bytes(paper.scan), f"{number}-listina.pdf")


@staff
@require_safe
def attachment(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    found = get_object_or_404(StoredAttachment, pk=pk, filing__number=number)
    return as_download(bytes(found.content), found.name)


def as_download(content: bytes, name: str) -> HttpResponse:
    """One content type for everything: nothing an applicant sent may run in a reviewer's browser."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"},
    )
