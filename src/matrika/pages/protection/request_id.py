"""A number for every request, in each line of the log and on the page that says that something broke."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

NONE = "-"  # what is logged outside a request
current: ContextVar[str] = ContextVar("request_id", default=NONE)

# What must not be read in a log: secret addresses, keys of forgotten passwords, whatever follows a "?".
SECRETS = (
    (re.compile(r"(/kalendar/|/dalsia-adresa/)[^/\s\"']+"), r"\1…"),
    (re.compile(r"(/password/reset/key/|/confirm-email/)[^/\s\"']+"), r"\1…"),
    (re.compile(r"(/rozpisane/[0-9a-f]{4})[0-9a-f-]{32}"), r"\1…"),
    (re.compile(r"(?i)((?:password|heslo|token|secret|code|SAMLResponse|SAMLRequest)=)[^&\s\"']+"), r"\1…"),
)


class RequestId:
    """Middleware, the outermost: numbers the request; the answer carries the number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        number = secrets.token_hex(6)  # our own: one that the client names could be anything
        token = current.set(number)
        try:
            answer = self.get_response(request)
        finally:
            current.reset(token)
        answer.headers["X-Request-ID"] = number
        return answer


class Line(logging.Formatter):
    """One line of the log, with the request's number and without secrets; a trace keeps its lines."""

    def format(self, record: logging.LogRecord) -> str:
        record.request_id = current.get()
        return masked(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        # What a client sends must not begin a line that looks like one of ours.
        record.message = record.message.replace("\r", "\\r").replace("\n", "\\n")
        return super().formatMessage(record)


def masked(line: str) -> str:
    for pattern, instead in SECRETS:
        line = pattern.sub(instead, line)
    return line
