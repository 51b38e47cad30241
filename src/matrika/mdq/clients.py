"""Who asks: whether it is the identity provider, as far as the configuration can tell."""

from __future__ import annotations

import ipaddress
from typing import Any

from django.conf import settings

from matrika.pages.protection.bearer import has_token, is_same


def is_identity_provider(environ: dict[str, Any]) -> bool:
    """Whether one of the configured marks is there. Everybody is served; only this one is counted."""
    has_mark = has_token(environ.get("HTTP_AUTHORIZATION", ""), settings.IDP_TOKEN)
    return has_mark or _has_header(environ) or _has_address(environ)


def _has_header(environ: dict[str, Any]) -> bool:
    if settings.IDP_HEADER is None:
        return False
    name, value = settings.IDP_HEADER
    return is_same(environ.get(f"HTTP_{name.upper().replace('-', '_')}", ""), value)


def _has_address(environ: dict[str, Any]) -> bool:
    if not settings.IDP_NETWORKS:
        return False
    try:
        address = ipaddress.ip_address(environ.get("REMOTE_ADDR", ""))
    except ValueError:
        return False  # a socket in the file system has none
    mapped = getattr(address, "ipv4_mapped", None)
    return any((mapped or address) in network for network in settings.IDP_NETWORKS)
