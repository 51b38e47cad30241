"""What the identity provider may read: stored bytes, made once, served as they are."""

from __future__ import annotations

from django.db import models

from matrika.register.models import ServiceProvider


class PublishedEntity(models.Model):
    """One active provider's signed document. Replaced whole, or removed."""

    provider = models.OneToOneField(ServiceProvider, on_delete=models.PROTECT, related_name="published")
    entity_id_sha1 = models.CharField(max_length=40, unique=True)
    version_id = models.BigIntegerField()  # the MetadataVersion it was made from
    canonical = models.BinaryField()  # exclusive C14N, unsigned: the entity's part of the aggregate
    signed = models.BinaryField()
    signed_gzip = models.BinaryField()
    etag = models.CharField(max_length=66)
    published_at = models.DateTimeField()
    expires_at = models.DateTimeField()  # the first end among what keeps the provider active
    valid_until = models.DateTimeField(db_index=True)


class PublishedAggregate(models.Model):
    """The signed aggregate of all active providers, as served."""

    content = models.BinaryField()
    content_gzip = models.BinaryField()
    etag = models.CharField(max_length=66)
    entities = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    valid_until = models.DateTimeField()


class PublicationState(models.Model):
    """One row: a counter that moves with every change, and how far the events were followed."""

    version = models.BigIntegerField(default=0)
    followed_event = models.BigIntegerField(default=0)
