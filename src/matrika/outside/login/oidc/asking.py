"""A question to the issuer, and its answer; one that gives none in time, or is broken, raises Refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode

from matrika.outside import https
from matrika.outside.https import Answer
from matrika.outside.login.oidc.refused import Fault, Refused

SECONDS = 5.0  # somebody waits at the browser
MOST = 256 * 1024  # bytes of an answer


def get(address: str, headers: Mapping[str, str]) -> Answer:
    """Any answer below 500. Raises Refused."""
    return _answer(address, lambda: https.get(address, headers, seconds=SECONDS, most=MOST))


def post(address: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
    """Any answer below 500. Raises Refused."""
    body = urlencode(form).encode()
    return _answer(address, lambda: https.post(address, body, headers, seconds=SECONDS, most=MOST))


def read_object(body: bytes) -> dict[str, Any]:
    """The JSON object that an answer is. Raises Refused."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(Fault.UNREADABLE, "no JSON") from None
    if not isinstance(told, dict):
        raise Refused(Fault.UNREADABLE, "no JSON object")
    return told


def _answer(address: str, ask: Callable[[], Answer]) -> Answer:
    try:
        answer = ask()
    except (OSError, HTTPException) as problem:
        raise Refused(Fault.UNREACHABLE, f"{address}: {problem}") from None
    if answer.status >= 500:
        raise Refused(Fault.UNREACHABLE, f"{address} answers {answer.status}")
    return answer
