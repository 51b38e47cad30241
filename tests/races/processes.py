"""Processes of the test's own: several that start together, or one that is killed in the middle.

They are forked, so each costs milliseconds; each opens a connection of its own to the test's database.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from multiprocessing.synchronize import Barrier
from typing import Any

import pytest
from django.db import connection, connections

FORK = multiprocessing.get_context("fork")
PATIENCE = 180  # seconds; reached only when the test fails
MANY = 1000  # deaths; no unit has a tenth of these steps, and none is found due for ever
FOUND, IDLE = 0, 3  # exit codes of a unit of work that lived
A_MINUTE = timedelta(minutes=1)  # longer than the claims and leases of the worker's quick steps

# From Python 3.12 on a fork warns; the children here do nothing but their work.
MARKS = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]


def at_once(work: Callable[[int], object], count: int) -> list[int]:
    """Run `work(0)` … `work(count - 1)` in processes that start together; their exit codes."""
    barrier = FORK.Barrier(count)
    return _run([partial(_together, work, number, barrier) for number in range(count)])


def _together(work: Callable[[int], object], number: int, barrier: Barrier) -> None:
    barrier.wait(PATIENCE)
    work(number)


def _run(bodies: list[Callable[[], object]]) -> list[int]:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.fail("tests/settings.py must keep the test database in a file: processes cannot share memory")
    connections.close_all()  # a connection must not be shared across a fork
    processes = [FORK.Process(target=body) for body in bodies]
    for process in processes:
        process.start()
    for process in processes:
        process.join(PATIENCE)
    assert all(process.exitcode is not None for process in processes), "a process hangs"
    return [process.exitcode or 0 for process in processes]


def killed_at_every_step(
    unit: Callable[..., bool], *, at: datetime, check: Callable[[], None], claim: timedelta = A_MINUTE
) -> datetime:
    """Kill the unit of work at its first step, then at its second … until one lives and finds nothing.

    A step is a statement on its way to the database, or the moment before or after a commit. Between
    two workers `claim` passes, so that the claim of the dead one has run out. `check` is asked after
    each death whether what can be seen is whole. Returns the instant at which nothing was due any more.
    """
    step, deaths = 1, 0
    while True:
        at += claim
        (code,) = _run([partial(_live_until, step, partial(unit, at=at))])
        if code == IDLE:
            assert deaths, "nobody was killed"
            return at
        if code == FOUND:
            step = 1
            continue
        assert code == -signal.SIGKILL, f"the worker ended with {code}"
        step, deaths = step + 1, deaths + 1
        assert deaths < MANY, "something is due again and again"
        check()


def _live_until(step: int, unit: Callable[[], bool]) -> None:
    steps = itertools.count(1)
    commit: Any = connection._commit

    def tick() -> None:
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(execute: Any, *arguments: Any) -> Any:
        tick()
        return execute(*arguments)

    def watched_commit() -> None:
        tick()
        commit()
        tick()

    connection._commit = watched_commit
    with connection.execute_wrapper(statement):
        found = unit()
    os._exit(FOUND if found else IDLE)
