"""Filings as stored: what was asked, what the checks said, where it stands."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from matrika.core.filing import (
    ENTITY_ID_LENGTH,
    FILE_NAME_LENGTH,
    PROJECT_LENGTH,
    Authorisation,
    Kind,
    PowerOfAttorney,
)
from matrika.core.lifecycle import OPEN, STORED, Status
from matrika.core.paper import Brought, Certifier
from matrika.core.people import EMAIL_LENGTH, NAME_LENGTH, PHONE_LENGTH, SubjectType
from matrika.core.verdict import Indication
from matrika.register.models import Organisation, Person

REASON_LENGTH = 500  # characters of a sentence


class Filing(models.Model):
    """One žiadosť. Never deleted; rejected ones keep their bytes and verdicts."""

    number = models.CharField(max_length=32, unique=True)  # "2026-000123"
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in Kind])
    status = models.CharField(max_length=24, choices=[(s.value, s.value) for s in Status])
    organisation = models.ForeignKey(  # for whom it was filed, as recognised; None when unknown
        Organisation, on_delete=models.PROTECT, related_name="filings", null=True
    )
    filed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="filings")
    acting_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True)
    # As they were called when it was filed: "owner", "filed_by", "acting_for"; {} for early filings.
    names = models.JSONField(default=dict)
    subject_type = models.CharField(max_length=3, choices=[(s.value, s.value) for s in SubjectType])
    ico = models.CharField(max_length=12)
    ico_suffix = models.CharField(max_length=5, blank=True, default="")
    contact_name = models.CharField(max_length=NAME_LENGTH)
    contact_email = models.CharField(max_length=EMAIL_LENGTH)
    contact_phone = models.CharField(max_length=PHONE_LENGTH)
    project = models.CharField(max_length=PROJECT_LENGTH, blank=True, default="")
    entity_id = models.CharField(max_length=ENTITY_ID_LENGTH)
    effective_on = models.DateField(null=True)  # day in Europe/Bratislava; None = when approved
    effective_at = models.DateTimeField(null=True)  # 00:00 of that day, UTC; set on approval if later
    metadata = models.BinaryField(null=True)
    metadata_sha256 = models.CharField(max_length=64, blank=True, default="")
    note = models.TextField(blank=True, default="")
    authorisation = models.CharField(max_length=10, choices=[(a.value, a.value) for a in Authorisation])
    power_of_attorney = models.CharField(  # in what form it comes
        max_length=10,
        choices=[(p.value, p.value) for p in PowerOfAttorney],
        default=PowerOfAttorney.NONE.value,
    )
    reference = models.CharField(max_length=64, blank=True, default="")  # Application.reference
    # What the applicant signs or has certified; None when the form could not hold what was typed.
    form_document = models.BinaryField(null=True)
    form_sha256 = models.CharField(max_length=64, blank=True, default="")
    report = models.JSONField(null=True)  # samllint.formats.json.to_record, at submission
    problems = models.JSONField(default=list)  # core.filing.Problem as dicts
    filed_at = models.DateTimeField()
    status_since = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)  # when the applicant was reminded of the paper, once
    # Who of the staff works on it, so that no two do; a note for colleagues, which binds nobody.
    assigned_to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assigned", null=True)
    assigned_at = models.DateTimeField(null=True)
    # Whose proposal waits for a second approval, or was confirmed.
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    claimed_until = models.DateTimeField(null=True)  # a worker is taking it into effect; free again later

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=sorted(s.value for s in STORED)), name="filing_status_is_in_the_table"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(k.value for k in Kind)), name="filing_kind_is_known"
            ),
            models.UniqueConstraint(  # two at the same instant, exactly one passes
                fields=("kind", "entity_id"),
                condition=Q(status__in=sorted(s.value for s in OPEN)),
                name="one_open_filing_per_kind_and_entity",
            ),
        )
        # Whole indexes, not partial ones: SQLite cannot use a partial one for a status given as a parameter.
        indexes = (
            models.Index(fields=("status", "effective_at"), name="filings_due"),
            models.Index(fields=("status", "status_since"), name="filings_waiting"),
            models.Index(fields=("status", "reminded_at", "status_since"), name="filings_not_reminded"),
            # PostgreSQL finds a beginning by this class only; it serves the whole entityID as well.
            models.Index(
                fields=("entity_id",), name="filings_of_an_entity", opclasses=("varchar_pattern_ops",)
            ),
            models.Index(fields=("-filed_at", "-id"), name="filings_newest"),
            models.Index(fields=("status", "-filed_at", "-id"), name="filings_newest_of_status"),
            models.Index(fields=("ico", "-filed_at", "-id"), name="filings_newest_of_ico"),
            models.Index(fields=("kind", "-filed_at", "-id"), name="filings_newest_of_kind"),
            models.Index(fields=("organisation", "-filed_at", "-id"), name="filings_newest_of_owner"),
        )

    def __str__(self) -> str:
        return self.number


class FilingCounter(models.Model):
    """The last filing number of a year, counted up in the transaction that stores the filing."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)


