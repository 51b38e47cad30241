"""What the identity provider may read: stored bytes, made once, served as they are."""

from __future__ import annotations

from django.db import models

from matrika.core.filing import ENTITY_ID_LENGTH
from matrika.register.models import MetadataVersion, ServiceProvider
from matrika.register.models.event import ACTOR_LENGTH
from samllint.text import Text


class PublishedEntity(models.Model):
    """One active provider's signed document. Replaced whole, or removed."""

    provider = models.OneToOneField(ServiceProvider, on_delete=models.PROTECT, related_name="published")
    entity_id_sha1 = models.CharField(max_length=40, unique=True)
    version_id = models.BigIntegerField()  # the MetadataVersion it was made from
    etag = models.CharField(max_length=66)
    published_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)  # the first end among what keeps the provider active
    valid_until = models.DateTimeField(db_index=True)
    # The large columns come last: SQLite reads a row from the front.
    signed = models.BinaryField()
    signed_gzip = models.BinaryField()


class EntityForm(models.Model):
    """An entity's part of the aggregates: exclusive C14N, unsigned. Never changed, replaced by another row.

    It stands from the move `since` of the counter until the move `until`, so that aggregates are made and
    served from these rows and nothing is copied for them.
    """

    provider = models.ForeignKey(ServiceProvider, on_delete=models.PROTECT, related_name="+")
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True)
    expires_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)  # of `canonical`, as it was read and judged when it was made
    size = models.PositiveIntegerField()
    packed_size = models.PositiveIntegerField()
    inclusive_prefixes = models.TextField(blank=True)  # the PrefixList `canonical` was made with
    reserved_prefixes = models.TextField(blank=True)  # what the aggregate's root must not be called
    canonical = models.BinaryField()
    packed = models.BinaryField()  # the same as whole DEFLATE blocks, none of them the last

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("provider",), condition=models.Q(until__isnull=True), name="one_form_of_a_provider"
            ),
        )
        indexes = (
            models.Index(fields=("until",), condition=models.Q(until__isnull=False), name="forms_that_ended"),
            models.Index(
                fields=("reserved_prefixes",),
                condition=~models.Q(reserved_prefixes=""),
                name="forms_that_reserve",
            ),
            # Tells which forms an aggregate has, and how large they are, without touching their bytes.
            models.Index(fields=("id", "size", "since", "until", "expires_at"), name="forms_without_bytes"),
        )


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
    """What stands around the entities: the signed head and the end tag, in both forms.

    Between them stand the EntityForms of `counter` and `published_at` (publication.aggregate.members).
    """

    etag = models.CharField(max_length=66)
    entities = models.PositiveIntegerField()
    size = models.BigIntegerField()
    size_gzip = models.BigIntegerField()
    published_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    counter = models.BigIntegerField()
    head = models.BinaryField()
    tail = models.BinaryField()
    head_packed = models.BinaryField()
    tail_packed = models.BinaryField()


class EntityFetch(models.Model):
    """When the identity provider first and last fetched one version of a provider's metadata."""

    version = models.OneToOneField(MetadataVersion, on_delete=models.PROTECT, related_name="fetched")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()


class AggregateFetch(models.Model):
    """The same of an aggregate, by the counter that it is as of: the aggregate itself is soon forgotten."""

    counter = models.BigIntegerField(unique=True)
    first_at = models.DateTimeField(db_index=True)
    last_at = models.DateTimeField(db_index=True)


class PublicationState(models.Model):
    """One row: a counter that moves with every change, and how far the events were followed."""

    version = models.BigIntegerField(default=0)
    followed_event = models.BigIntegerField(default=0)
    certificate = models.TextField(blank=True, default="")  # PEM: with what consumers verify
    aggregate = models.ForeignKey(PublishedAggregate, on_delete=models.PROTECT, null=True, related_name="+")
    aggregate_due_at = models.DateTimeField(null=True)  # None: there is none, and nothing to make one of
    aggregate_lease = models.DateTimeField(null=True)  # until then one worker builds it
    # Why the last try to make one failed, in English as errors are; "" = it did not.
    aggregate_failure = models.TextField(blank=True, default="")
    # The shrink guard compares with the most entities published within the last day.
    baseline = models.PositiveIntegerField(default=0)
    baseline_at = models.DateTimeField(null=True)
    held_at = models.PositiveIntegerField(null=True)  # the size that waits for a person's word
    confirmed_entities = models.PositiveIntegerField(
        null=True
    )  # a person let it shrink to so many, no further
    confirmed_gone = models.JSONField(default=list)  # keys of the providers that the word lets go
    confirmed_by = models.CharField(max_length=ACTOR_LENGTH, blank=True, default="")
    seen_at = models.DateTimeField(null=True)  # when a worker with the key last looked for work
    # Why a worker was refused the key, in English as errors are, and when it last was.
    refusal = models.TextField(blank=True, default="")
    refused_at = models.DateTimeField(null=True)
    watched_at = models.DateTimeField(null=True)  # when the alarms were last looked after
    compared_to = models.BigIntegerField(default=0)  # the provider up to whom published and register agree


class PublicationKey(models.Model):
    """A certificate that consumers are told to trust: the one whose key signs now, the next, former ones."""

    class State(models.TextChoices):
        NEXT = "next", "next"
        ACTIVE = "active", "active"
        FORMER = "former", "former"  # what it signed may still be on its way
        RETIRED = "retired", "retired"

    fingerprint = models.CharField(max_length=64, unique=True)
    certificate = models.TextField()  # PEM
    state = models.CharField(max_length=10, choices=State.choices)
    announced_at = models.DateTimeField()
    planned_at = models.DateTimeField(null=True)  # when it is to follow; None: it was never announced as next
    activated_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("state",), condition=models.Q(state="active"), name="one_active_key"
            ),
        )


class Hold(models.Model):
    """A person's word that one entity is kept back or kept published, for a while (publication.holds)."""

    provider = models.ForeignKey(ServiceProvider, on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in ("back", "keep")])
    reason = models.TextField()
    held_by = models.CharField(max_length=ACTOR_LENGTH)
    held_at = models.DateTimeField()
    until = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=ACTOR_LENGTH, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("provider",),
                condition=models.Q(released_at__isnull=True),
                name="one_hold_of_a_provider",
            ),
        )


class Alarm(models.Model):
    """Something about publication that a person must see to; it ends by itself when it is no longer so."""

    kind = models.CharField(max_length=20)  # publication.watch.status.Kind
    subject = models.CharField(
        max_length=ENTITY_ID_LENGTH, blank=True
    )  # an entityID, or "" when it is about the whole
    # For staff: as it was when it began. In Slovak, too, but for those of before there was any.
    sentence = models.TextField()
    sentence_sk = models.TextField(blank=True, default="")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "subject"),
                condition=models.Q(ended_at__isnull=True),
                name="one_alarm_of_a_kind",
            ),
        )

    @property
    def words(self) -> Text:
        return Text(self.sentence_sk or self.sentence, self.sentence)
