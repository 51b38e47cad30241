"""Responses as WSGI wants them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from http import HTTPStatus
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.http import http_date

from matrika.mdq.negotiation import METADATA_TYPE, is_unchanged
from matrika.mdq.store import Document
from matrika.pages.protection.headers import NO_PAGE

Header = tuple[str, str]
_ALWAYS: list[Header] = [("X-Content-Type-Options", "nosniff"), ("Vary", "Accept, Accept-Encoding")]
# What a provider wrote is never a page: a browser that shows XML would run a script of XHTML in it.
_NO_PAGE = ("Content-Security-Policy", NO_PAGE)
_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_REMEMBERED = 1000  # documents

# Whoever asked for a provider too early finds it this much later at most; a client that asks on and on
# for one that is not there can be answered by a cache meanwhile.
NOBODY_SECONDS = 5


class Response(NamedTuple):
    status: HTTPStatus
    headers: list[Header]
    body: Iterable[bytes]


def document(found: Document, environ: dict[str, Any], *, at: datetime) -> Response:
    """Published metadata, or 304 for a client that has them already."""
    headers = [*_tags(found.etag, found.published_at), ("Cache-Control", f"max-age={_max_age(found, at)}")]
    conditions = (environ.get("HTTP_IF_NONE_MATCH", ""), environ.get("HTTP_IF_MODIFIED_SINCE", ""))
    if is_unchanged(*conditions, found.etags, found.published_at):
        return Response(HTTPStatus.NOT_MODIFIED, headers, [])
    headers += [("Content-Type", METADATA_TYPE), ("Content-Length", str(found.size))]
    if found.is_gzip:
        headers.append(("Content-Encoding", "gzip"))
    return Response(HTTPStatus.OK, headers, found.body)


def problem(status: HTTPStatus, sentence: str, *more: Header) -> Response:
    seconds = NOBODY_SECONDS if status == HTTPStatus.NOT_FOUND else 0
    cached = ("Cache-Control", f"max-age={seconds}")
    return _text(status, f"{sentence}\n", "text/plain; charset=utf-8", _NO_PAGE, cached, *more)


def html(content: str) -> Response:
    return _text(HTTPStatus.OK, content, "text/html; charset=utf-8", ("Content-Security-Policy", _POLICY))


def pem(certificate: str) -> Response:
    name = ("Content-Disposition", 'attachment; filename="matrika-publication.pem"')
    return _text(HTTPStatus.OK, certificate, "application/x-pem-file", _NO_PAGE, name)


@lru_cache(maxsize=_REMEMBERED)
def _tags(etag: str, published_at: datetime) -> tuple[Header, ...]:
    return *_ALWAYS, _NO_PAGE, ("ETag", etag), ("Last-Modified", http_date(published_at.timestamp()))


def _text(status: HTTPStatus, content: str, content_type: str, *more: Header) -> Response:
    body = content.encode()
    headers = [*_ALWAYS, ("Content-Type", content_type), ("Content-Length", str(len(body))), *more]
    return Response(status, headers, [body])


def _max_age(found: Document, at: datetime) -> int:
    """Seconds; never beyond the end of what is served."""
    left = int((found.ends_at - at).total_seconds())
    return max(0, min(settings.PUBLICATION_CACHE_SECONDS, left))
