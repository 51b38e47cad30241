"""How often somebody asked: the only thing that pages remember, for a little while."""

from __future__ import annotations

from django.db import models


class Asked(models.Model):
    """How often one person or address asked for one kind of thing within one span of time.

    The span's beginning is in the key, so a count never has to be set back. Digests, not addresses: who
    asked is nobody's business once the span is over.
    """

    key = models.CharField(max_length=64, primary_key=True)  # SHA-256 of kind, who and span, lower-case hex
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)  # the span's end; the row may go then

    def __str__(self) -> str:
        return f"{self.count} until {self.until:%H:%M:%S}"
