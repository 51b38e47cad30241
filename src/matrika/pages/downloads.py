"""Answers that are files. Nothing a user gave is ever shown as a page: it is saved, never rendered."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

JUST_BYTES = "application/octet-stream"  # what no browser opens by itself


def attachment(content: bytes, name: str, content_type: str = JUST_BYTES) -> HttpResponse:
    """The bytes exactly, to be saved under the name; that no browser guesses a type is a setting's doing."""
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(content, content_type=content_type, headers=headers)
