"""What the console remembers for those who work at it. None of it is history."""

from __future__ import annotations

from django.db import models

from matrika.filings.models import Filing
from matrika.register.models import Person

LONGEST_QUERY = 1000  # characters


class Presence(models.Model):
    """Which filing a reviewer last opened, and when: colleagues who open it see that they are not alone."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()


class SavedFilter(models.Model):
    """A person's own name for what the queue is narrowed to."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="saved_filters")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=LONGEST_QUERY)  # as in the queue's address

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "name"), name="one_filter_of_a_name"),)
