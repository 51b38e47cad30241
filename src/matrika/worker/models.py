from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """A running worker's sign of life, for whoever watches the register. Removed when it stops in order."""

    worker = models.CharField(max_length=160, unique=True)  # host:process
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    failing = models.CharField(max_length=500, blank=True, default="")  # steps, with references into the log

    def __str__(self) -> str:
        return self.worker
