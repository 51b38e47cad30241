"""One question to one machine beyond our house: encrypted, answered in bounded time and size.

No redirect is followed and no proxy of the environment is asked: whoever was named gets the question,
nobody else.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Misconfigured(ValueError):
    """The address is one that nothing may be sent to."""


class TooMuch(OSError):
    """The answer is larger than anything that the other side could mean."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status."""

    status: int
    body: bytes


def allowed(base: str) -> str:
    """The address without a slash at its end. Raises Misconfigured unless it is https, or on this machine."""
    parts = urlsplit(base)
    is_near = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not parts.hostname or parts.username or parts.query or not (parts.scheme == "https" or is_near):
        raise Misconfigured(f"{base!r} is neither an https address nor one on this machine")
    return base.rstrip("/")


def get(address: str, headers: Mapping[str, str], *, seconds: float, most: int) -> Answer:
    """What is to be read at an allowed address; otherwise as `post`."""
    return _ask("GET", address, None, headers, seconds=seconds, most=most)


def post(address: str, body: bytes, headers: Mapping[str, str], *, seconds: float, most: int) -> Answer:
    """Ask an allowed address; the whole conversation ends within about twice the given seconds.

    The certificate is verified by the system's trust store (or the one that SSL_CERT_FILE names).
    Raises OSError, of which time-outs and TooMuch are kinds, and http.client.HTTPException.
    """
    return _ask("POST", address, body, headers, seconds=seconds, most=most)


def _ask(
    method: str, address: str, body: bytes | None, headers: Mapping[str, str], *, seconds: float, most: int
) -> Answer:
    parts = urlsplit(address)
    assert parts.hostname
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connected = socket.create_connection((parts.hostname, port), timeout=seconds)
    with _encrypted(connected, parts.hostname) if parts.scheme == "https" else connected as line:
        # A time-out bounds each wait for an octet, not their sum: whoever drips is hung up on.
        alarm = _Alarm(seconds, line)
        alarm.start()
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            answer = _asked(line, parts.netloc, (method, path), body, headers, most)
        except (OSError, HTTPException) as failure:
            if alarm.has_rung:
                raise _late(seconds) from failure
            raise
        else:
            # Whoever is hung up on in the middle of a body seems to have ended it.
            if alarm.has_rung:
                raise _late(seconds)
            return answer
        finally:
            alarm.cancel()


def _late(seconds: float) -> TimeoutError:
    return TimeoutError(f"no whole answer within {seconds:g} seconds")


def _encrypted(connected: socket.socket, host: str) -> ssl.SSLSocket:
    context = ssl.create_default_context()
    # The handshake waits until the alarm is set: it can be dripped, too.
    return context.wrap_socket(connected, server_hostname=host, do_handshake_on_connect=False)


class _Alarm(threading.Timer):
    """Hangs up, and says so."""

    def __init__(self, seconds: float, line: socket.socket) -> None:
        super().__init__(seconds, self._ring)
        self.line = line
        self.has_rung = False

    def _ring(self) -> None:
        self.has_rung = True
        try:
            # Past SSLSocket's own method, which would take the cipher from under the one who waits.
            socket.socket.shutdown(self.line, socket.SHUT_RDWR)
        except OSError:
            return  # it is gone already


def _asked(
    line: socket.socket,
    host: str,
    what: tuple[str, str],
    body: bytes | None,
    headers: Mapping[str, str],
    most: int,
) -> Answer:
    if isinstance(line, ssl.SSLSocket):
        line.do_handshake()
    connection = HTTPConnection(host)
    connection.sock = line
    connection.request(*what, body=body, headers={**headers, "Connection": "close"})
    with HTTPResponse(line, method=what[0]) as response:
        response.begin()
        answer = response.read(most + 1)
    if len(answer) > most:
        raise TooMuch(f"an answer of more than {most} octets")
    return Answer(response.status, answer)
