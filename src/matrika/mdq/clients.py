"""Who asks: whether it is the identity provider, as far as the configuration can tell, and by what HTTP."""

from __future__ import annotations

import ipaddress
from typing import Any

from django.conf import settings

from matrika.pages.protection.bearer import has_token, is_same

_OLD = ("HTTP/0.9", "HTTP/1", "HTTP/1.0")  # the second is how Granian writes the third
_OF_PROXIES = ("HTTP_VIA", "HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")


def is_too_old(environ: dict[str, Any]) -> bool:
    """Whether the client speaks an HTTP before 1.1, which the protocol wants refused.

    A proxy in between may do so on its own account, as nginx does unless told otherwise: then nobody
    knows what the client spoke, and it is served.
    """
    if environ.get("SERVER_PROTOCOL") not in _OLD:
        return False
    return not any(mark in environ for mark in _OF_PROXIES)


def is_identity_provider(environ: dict[str, Any]) -> bool:
    """Whether one of the configured marks is there. Everybody is served; only this one is counted."""
    return _has_token(environ) or _has_header(environ) or _has_address(environ)


def _has_token(environ: dict[str, Any]) -> bool:
    sent = environ.get("HTTP_AUTHORIZATION")
    return sent is not None and has_token(sent, settings.IDP_TOKEN)


def _has_header(environ: dict[str, Any]) -> bool:
    header = settings.IDP_HEADER
    if header is None:
        return False
    name, value = header
    return is_same(environ.get(f"HTTP_{name.upper().replace('-', '_')}", ""), value)


def _has_address(environ: dict[str, Any]) -> bool:
    networks = settings.IDP_NETWORKS
    if not networks:
        return False
    try:
        address = ipaddress.ip_address(environ.get("REMOTE_ADDR", ""))
    except ValueError:
        return False  # a socket in the file system has none
    mapped = getattr(address, "ipv4_mapped", None)
    return any((mapped or address) in network for network in networks)
