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
from matrika.mdq.clients import is_identity_provider
from matrika.mdq.fetches import Fetches
from matrika.mdq.negotiation import METADATA_TYPE, accepts, wants_gzip
from matrika.mdq.responses import Response, document, html, pem, problem
from matrika.mdq.store import Store, read_keys
from matrika.publication.identifier import PREFIX as SHA1
from matrika.publication.identifier import sha1_of

logger = logging.getLogger(__name__)

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

PREFIX = "/mdq"
_ENTITIES = "/entities"
_DIGEST = re.compile("[0-9a-f]{40}")
_ONE_CERTIFICATE = re.compile("/certificates/([0-9A-Fa-f]{64}).pem")
_NOBODYS = ""  # what follows {sha1} need not be a digest, nor a text that PostgreSQL can look for

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
    start_response(f"{response.status.value} {response.status.phrase}", response.headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else response.body


def answer(environ: Environ, *, at: datetime) -> Response:
    """The response to a request at an instant.

    The server has decoded the path exactly once (PEP 3333), so what follows `/entities/` is the
    identifier, whatever characters it holds: slashes, colons, question marks, `.xml` at its end.
    """
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return problem(HTTPStatus.METHOD_NOT_ALLOWED, "Metadata can only be read.", ("Allow", "GET, HEAD"))
    try:
        path = environ.get("PATH_INFO", "").encode("latin-1").decode()[len(PREFIX) :]
    except UnicodeDecodeError:
        return problem(HTTPStatus.BAD_REQUEST, "The address is not percent-encoded UTF-8.")
    if path == _ENTITIES or path.startswith(f"{_ENTITIES}/"):
        return _metadata(path, environ, at=at)
    return _about(path)


def _metadata(path: str, environ: Environ, *, at: datetime) -> Response:
    if not accepts(environ.get("HTTP_ACCEPT", ""), METADATA_TYPE):
        return problem(HTTPStatus.NOT_ACCEPTABLE, f"Metadata are served as {METADATA_TYPE}.")
    is_gzip = wants_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    if path == _ENTITIES:
        found = store.aggregate(is_gzip=is_gzip)
    else:
        identifier = path[len(_ENTITIES) + 1 :]
        if not identifier:
            return problem(HTTPStatus.BAD_REQUEST, "An entityID must follow /entities/.")
        found = store.entity(_digest(identifier), is_gzip=is_gzip)
    if found is None or (found.expires_at is not None and found.expires_at <= at):
        return problem(HTTPStatus.NOT_FOUND, "There is no active provider of that name.")
    if found.valid_until <= at:
        # The worker has not signed for days; an expired signature must not leave the house.
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, "The published copy is too old to be served.")
    if environ["REQUEST_METHOD"] == "GET" and is_identity_provider(environ):
        fetches.note(found.what, at=at)  # 304 as well: it holds what it would get
    return document(found, environ, at=at)


def _digest(identifier: str) -> str:
    """The key of an identifier: an entityID, or {sha1} and the hex digest of one."""
    if identifier.startswith(SHA1):
        digest = identifier.removeprefix(SHA1).lower()
        return digest if _DIGEST.fullmatch(digest) else _NOBODYS
    return sha1_of(identifier)


def _about(path: str) -> Response:
    if path == "/certificate.pem" and (certificate := store.state().certificate):
        return pem(certificate)
    if found := _ONE_CERTIFICATE.fullmatch(path):
        named = (key.certificate for key in read_keys() if key.fingerprint == found[1].upper())
        return next(map(pem, named), problem(HTTPStatus.NOT_FOUND, "Nobody is told to trust such a key."))
    if path in ("", "/"):
        return html(page.render(read_keys(), store.state().aggregate))
    return problem(HTTPStatus.NOT_FOUND, "There is nothing here; /mdq/ says what there is.")
