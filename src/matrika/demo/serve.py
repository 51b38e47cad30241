"""Web and worker of the demo, side by side, until somebody says stop."""

from __future__ import annotations

import http.client
import signal
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from django.core.management import call_command

from matrika.demo.children import Child, stop

HOST = "127.0.0.1"  # its passwords are known to the world: never reachable from another machine
WEB_THREADS = 4
ANSWER_SECONDS = 30.0
LOOK_EVERY = 0.02


class PortTaken(Exception):
    """Something else listens there already."""


class ChildDied(Exception):
    """The web or the worker ended although nobody asked it to."""


class Stopped(Exception):
    """Ctrl-C, or SIGTERM."""


def require_free(port: int) -> None:
    """Raises PortTaken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as problem:
            raise PortTaken(f"port {port} is taken ({problem.strerror})") from None


def serve(port: int, *, ready: Callable[[], None]) -> NoReturn:
    """Run web and worker inside `stop_signals`; call `ready` when the web answers.

    Ends by raising: Stopped when asked to stop, ChildDied; the children have been stopped then.
    """
    children: list[Child] = []
    try:
        children.append(Child("web", lambda: web(port)))
        wait_for_answer(port, children)
        # Only now: on a small machine the two would slow each other's start.
        children.append(Child("worker", worker))
        ready()
        while True:
            require_alive(children)
            time.sleep(LOOK_EVERY)
    finally:
        stop(children)


@contextmanager
def stop_signals() -> Iterator[None]:
    """SIGINT and SIGTERM raise Stopped once; a second one, while stopping, changes nothing."""

    def heard(number: int, frame: FrameType | None) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    for each in before:
        signal.signal(each, heard)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def web(port: int) -> None:
    """The web server's process; it alone loads granian, so that the parent starts sooner."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "matrika.wsgi:application",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=WEB_THREADS,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()


def worker() -> None:
    """The worker's process."""
    call_command("worker")


def require_alive(children: Sequence[Child]) -> None:
    """Raises ChildDied."""
    for child in children:
        if child.has_ended():
            raise ChildDied(f"the {child.name} stopped by itself (exit code {child.code}); see above")


def wait_for_answer(port: int, children: Sequence[Child]) -> None:
    """Raises ChildDied, also when the web does not answer within ANSWER_SECONDS."""
    deadline = time.monotonic() + ANSWER_SECONDS
    while not answers(port):
        require_alive(children)
        if time.monotonic() > deadline:
            raise ChildDied(f"the web does not answer on port {port}")
        time.sleep(LOOK_EVERY)


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=ANSWER_SECONDS)
    try:
        # The lightest address there is: a page would load every view first, and the visitor asks soon enough.
        connection.request("GET", "/mdq/certificate.pem")
        connection.getresponse()
    except OSError:
        return False
    finally:
        connection.close()
    return True
