"""What the identity provider may read: stored bytes, made once, served as they are."""

from __future__ import annotations

from django.db import models

from matrika.register.models import ServiceProvider


class PublishedEntity(models.Model):
    """One active provider's signed document. Replaced whole, or removed."""

    provider = models.OneToOneField(ServiceProvider, on_delete=models.PROTECT, related_name="published")
    entity_id_sha1 = models.CharField(max_length=40, unique=True)
    version_id = models.BigIntegerField()  # the MetadataVersion it was made from
    etag = models.CharField(max_length=66)
    published_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)  # the first end among what keeps the provider active
    valid_until = models.DateTimeField()
    inclusive_prefixes = models.TextField(blank=True)  # the PrefixList `canonical` was made with
    reserved_prefixes = models.TextField(blank=True)  # what the aggregate's root must not be called
    # The large columns come last: SQLite reads a row from the front.
    canonical = models.BinaryField()  # exclusive C14N, unsigned: the entity's part of the aggregate
    canonical_deflated = models.BinaryField()  # the same as whole DEFLATE blocks, none of them the last
    signed = models.BinaryField()
    signed_gzip = models.BinaryField()


class Appointment(models.Model):
    """When a provider's publication must be looked at next, whatever the reason.

    An event, the end of a certificate, a signature that ages, a failure to be tried again: all are an
    instant here, so that the worker finds the next one by one index. Whoever works on it moves
    `due_at` ahead first, as a lease: if it moved again meanwhile, the work is not swapped in.
    """

    provider = models.OneToOneField(ServiceProvider, on_delete=models.PROTECT, related_name="appointment")
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveIntegerField(default=0)  # failures in a row


class PublishedAggregate(models.Model):
    """The signed aggregate of all active providers; its bytes are in parts, so that nobody holds it whole."""

    etag = models.CharField(max_length=66)
    entities = models.PositiveIntegerField()
    size = models.BigIntegerField()
    size_gzip = models.BigIntegerField()
    published_at = models.DateTimeField()
    valid_until = models.DateTimeField()


class AggregatePart(models.Model):
    """A piece of an aggregate, plain or gzipped; written with it, never changed."""

    aggregate = models.ForeignKey(PublishedAggregate, on_delete=models.PROTECT, related_name="parts")
    is_gzip = models.BooleanField()
    position = models.PositiveIntegerField()  # 0, 1, 2 …
    content = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("aggregate", "is_gzip", "position"), name="one_part_a_position"),
        )


class PublicationState(models.Model):
    """One row: a counter that moves with every change, and how far the events were followed."""

    version = models.BigIntegerField(default=0)
    followed_event = models.BigIntegerField(default=0)
    certificate = models.TextField(blank=True, default="")  # PEM: with what consumers verify
    aggregate = models.ForeignKey(PublishedAggregate, on_delete=models.PROTECT, null=True, related_name="+")
    aggregate_due_at = models.DateTimeField(null=True)  # None: there is none, and nothing to make one of
    aggregate_lease = models.DateTimeField(null=True)  # until then one worker builds it
    # The shrink guard compares with the most entities published within the last day.
    baseline = models.PositiveIntegerField(default=0)
    baseline_at = models.DateTimeField(null=True)
    held_at = models.PositiveIntegerField(null=True)  # the size that waits for a person's word
