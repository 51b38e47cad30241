"""One loop: each step in turn, until nothing is due; then a short wait."""

from __future__ import annotations

import logging
import secrets
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections

from matrika.worker.heartbeat import Heart
from matrika.worker.steps import Step
from matrika.worker.stop import Stop

logger = logging.getLogger(__name__)

IDLE_SECONDS = 1.0  # the longest that new work waits for an idle worker
LONGEST_PAUSE = timedelta(seconds=30)
LEAST_FREE = 1_000_000  # bytes: what a database needs to write anything
# So many turns with other work a slow step waits at most: a hanging mail server must not keep changes
# from being published within the minute of, and a flood of changes must not keep letters for ever.
SLOW_EVERY = 20


def is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < LEAST_FREE
    except OSError:
        return False  # it is on another machine, or not there


@dataclass(frozen=True, slots=True)
class Failure:
    """That a step crashed, how often in a row, and when it may be tried again."""

    times: int
    resume_at: datetime
    reference: str  # found in the log beside the traceback


class Loop:
    """Runs the steps. A crash of one is recorded and pauses that step alone."""

    def __init__(self, steps: Sequence[Step], *, clock: Callable[[], datetime], stop: Stop) -> None:
        self.steps = steps
        self.clock = clock
        self.stop = stop
        self.failures: dict[str, Failure] = {}
        self.heart = Heart(started_at=clock())
        self.turns = 0

    def run_until_stopped(self) -> None:
        while not self.stop.requested:
            if not self.tick():
                self.stop.wait(IDLE_SECONDS)
        self._guarded("heartbeat", self.heart.end)

    def run_until_idle(self) -> None:
        while self.tick():
            pass
        self._guarded("heartbeat", self.heart.end)

    def tick(self) -> bool:
        """Give each step one unit, the slow ones when the others are idle. Returns whether any found work.

        A request to stop is heard between two units, never within one.
        """
        self._guarded("heartbeat", lambda: self.heart.beat(at=self.clock(), failing=self._failing()))
        self.turns += 1
        found = self._turn(slow=False)
        if not found or self.turns % SLOW_EVERY == 0:
            found = self._turn(slow=True) or found
        return found

    def _turn(self, *, slow: bool) -> bool:
        found = False
        for step in self.steps:
            if step.slow is slow and not self.stop.requested:
                found = self._guarded(step.name, partial(self._run, step)) or found
        return found

    def _run(self, step: Step) -> bool:
        return step.run(at=self.clock())

    def _guarded(self, name: str, unit: Callable[[], bool | None]) -> bool:
        failure = self.failures.get(name)
        # A clock that was set back must not make the pause longer than any was meant to be.
        if failure and self.clock() < failure.resume_at <= self.clock() + LONGEST_PAUSE:
            return False
        try:
            found = unit()
        except Exception:  # noqa: BLE001 - whatever it was, it is recorded, and the other steps go on
            self._record(name)
            return False
        self.failures.pop(name, None)
        return bool(found)

    def _record(self, name: str) -> None:
        times = self.failures[name].times + 1 if name in self.failures else 1
        # The unit that crashed may be first in its queue again at once; the growing pause keeps it
        # from spinning the processor and flooding the log.
        pause = min(timedelta(seconds=1) * 2 ** min(times - 1, 10), LONGEST_PAUSE)
        failure = Failure(times, self.clock() + pause, secrets.token_hex(4))
        self.failures[name] = failure
        logger.exception(
            "step %s failed (reference %s, %d in a row); tried again in %s",
            name,
            failure.reference,
            times,
            pause,
        )
        if is_full(settings.VAR_DIR):
            logger.error("the disk of MATRIKA_VAR is full: make room, and the work goes on by itself")
        close_old_connections()  # a database that restarted must not stay lost

    def _failing(self) -> str:
        return ", ".join(f"{name} ({failure.reference})" for name, failure in sorted(self.failures.items()))
