from __future__ import annotations

from django.db import models

from matrika.core.events import EventKind
from matrika.register.models.organisation import Organisation
from matrika.register.models.provider import ServiceProvider

ACTOR_LENGTH = 320  # of every column that keeps who did something


class Event(models.Model):
    """One fact, appended and never changed; database triggers refuse anything else.

    Each event carries the digest of the one before it, so a change made behind the
    database's back is found by `matrika verify`. Only `register.ledger` writes events.
    """

    number = models.BigIntegerField(unique=True)  # 1, 2, 3 … without gaps
    kind = models.CharField(max_length=40, choices=[(k.value, k.value) for k in EventKind])
    recorded_at = models.DateTimeField()  # when the register learned it, UTC
    effective_at = models.DateTimeField()  # since when it holds, UTC
    actor = models.CharField(max_length=ACTOR_LENGTH)  # "person:7 Alžbeta Agátová" or "worker"
    on_behalf_of = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="events")
    provider = models.ForeignKey(ServiceProvider, on_delete=models.PROTECT, null=True, related_name="events")
    filing_number = models.CharField(max_length=32, blank=True, default="", db_index=True)
    data = models.JSONField(default=dict)  # core.events.data says which keys
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("number",)
        indexes = (  # for whoever audits: what kind, by whom, when
            models.Index(fields=("kind", "number"), name="events_of_a_kind"),
            models.Index(
                fields=("actor", "number"),
                name="events_of_an_actor",
                opclasses=("varchar_pattern_ops", "int8_ops"),  # PostgreSQL's, for beginnings
            ),
            models.Index(fields=("recorded_at",), name="events_by_time"),
        )


class ChainCheck(models.Model):
    """What one `matrika verify` found, so that pages can say when the history was last looked through."""

    finished_at = models.DateTimeField()
    events = models.BigIntegerField()  # in the chain; up to the first that does not fit
    faults = models.PositiveIntegerField()
    first_fault = models.TextField(blank=True, default="")


class LedgerHead(models.Model):
    """The one row that writers of events lock, so that numbers have no gaps."""

    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)
