"""Long walks over stored rows, shared out among processes."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread

from django.db import connections

from matrika.register.ledger import Walk


@contextmanager
def walking(processes: int) -> Iterator[Walk]:
    """What does the same as `map`, in so many processes; results come in order, as soon as they are there.

    The function and what it is given must be such that they can be sent to another process.
    """
    if processes == 1:
        yield map
        return
    connections.close_all()  # a connection must not be shared across a fork
    pool = ProcessPoolExecutor(processes, mp_context=get_context("fork"), initializer=_begin)
    pool.submit(os.getpid).result()  # forks them all, before this process opens a connection again
    try:
        yield pool.map
    finally:
        # When somebody lost patience, what was not begun is not begun any more.
        pool.shutdown(cancel_futures=True)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))


def _begin() -> None:
    # Ctrl-C reaches all processes of a terminal at once; the one that shared out the work answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Whoever kills the parent outright leaves nobody behind."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
