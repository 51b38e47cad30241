"""From which address a request comes: what a proxy says counts only if the proxy is a trusted one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from django.conf import settings

Address = IPv4Address | IPv6Address
HERE = "127.0.0.1"  # a server on a socket file names no address at all


def address_of(meta: Mapping[str, Any]) -> str:
    """The client's address, from `request.META`.

    X-Forwarded-For is read from its end, where the nearest proxy wrote: the first address that is no trusted
    proxy's is the client's. Whatever stands before it was written by the client.
    """
    client = _read(str(meta.get("REMOTE_ADDR", ""))) or ip_address(HERE)
    named = [part.strip() for part in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
    while _is_trusted(client) and named:
        before = _read(named.pop())
        if before is None:
            break  # nonsense is no address; the proxy that let it pass is the one we know
        client = before
    return str(client)


def counted_as(address: str) -> str:
    """What is counted together: of IPv6 the /64, which one household or machine has to itself."""
    ip = ip_address(address)
    return str(IPv6Network((ip, 64), strict=False)) if isinstance(ip, IPv6Address) else address


def _read(text: str) -> Address | None:
    try:
        ip = ip_address(text)
    except ValueError:
        return None
    return ip.ipv4_mapped or ip if isinstance(ip, IPv6Address) else ip


def _is_trusted(ip: Address) -> bool:
    return any(ip in network for network in _networks(tuple(settings.TRUSTED_PROXIES)))


@lru_cache
def _networks(named: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(ip_network(one) for one in named)
