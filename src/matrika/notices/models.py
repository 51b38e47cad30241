"""Messages as stored: what was written, to whom it goes, and how far the events were followed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from matrika.core.filing import ENTITY_ID_LENGTH
from matrika.core.people import EMAIL_LENGTH
from matrika.register.models import CertificateEntry, Event, Organisation, ServiceProvider


class Channel(models.TextChoices):
    """The ways a message goes out. The first two are mandatory (guide §7.2), the third is configured."""

    MAILBOX = "mailbox", "mailbox"
    EMAIL = "email", "email"
    STATE_MAILBOX = "state", "state's mailbox"


class Notice(models.Model):
    """One message, caused by one event or by the time that passed (`Reminder`). Its text never changes."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="notices", null=True)
    kind = models.CharField(max_length=24)  # texts.NoticeKind
    filing_number = models.CharField(max_length=32, blank=True, default="", db_index=True)
    entity_id = models.CharField(max_length=ENTITY_ID_LENGTH, blank=True, default="")
    subject = models.CharField(max_length=256)
    error_code = models.CharField(max_length=16, blank=True, default="")
    body = models.TextField()
    message_id = models.CharField(max_length=200, unique=True)  # the same at every attempt to send
    written_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("event", "kind"), name="notice_written_once"),)

    def __str__(self) -> str:
        return f"{self.kind} of event {self.event_id}" if self.event_id else f"{self.kind} {self.pk}"


class Reminder(models.Model):
    """That a notice reminds of a certificate's end; each threshold once for a provider's certificate (R-8.1).

    The certificate may go on in a later version: it is the same one, and nobody is reminded again.
    """

    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="reminder")
    provider = models.ForeignKey(ServiceProvider, on_delete=models.PROTECT, related_name="reminders")
    certificate = models.ForeignKey(CertificateEntry, on_delete=models.PROTECT, related_name="reminders")
    fingerprint = models.CharField(max_length=64)  # of the certificate: SHA-256, upper-case hex
    threshold = models.PositiveSmallIntegerField()  # core.reminders.THRESHOLDS
    days_left = models.PositiveSmallIntegerField()  # as the notice says; less than the threshold if late

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("provider", "fingerprint", "threshold"), name="reminded_once"),
        )

    def __str__(self) -> str:
        return f"{self.days_left} days before {self.fingerprint[:16]} ends"


class FurtherAddress(models.Model):
    """An address beside the mandatory one, for copies or a weekly digest. Used once its holder agreed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="further_addresses")
    email = models.CharField(max_length=EMAIL_LENGTH)
    wants_copies = models.BooleanField()
    wants_digest = models.BooleanField()
    added_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    digest_due_at = models.DateTimeField(null=True)  # None = no digest goes there
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                F("organisation"),
                Lower("email"),
                condition=Q(removed_at__isnull=True),
                name="further_address_once",
            ),
            models.CheckConstraint(
                condition=Q(digest_due_at__isnull=True)
                | Q(wants_digest=True, confirmed_at__isnull=False, removed_at__isnull=True),
                name="digest_to_who_agreed",
            ),
        )
        indexes = (
            models.Index(
                fields=("digest_due_at",), condition=Q(digest_due_at__isnull=False), name="digests_due"
            ),
            models.Index(fields=("added_at",), name="further_addresses_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.email} of {self.organisation}"


class Digest(models.Model):
    """That a notice is the digest of a week: one for each address of an organisation."""

    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="digest")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="digests")
    email = models.CharField(max_length=EMAIL_LENGTH)  # in lower case
    week = models.DateField()  # its Monday

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organisation", "email", "week"), name="digest_once_a_week"),
        )

    def __str__(self) -> str:
        return f"digest of {self.week} to {self.email}"


class Delivery(models.Model):
    """One notice over one channel to one addressee: an organisation's mailbox (here or the state's), or
    an e-mail address.

    It is settled when it was delivered or refused for good. Until then it is due from `due_at` on;
    whoever claims it moves `due_at` beyond a lease, so the work of a dead worker becomes due by itself.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="letters", null=True
    )
    email = models.CharField(max_length=EMAIL_LENGTH, blank=True, default="")
    # None = the mandatory address, or no e-mail.
    further_address = models.ForeignKey(
        FurtherAddress, on_delete=models.PROTECT, related_name="letters", null=True
    )
    due_at = models.DateTimeField()
    token = models.CharField(max_length=32, blank=True, default="")  # of the claim; its holder may record
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True, default="")
    delivered_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)  # the recipient's server said never
    bounced_at = models.DateTimeField(null=True)  # the server took it, and sent it back later
    read_at = models.DateTimeField(null=True)  # mailbox only

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("notice", "organisation"), condition=Q(channel="mailbox"), name="in_each_mailbox_once"
            ),
            models.UniqueConstraint(
                fields=("notice", "email"), condition=Q(channel="email"), name="to_each_address_once"
            ),
            models.UniqueConstraint(
                fields=("notice", "organisation"),
                condition=Q(channel="state"),
                name="in_each_state_mailbox_once",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=("mailbox", "state"), organisation__isnull=False, email="")
                | (Q(channel="email", organisation__isnull=True) & ~Q(email="")),
                name="delivery_has_its_addressee",
            ),
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=True) | Q(refused_at__isnull=True),
                name="delivered_or_refused",
            ),
            models.CheckConstraint(
                condition=Q(bounced_at__isnull=True) | Q(delivered_at__isnull=False, channel="email"),
                name="bounced_after_it_was_sent",
            ),
        )
        indexes = (
            models.Index(
                fields=("channel", "due_at"),
                condition=Q(delivered_at__isnull=True, refused_at__isnull=True),
                name="deliveries_due",
            ),
            models.Index(
                fields=("-delivered_at",),
                condition=Q(channel="email", delivered_at__isnull=False),
                name="letters_sent_newest",
            ),
            models.Index(
                fields=("-id",), condition=Q(refused_at__isnull=False), name="deliveries_refused_newest"
            ),
            models.Index(
                fields=("-id",), condition=Q(bounced_at__isnull=False), name="deliveries_bounced_newest"
            ),
            models.Index(
                fields=("email", "delivered_at"), condition=Q(channel="email"), name="letters_by_address"
            ),
            models.Index(
                F("organisation"),
                F("delivered_at").desc(),
                condition=Q(channel="mailbox", delivered_at__isnull=False),
                name="mailbox_by_time",
            ),
            # Every page tells an owner how many.
            models.Index(
                fields=("organisation",),
                condition=Q(channel="mailbox", delivered_at__isnull=False, read_at__isnull=True),
                name="mailbox_unread",
            ),
        )

    def __str__(self) -> str:
        return f"{self.notice} to {self.email or f'the mailbox of organisation {self.organisation_id}'}"


class FollowedEvents(models.Model):
    """One row: the number of the last event that was turned into its notices."""

    number = models.BigIntegerField(default=0)


class UnwrittenEvent(models.Model):
    """An event from which no notice could be written yet, set aside so that later ones do not wait."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="unwritten")
    error = models.CharField(max_length=500)
    attempts = models.PositiveIntegerField(default=1)
    due_at = models.DateTimeField(db_index=True)
