"""Messages as stored: what was written, and each channel's delivery."""

from __future__ import annotations

from django.db import models

from matrika.register.models import Event, Organisation


class Notice(models.Model):
    """One message to one organisation, caused by one event. Its text never changes."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=20)  # ACKNOWLEDGEMENT, RESULT, ERROR_NOTICE …
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="notices", null=True
    )
    filing_number = models.CharField(max_length=32, blank=True, default="")
    email = models.CharField(max_length=254)
    subject = models.CharField(max_length=256)
    body = models.TextField()
    message_id = models.CharField(max_length=200, unique=True)
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("event", "kind"), name="notice_written_once"),)


class Delivery(models.Model):
    """One notice over one channel. Due = due_at reached and not delivered."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=[("mailbox", "mailbox"), ("email", "email")])
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    token = models.CharField(max_length=36, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("notice", "channel"), name="delivered_once_per_channel"),
        )
        indexes = (
            models.Index(
                fields=("due_at",), condition=models.Q(delivered_at__isnull=True), name="deliveries_due"
            ),
        )
