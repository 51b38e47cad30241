"""How long to wait before trying again. Used for letters, and for events set aside."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=1)

Jitter = Callable[[], float]  # from 0 up to, and without, 1


def pause(attempts: int, *, jitter: Jitter = random.random) -> timedelta:
    """The wait after the given number of failed attempts (1, 2, 3 …).

    It doubles up to an hour and never ends: an outage of three weeks loses nothing. The jitter takes
    off up to a quarter, so that what failed together does not come back together.
    """
    doublings = min(attempts - 1, 10)  # 2**10 minutes is past the longest pause already
    longest: timedelta = min(FIRST * 2.0**doublings, LONGEST)
    return longest * (1 - jitter() / 4)
