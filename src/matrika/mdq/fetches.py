"""What the identity provider fetched, gathered in memory and written down now and then.

A request costs one entry in a dictionary. At most once a minute what was gathered is written, by a thread of
its own; a process that ends in order writes the rest, one that is killed loses it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime
from threading import Lock, Timer

from django.db import DatabaseError

from matrika.mdq.store import database
from matrika.publication.fetches import Fetched, Seen, record

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 60.0
MOST = 10_000  # different versions between two writings; some megabytes

Start = Callable[[float, Callable[[], None]], None]


def in_background(seconds: float, work: Callable[[], None]) -> None:
    timer = Timer(seconds, work)
    timer.daemon = True
    timer.start()


class Fetches:
    """What was fetched since the last writing. Threads may share it."""

    def __init__(self, *, start: Start = in_background, clock: Callable[[], float] = time.monotonic) -> None:
        self._start = start
        self._clock = clock
        self._lock = Lock()
        self._gathered: dict[Fetched, Seen] = {}
        self._is_waiting = False  # a thread will write
        self._wrote_at = float("-inf")

    def note(self, what: Fetched, *, at: datetime) -> None:
        """Remember one fetch. Beyond MOST different ones, new ones are not."""
        with self._lock:
            before = self._gathered.get(what)
            if before is None and len(self._gathered) >= MOST:
                return
            self._gathered[what] = Seen(before.first_at if before else at, at)
            if self._is_waiting:
                return
            self._is_waiting = True
            wait = max(0.0, self._wrote_at + PAUSE_SECONDS - self._clock())
        self._start(wait, self.write)

    def write(self) -> None:
        """Write down what was gathered; what cannot be written now is kept for the next time."""
        with self._lock:
            batch, self._gathered = self._gathered, {}
            self._is_waiting = False
            self._wrote_at = self._clock()
        if not batch:
            return
        try:
            with database():
                record(batch)
        except DatabaseError:
            logger.exception("what the identity provider fetched cannot be written down just now")
            self._put_back(batch)

    def _put_back(self, batch: dict[Fetched, Seen]) -> None:
        with self._lock:
            for what, seen in batch.items():
                later = self._gathered.get(what)
                self._gathered[what] = Seen(seen.first_at, later.last_at if later else seen.last_at)
            is_first, self._is_waiting = not self._is_waiting, True
        if is_first:
            self._start(PAUSE_SECONDS, self.write)
