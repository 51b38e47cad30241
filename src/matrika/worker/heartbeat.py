"""Signs of life of the workers, as rows, because web processes may run on other machines."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta

from matrika.worker.models import Heartbeat

BEAT_EVERY = timedelta(seconds=10)  # each beat is a write; an idle register should hardly write
ALIVE_FOR = timedelta(minutes=5)  # one unit may take minutes when a mail server is slow
FORGOTTEN_AFTER = timedelta(days=1)


class Heart:
    """This worker's own heartbeat."""

    def __init__(self, *, started_at: datetime) -> None:
        self.worker = f"{socket.gethostname()}:{os.getpid()}"[:160]
        self.started_at = started_at
        self.said: tuple[datetime, str] | None = None

    def beat(self, *, at: datetime, failing: str) -> None:
        """Say that the worker lives, at most every BEAT_EVERY or when what fails has changed."""
        if self.said and abs(at - self.said[0]) < BEAT_EVERY and self.said[1] == failing:
            return
        if self.said is None:
            Heartbeat.objects.filter(seen_at__lt=at - FORGOTTEN_AFTER).delete()
        Heartbeat.objects.update_or_create(
            worker=self.worker,
            defaults={"started_at": self.started_at, "seen_at": at, "failing": failing[:500]},
        )
        self.said = (at, failing)

    def end(self) -> None:
        Heartbeat.objects.filter(worker=self.worker).delete()
