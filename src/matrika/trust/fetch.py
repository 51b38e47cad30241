"""Fetching lists from the addresses that the operator named, and from nowhere else; off without any.

What comes is imported as if it had been brought as a file: an address gives no trust. Where an address
redirects to is not asked.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from matrika.outside.signatures.lists.document import MAX_BYTES
from matrika.trust.import_list import import_list
from matrika.trust.import_revocation import import_revocation
from matrika.trust.refused import Refused

SECONDS = 30.0


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
        raise Refused(f"{address}: an address is https://host/path")
    opener = urllib.request.build_opener(_NoRedirects, urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=SECONDS) as response:
            content: bytes = response.read(MAX_BYTES + 1)
    except (urllib.error.URLError, http.client.HTTPException, OSError) as problem:
        raise Refused(f"{address}: {problem}") from None
    if len(content) > MAX_BYTES:
        raise Refused(f"{address}: more than {MAX_BYTES} bytes")
    return content
