"""The demo's two child processes, forked so that Django is loaded once.

Loading Django takes longer than everything else at a start; a forked child has it already.
Each child is in a session of its own: Ctrl-C reaches the parent alone, which stops the children in
order. Should the parent be killed outright, the kernel tells the children (Linux).
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence

from django.db import connections

STOP_SECONDS = 15.0  # a worker finishes its unit first; afterwards it is killed
PR_SET_PDEATHSIG = 1


class Child:
    """One forked process that runs `body` and ends."""

    def __init__(self, name: str, body: Callable[[], None]) -> None:
        self.name = name
        self.code: int | None = None  # its exit code; minus the signal's number when a signal ended it
        connections.close_all()  # a connection must not be used on both sides of a fork
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            _become(body)

    def has_ended(self) -> bool:
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
        return self.code is not None

    def send(self, number: signal.Signals) -> None:
        if not self.has_ended():
            os.kill(self.pid, number)


def stop(children: Sequence[Child]) -> None:
    """End all of them: politely, and after STOP_SECONDS by force."""
    for child in children:
        child.send(signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while not all(child.has_ended() for child in children):
        if time.monotonic() > deadline:
            for child in children:
                child.send(signal.SIGKILL)
            return
        time.sleep(0.02)


def _become(body: Callable[[], None]) -> None:
    """The child's side of the fork; never returns."""
    code = 1
    try:
        os.setsid()
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        gc.enable()  # `matrika.cli` put it off for the start
        body()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 - the traceback is printed, and the parent hears the code
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
