"""How a worker is asked to stop: SIGTERM or Ctrl-C, heard between two units and while waiting."""

from __future__ import annotations

import select
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stop:
    """A request that a signal makes and the loop asks for.

    A pair of sockets and not `threading.Event`: its lock is not made for signal handlers, and a
    signal at the wrong instant would hang the process for good.
    """

    def __init__(self) -> None:
        self.requested = False
        self._ear, self._mouth = socket.socketpair()
        self._mouth.setblocking(False)

    def request(self) -> None:
        if not self.requested:
            self.requested = True
            self._mouth.send(b"!")

    def wait(self, seconds: float) -> None:
        """Return after that many seconds, or at once when a stop is requested."""
        select.select([self._ear], [], [], seconds)

    def close(self) -> None:
        self._ear.close()
        self._mouth.close()


@contextmanager
def listening() -> Iterator[Stop]:
    """A Stop that SIGTERM and SIGINT request. A second signal ends the process the usual way."""
    stop = Stop()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def heard(number: int, frame: FrameType | None) -> None:
        signal.signal(number, before[signal.Signals(number)])
        stop.request()

    for number in before:
        signal.signal(number, heard)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        stop.close()
