from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left, Lower

from matrika.core.filing import ENTITY_ID_LENGTH
from matrika.core.people import EMAIL_LENGTH, NAME_LENGTH, PHONE_LENGTH
from matrika.register.models.organisation import Organisation

FILING_NUMBER_LENGTH = 64  # in the register that a version was imported from
INDEXED_LENGTH = 100  # characters at the beginning of a text, by which it is found


class ServiceProvider(models.Model):
    """One entityID, registered once, ever. Its state is derived, never stored (R-7.2)."""

    entity_id = models.CharField(max_length=ENTITY_ID_LENGTH, unique=True)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="providers")
    registered_at = models.DateTimeField()  # UTC; when its first version took effect

    class Meta:
        indexes = (
            models.Index(fields=("owner", "-registered_at"), name="providers_newest_first"),
            # Look-alikes differ in case or in a trailing slash.
            models.Index(Lower("entity_id"), name="providers_by_lower_entity_id"),
            models.Index(fields=("-registered_at", "-id"), name="providers_by_registration"),
        )

    def __str__(self) -> str:
        return self.entity_id


class MetadataVersion(models.Model):
    """Metadata exactly as filed, and the span in which they hold: [effective_from, effective_to)."""

    provider = models.ForeignKey(ServiceProvider, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()  # 1, 2, 3 … within the provider
    filing_number = models.CharField(max_length=32)  # "" for imported records
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    contact_name = models.CharField(max_length=NAME_LENGTH)
    contact_email = models.CharField(max_length=EMAIL_LENGTH)
    contact_phone = models.CharField(max_length=PHONE_LENGTH)
    effective_from = models.DateTimeField()
    effective_to = models.DateTimeField(null=True, blank=True)  # closed by a change or cancellation
    recorded_at = models.DateTimeField()  # when the register learned that it begins
    end_recorded_at = models.DateTimeField(null=True, blank=True)  # … and that it ends

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("provider", "number"), name="version_numbered_once"),
            models.UniqueConstraint(
                fields=("provider",),
                condition=Q(effective_to__isnull=True),
                name="one_open_version_per_provider",
            ),
            # Equal ends are allowed: a version replaced at the instant it began never held.
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="version_ends_after_it_begins",
            ),
        )


class Origin(models.Model):
    """Which filing entered a version in the register it was imported from. Append-only.

    It is no filing of this register: numbers of the two would be mistaken for one another.
    """

    version = models.OneToOneField(MetadataVersion, on_delete=models.PROTECT, related_name="origin")
    filing_number = models.CharField(max_length=FILING_NUMBER_LENGTH)


class CertificateEntry(models.Model):
    """One certificate of one metadata version, as an entry of the register (R-7.3)."""

    version = models.ForeignKey(MetadataVersion, on_delete=models.PROTECT, related_name="certificates")
    # "both": a KeyDescriptor without `use`, which only imported records may have.
    use = models.CharField(
        max_length=10, choices=[("signing", "signing"), ("encryption", "encryption"), ("both", "both")]
    )
    position = models.PositiveSmallIntegerField()  # in document order, from 0
    der = models.BinaryField()
    fingerprint = models.CharField(max_length=64, db_index=True)  # SHA-256 of the DER, upper-case hex
    serial_number = models.TextField()  # upper-case hex; certificates set no limit to its length
    subject = models.CharField(max_length=1024)  # RFC 4514
    # SHA-256 of the RSA modulus, else of the SubjectPublicKeyInfo, upper-case hex: same key = same value
    key_digest = models.CharField(max_length=64)
    not_before = models.DateTimeField()
    not_after = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("version", "position"), name="certificate_placed_once"),
        )
        indexes = (
            models.Index(fields=("key_digest",), name="certificates_by_key"),
            # PostgreSQL refuses to index long texts, and certificates set no limit to these two.
            models.Index(Left("serial_number", INDEXED_LENGTH), name="certificates_by_serial_number"),
            models.Index(Left("subject", INDEXED_LENGTH), name="certificates_by_subject"),
        )


class PendingExpiry(models.Model):
    """When a version in force runs out of certificates: the worker's note, not a state.

    The worker finds the next one by the index, however many providers there are, writes the
    event once, and removes the note in the same transaction (R-7.2).
    """

    version = models.OneToOneField(MetadataVersion, on_delete=models.PROTECT, related_name="pending_expiry")
    due_at = models.DateTimeField(db_index=True)


class PendingReminder(models.Model):
    """When the owner must be reminded next that a certificate in force ends: a note as above (R-8.1)."""

    certificate = models.OneToOneField(
        CertificateEntry, on_delete=models.PROTECT, related_name="pending_reminder"
    )
    due_at = models.DateTimeField(db_index=True)
