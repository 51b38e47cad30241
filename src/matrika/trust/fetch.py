"""Fetching lists from the addresses that the operator named, and from nowhere else; off without any.

What comes is imported as if it had been brought as a file: an address gives no trust. Where an address
redirects to is not asked.
"""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from matrika.outside.signatures.lists.document import MAX_BYTES
from matrika.trust.import_list import import_list
from matrika.trust.import_revocation import import_revocation
from matrika.trust.refused import Refused
from samllint.text import Text

SECONDS = 30.0  # of silence
SECONDS_IN_ALL = 120.0
PIECE = 64 * 1024  # bytes


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """An answer that sends us elsewhere is an error."""

    def redirect_request(self, *arguments: Any, **more: Any) -> None:
        return None


def fetch(address: str, *, actor: str, at: datetime) -> bool:
    """Fetch a trusted list or revocation data and keep them; False when they are known. Raises Refused."""
    content = _download(address)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return import_list(content, source=address, actor=actor, at=at) is not None
    return import_revocation(content, source=address, actor=actor, at=at) is not None


def _download(address: str) -> bytes:
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or parts.username is not None:
        raise _refused(
            address, sk="adresa má tvar https://server/cesta", en="an address is https://host/path"
        )
    opener = urllib.request.build_opener(_NoRedirects, urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=SECONDS) as response:
            content = b"".join(_pieces(response, address))
    except urllib.error.HTTPError as problem:
        problem.close()  # it holds the line
        raise _refused(address, sk=str(problem), en=str(problem)) from None
    except (urllib.error.URLError, http.client.HTTPException, OSError) as problem:
        raise _refused(address, sk=str(problem), en=str(problem)) from None
    return content


def _pieces(response: http.client.HTTPResponse, address: str) -> Iterator[bytes]:
    """What comes, as it comes: neither without end nor for ever, however slowly it drips. Raises Refused."""
    until, size = time.monotonic() + SECONDS_IN_ALL, 0
    while piece := response.read1(PIECE):
        size += len(piece)
        if size > MAX_BYTES:
            raise _refused(address, sk=f"viac než {MAX_BYTES} bajtov", en=f"more than {MAX_BYTES} bytes")
        if time.monotonic() > until:
            raise _refused(address, sk="odpoveď trvá pridlho", en="the answer takes too long")
        yield piece
    if response.length:
        raise _refused(address, sk="odpoveď je neúplná", en="the answer is not complete")


def _refused(address: str, *, sk: str, en: str) -> Refused:
    return Refused(Text(sk=f"{address}: {sk}", en=f"{address}: {en}"))
