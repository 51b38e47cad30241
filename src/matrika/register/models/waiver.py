from __future__ import annotations

from django.db import models

from matrika.register.models.provider import MetadataVersion

RULE_LENGTH = 64
REASON_LENGTH = 1023
ACTOR_LENGTH = 320
FILING_NUMBER_LENGTH = 64


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


class Origin(models.Model):
    """Which filing entered a version in the register it was imported from. Append-only.

    It is no filing of this register: numbers of the two would be mistaken for one another.
    """

    version = models.OneToOneField(MetadataVersion, on_delete=models.PROTECT, related_name="origin")
    filing_number = models.CharField(max_length=FILING_NUMBER_LENGTH)
