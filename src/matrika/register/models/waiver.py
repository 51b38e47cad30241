from __future__ import annotations

from django.db import models

from matrika.register.models.event import ACTOR_LENGTH
from matrika.register.models.provider import MetadataVersion

RULE_LENGTH = 64
REASON_LENGTH = 1023


class Waiver(models.Model):
    """That one rule is not held against one registered metadata version, and why (R-3.9). Append-only."""

    version = models.ForeignKey(MetadataVersion, on_delete=models.PROTECT, related_name="waivers")
    rule_id = models.CharField(max_length=RULE_LENGTH)
    reason = models.CharField(max_length=REASON_LENGTH)
    # An actor of the ledger, or of the register it came from.
    granted_by = models.CharField(max_length=ACTOR_LENGTH)
    granted_at = models.DateTimeField()  # UTC

    class Meta:
        ordering = ("version", "rule_id")
        constraints = (models.UniqueConstraint(fields=("version", "rule_id"), name="rule_waived_once"),)
