"""What a client can take (RFC 9110 §12, §13)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

METADATA_TYPE = "application/samlmetadata+xml"


def accepts(header: str, media_type: str) -> bool:
    """Whether Accept allows the media type; the most specific range that fits decides."""
    if not header.strip():
        return True
    group = media_type.split("/")[0]
    by_range = dict(_weighted(header))
    for media_range in (media_type, f"{group}/*", "*/*"):
        if media_range in by_range:
            return by_range[media_range] > 0
    return False


def wants_gzip(header: str) -> bool:
    codings = dict(_weighted(header))
    return codings.get("gzip", codings.get("x-gzip", codings.get("*", 0))) > 0


def is_unchanged(
    if_none_match: str, if_modified_since: str, etags: tuple[str, ...], modified: datetime
) -> bool:
    """Whether the client holds what it would get: 304 (RFC 9110 §13.2.2)."""
    if if_none_match:
        held = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
        return "*" in held or not held.isdisjoint(etags)
    since = _http_date(if_modified_since)
    return since is not None and modified.replace(microsecond=0) <= since


def _weighted(header: str) -> Iterator[tuple[str, float]]:
    """The members of a list with their q; a q that is no number counts as 1, as if it were not there."""
    for member in header.split(","):
        name, *parameters = (part.strip().lower() for part in member.split(";"))
        weights = [p[2:] for p in parameters if p.startswith("q=")]
        yield name, _number(weights[0]) if weights else 1.0


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 1.0


def _http_date(text: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # the latter for a year of twenty digits
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
