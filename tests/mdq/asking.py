"""A client of the WSGI callable, without a server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, unquote_to_bytes

from matrika.mdq.application import answer
from tests.publication.making import NOW


@dataclass(frozen=True)
class Got:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(
    address: str,
    *,
    method: str = "GET",
    at: datetime = NOW,
    protocol: str = "HTTP/1.1",
    tells: str = "",
    **headers: str,
) -> Got:
    """Ask for a percent-encoded address, as PEP 3333 hands it on; headers as if_none_match="…".

    `tells` is the name by which some servers hand on the address as it was sent.
    """
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "SERVER_PROTOCOL": protocol,
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        **({tells: address} if tells else {}),
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    response = answer(environ, at=at)
    names = [name for name, _ in response.headers]
    assert len(names) == len(set(names)), "a header is sent twice"
    return Got(response.status.value, dict(response.headers), b"".join(response.body))


def entity_path(entity_id: str) -> str:
    return f"/mdq/entities/{quote(entity_id, safe='')}"
