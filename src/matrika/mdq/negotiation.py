"""What a client can take (RFC 9110 §12, §13).

Clients send the same few headers for ever, so what was concluded from one is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache, wraps
from typing import TypeVar

METADATA_TYPE = "application/samlmetadata+xml"
IDENTITY, GZIP = "identity", "gzip"

Conclusion = TypeVar("Conclusion")
_REMEMBERED = 256  # headers
_LONGEST = 500  # characters; nobody may fill the memory with longer ones
_WEIGHT = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")


def _remembering(conclude: Callable[[str], Conclusion]) -> Callable[[str], Conclusion]:
    remembered = lru_cache(maxsize=_REMEMBERED)(conclude)

    @wraps(conclude)
    def concluded(header: str) -> Conclusion:
        return remembered(header) if len(header) <= _LONGEST else conclude(header)

    return concluded


@_remembering
def accepts_metadata(accept: str) -> bool:
    """Whether Accept allows METADATA_TYPE; the most specific range that fits decides."""
    if not accept.strip():
        return True
    by_range = dict(_weighted(accept))
    for media_range in (METADATA_TYPE, "application/*", "*/*"):
        if media_range in by_range:
            return by_range[media_range] > 0
    return False


@_remembering
def coding(accept_encoding: str) -> str | None:
    """The coding that Accept-Encoding likes best, of IDENTITY and GZIP; None when it takes neither.

    What it does not name is refused, but for the identity: that is taken last, unless it is refused.
    """
    weights = dict(_weighted(accept_encoding))
    rest = weights.get("*", 0)
    gzip = weights.get("gzip", weights.get("x-gzip", rest))
    is_plain_refused = weights.get("identity", rest if "*" in weights else 1) == 0
    if gzip > 0 and (is_plain_refused or gzip >= weights.get("identity", 0)):
        return GZIP
    return None if is_plain_refused else IDENTITY


def is_unchanged(
    if_none_match: str, if_modified_since: str, etags: tuple[str, ...], modified: datetime
) -> bool:
    """Whether the client holds what it would get: 304 (RFC 9110 §13.2.2)."""
    if if_none_match:
        held = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
        return "*" in held or not held.isdisjoint(etags)
    since = _http_date(if_modified_since) if if_modified_since else None
    return since is not None and modified.replace(microsecond=0) <= since


def _weighted(header: str) -> Iterator[tuple[str, float]]:
    """The members of a list with their q; a q that is none (RFC 9110 §12.4.2) counts as 1."""
    for member in header.split(","):
        name, *parameters = (part.strip().lower() for part in member.split(";"))
        weights = [found for part in parameters if (found := _WEIGHT.fullmatch(part))]
        yield name, float(weights[0][1]) if weights else 1.0


def _http_date(text: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # the latter for a year of twenty digits
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
