"""Who asks: whether it is the identity provider, as far as the configuration can tell."""

from __future__ import annotations

import ipaddress
from hmac import compare_digest
from typing import Any

from django.conf import settings


def is_identity_provider(environ: dict[str, Any]) -> bool:
    """Whether one of the configured marks is there. Everybody is served; only this one is counted."""
    return _has_token(environ) or _has_header(environ) or _has_address(environ)


def _has_token(environ: dict[str, Any]) -> bool:
    scheme, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    wanted = settings.IDP_TOKEN
    return bool(wanted) and scheme.lower() == "bearer" and _same(token.strip(), wanted)


def _has_header(environ: dict[str, Any]) -> bool:
    if settings.IDP_HEADER is None:
        return False
    name, value = settings.IDP_HEADER
    return _same(environ.get(f"HTTP_{name.upper().replace('-', '_')}", ""), value)


def _has_address(environ: dict[str, Any]) -> bool:
    if not settings.IDP_NETWORKS:
        return False
    try:
        address = ipaddress.ip_address(environ.get("REMOTE_ADDR", ""))
    except ValueError:
        return False  # a socket in the file system has none
    mapped = getattr(address, "ipv4_mapped", None)
    return any((mapped or address) in network for network in settings.IDP_NETWORKS)


def _same(given: str, wanted: str) -> bool:
    return compare_digest(given.encode(), wanted.encode())
