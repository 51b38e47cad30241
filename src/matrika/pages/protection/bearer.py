"""What a machine shows instead of logging in: a token that the configuration names (RFC 6750)."""

from __future__ import annotations

from hmac import compare_digest


def has_token(authorization: str, wanted: str) -> bool:
    """Whether the header `Authorization` bears the wanted token; never, where none is wanted ("")."""
    scheme, _, given = authorization.partition(" ")
    return bool(wanted) and scheme.lower() == "bearer" and is_same(given.strip(), wanted)


def is_same(given: str, wanted: str) -> bool:
    """Compared in a time that does not tell how much of it is right."""
    return compare_digest(given.encode(), wanted.encode())
