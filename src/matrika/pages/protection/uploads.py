"""How much a request may bring, looked at before a byte of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError
from django.http.response import HttpResponseBase

MEBIBYTE = 1024 * 1024
FORM = 4 * MEBIBYTE  # a form with metadata as Base64, or a file of metadata
FILES = 128 * MEBIBYTE  # twelve attachments of ten mebibytes, with the metadata and what is around them
WITH_FILES = frozenset(
    {
        "portal:draft",
        "portal:draft-sign",
        "portal:filing-answer",
        "console:record-paper",
        "console:mend-paper",
        "console:import-trusted-list",
    }
)


class TooMuch(RequestDataTooBig):
    """The request brings more than any form here takes."""


class Uploads:
    """Middleware, before whatever reads a form: Django's own limit does not count files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        match = request.resolver_match
        most = FILES if match is not None and match.view_name in WITH_FILES else FORM
        if _length(request) > most:
            _let_arrive(request)
            raise TooMuch(f"{_length(request)} octets, and at most {most} are taken")


def _let_arrive(request: HttpRequest) -> None:
    """Throw away what comes: whoever still sends finds the connection reset, and never reads the answer.

    A proxy says 502 for that. What is longer than any form takes is not waited for.
    """
    left = _length(request)
    if left > FILES:
        return
    with suppress(UnreadablePostError):  # nobody is there any more to be answered
        while left > 0 and (block := request.read(min(left, MEBIBYTE))):
            left -= len(block)


def _length(request: HttpRequest) -> int:
    """As announced: a body without a length is not read at all (PEP 3333)."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isascii() and said.isdigit() else 0
