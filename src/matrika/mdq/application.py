"""The WSGI callable: which address is answered with what."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from http import HTTPStatus
from multiprocessing.util import Finalize
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from matrika.mdq import page
from matrika.mdq.addresses import ENTITIES, Malformed, digest_of, is_nobodys, path_of
from matrika.mdq.clients import is_identity_provider, is_too_old
from matrika.mdq.fetches import Fetches
from matrika.mdq.negotiation import GZIP, METADATA_TYPE, accepts_metadata, coding
from matrika.mdq.responses import Response, document, html, pem, problem
from matrika.mdq.store import Document, Store, read_keys

logger = logging.getLogger(__name__)

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

PREFIX = "/mdq"
_ONE_CERTIFICATE = re.compile("/certificates/([0-9A-Fa-f]{64}).pem")
_STATUS_LINES = {status: f"{status.value} {status.phrase}" for status in HTTPStatus}

store = Store()
fetches = Fetches()
# A forked web process ends without atexit, but not without this.
Finalize(None, fetches.write, exitpriority=1)


def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Answer one request for an address at or below /mdq."""
    try:
        response = answer(environ, at=timezone.now())
    except DatabaseError:
        logger.exception("the database cannot be read")
        response = problem(HTTPStatus.SERVICE_UNAVAILABLE, "The published metadata cannot be read just now.")
    start_response(_STATUS_LINES[response.status], response.headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else response.body


def answer(environ: Environ, *, at: datetime) -> Response:
    """The response to a request at an instant."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return problem(HTTPStatus.METHOD_NOT_ALLOWED, "Metadata can only be read.", ("Allow", "GET, HEAD"))
    try:
        path = path_of(environ, PREFIX)
        if path.startswith(ENTITIES) and path[len(ENTITIES) :][:1] in ("", "/"):
            return _metadata(path, environ, at=at)
    except Malformed as wrong:
        return problem(HTTPStatus.BAD_REQUEST, str(wrong))
    return _about(path)


def _metadata(path: str, environ: Environ, *, at: datetime) -> Response:
    """One entity or all of them. Raises Malformed."""
    if is_too_old(environ):
        return problem(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED, "Ask by HTTP/1.1 or later.")
    if not accepts_metadata(environ.get("HTTP_ACCEPT", "")):
        return problem(HTTPStatus.NOT_ACCEPTABLE, f"Metadata are served as {METADATA_TYPE}.")
    best = coding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    if best is None:
        return problem(HTTPStatus.NOT_ACCEPTABLE, "Metadata are served as they are, or with gzip.")
    found = _find(path, environ, is_gzip=best == GZIP)
    if found is None or found.is_over(at):
        if is_nobodys(path, environ):
            raise Malformed("A percent sign is not followed by two hexadecimal digits; no entityID is so.")
        return problem(HTTPStatus.NOT_FOUND, "There is no active provider of that name.")
    if found.valid_until <= at:
        # The worker has not signed for days; an expired signature must not leave the house.
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, "The published copy is too old to be served.")
    if environ["REQUEST_METHOD"] == "GET" and is_identity_provider(environ):
        fetches.note(found.what, at=at)  # 304 as well: it holds what it would get
    return document(found, environ, at=at)


def _find(path: str, environ: Environ, *, is_gzip: bool) -> Document | None:
    if path == ENTITIES:
        return store.aggregate(is_gzip=is_gzip)
    return store.entity(digest_of(path, environ), is_gzip=is_gzip)


def _about(path: str) -> Response:
    if path == "/certificate.pem" and (certificate := store.state().certificate):
        return pem(certificate)
    if found := _ONE_CERTIFICATE.fullmatch(path):
        named = (key.certificate for key in read_keys() if key.fingerprint == found[1].upper())
        return next(map(pem, named), problem(HTTPStatus.NOT_FOUND, "Nobody is told to trust such a key."))
    if path in ("", "/"):
        return html(page.render(read_keys(), store.state().aggregate))
    return problem(HTTPStatus.NOT_FOUND, "There is nothing here; /mdq/ says what there is.")
