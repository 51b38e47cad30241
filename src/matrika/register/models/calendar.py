from __future__ import annotations

from django.db import models

from matrika.register.models.event import ACTOR_LENGTH
from matrika.register.models.organisation import Organisation


class CalendarAddress(models.Model):
    """That an organisation's calendar can be read, now, at an address nobody can guess.

    When it ends the row goes; the events tell the past.
    """

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="calendar_address"
    )
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the token in it, lower-case hex
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=ACTOR_LENGTH)  # Person.as_actor

    def __str__(self) -> str:
        return f"calendar address of {self.organisation}"