class StoredAttachment(models.Model):
    """A file that came with a filing."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=FILE_NAME_LENGTH)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    came_later = models.BooleanField(default=False)  # with an answer; the form does not name it
    sha256 = models.CharField(max_length=64)
    # The container that holds the filing's own form, signed; at most one of a filing.
    is_signed_form = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("filing",), condition=Q(is_signed_form=True), name="one_signed_form_per_filing"
            ),
        )


class Verification(models.Model):
    """That the signatures of a file are to be verified: the worker's note, not an answer."""

    file = models.OneToOneField(StoredAttachment, on_delete=models.PROTECT, related_name="verification")
    due_at = models.DateTimeField(null=True, db_index=True)  # None: nothing more to do
    attempts = models.PositiveIntegerField(default=0)  # counted up by each claim; also its fencing token


class StoredVerdict(models.Model):
    """What one verification of a file said, with the state of the trusted lists it rests on (R-5.1)."""

    file = models.ForeignKey(StoredAttachment, on_delete=models.PROTECT, related_name="verdicts")
    indication = models.CharField(max_length=16, choices=[(i.value, i.value) for i in Indication])
    record = models.JSONField()  # core.verdict.record
    recorded_at = models.DateTimeField()


class PaperArrival(models.Model):
    """That paper with a certified signature came (R-5.2), or how an earlier record of it is mended."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="papers")
    arrived_on = models.DateField()
    brought = models.CharField(max_length=20, choices=[(b.value, b.value) for b in Brought])
    certifier = models.CharField(max_length=12, choices=[(c.value, c.value) for c in Certifier])
    certified_by = models.CharField(max_length=256)  # the notary or office by name
    scan = models.BinaryField(null=True)
    scan_type = models.CharField(max_length=100, blank=True, default="")  # media type, by content
    scan_sha256 = models.CharField(max_length=64, blank=True, default="")
    corrects = models.OneToOneField(  # the record that this one takes the place of
        "self", on_delete=models.PROTECT, related_name="corrected_by", null=True
    )
    reason = models.TextField(blank=True, default="")  # of the correction
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


class RejectionReason(models.Model):
    """What a supervisor made of the catalogue of reasons: another sentence for one that the program brings,
    or a reason of the operator's own. `filings.desk.reasons` puts the two together.
    """

    name = models.CharField(max_length=40, unique=True)
    code = models.PositiveIntegerField(null=True, unique=True)  # None: the program's, or the settings'
    sk = models.CharField(max_length=REASON_LENGTH)
    en = models.CharField(max_length=REASON_LENGTH)
    is_retired = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


# Who may read a comment.
INTERNAL = "internal"
APPLICANT = "applicant"


class Comment(models.Model):
    """What staff wrote: to colleagues, or to the applicant. Never both (R-6.1)."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="comments")
    audience = models.CharField(max_length=10, choices=[(INTERNAL, INTERNAL), (APPLICANT, APPLICANT)])
    text = models.TextField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
