"""What an event of each kind tells: its `data`, which is part of the chain and never changes.

A new key is NotRequired, since the events of earlier have it not.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict


class ProblemData(TypedDict):
    """One reason of a refusal, as an event keeps it: with its sentences, so that a message never changes."""

    code: int  # as numbered when it was written
    name: str
    datum: str
    detail: str
    sk: str
    en: str


class WaiverData(TypedDict):
    """One rule that is not held against a version, as an event keeps it (R-3.9)."""

    rule: str
    reason: str
    granted_by: str
    granted_at: str  # ISO 8601 in UTC


class SignatureData(TypedDict):
    """What a verdict says, in short; the whole of it is stored with the filing's container."""

    indication: str  # core.verdict.Indication
    kind: str  # core.verdict.SignatureKind
    signatory: str  # the names in the certificates of the signatures that count, "; " between
    verifier: str
    container_sha256: str


class FilesData(TypedDict):
    """SHA-256, lower-case hexadecimal, of what came with a filing: the chain vouches for the bytes."""

    metadata: NotRequired[str]
    form: NotRequired[str]
    attachments: list[str]  # in the order in which they came; the signed form last


class FilingData(TypedDict):
    """`Event.data` of every event of a filing: FILING_*, PAPER_*, POWER_*, INFORMATION_*, and what it did to
    its provider: PROVIDER_REGISTERED, _CHANGED and _CANCELLED.

    Whoever writes messages reads nothing else of the filing. Instants are ISO 8601 in UTC.
    """

    filing_number: str
    filing_kind: str  # core.filing.Kind
    status: str  # core.lifecycle.Status after the event
    entity_id: str
    organisation: int | None  # Organisation id; None when the filing named an unknown one
    filed_by: int  # Person id
    acting_for: int | None  # Organisation id: whose agent filed it
    contact_name: str
    contact_email: str
    attempted_at: str  # when it was processed
    effective_on: str | None  # the day asked for, ISO 8601
    problems: NotRequired[list[ProblemData]]  # FILING_REJECTED
    comment: NotRequired[str]  # words for the applicant: FILING_REJECTED, INFORMATION_REQUESTED
    arrived_on: NotRequired[str]  # PAPER_RECORDED, POWER_RECORDED, PAPER_CORRECTED: the day, ISO 8601
    certifier: NotRequired[str]  # the same: core.paper.Certifier
    certified_by: NotRequired[str]  # the same: the notary or office by name
    brought: NotRequired[str]  # the same: core.paper.Brought
    reason: NotRequired[str]  # PAPER_CORRECTED: what was wrong
    lapses_at: NotRequired[str]  # PAPER_REMINDED
    version: NotRequired[int]  # MetadataVersion number within the provider: PROVIDER_REGISTERED/CHANGED
    metadata_sha256: NotRequired[str]
    certificates: NotRequired[list[str]]  # fingerprints that came into force
    waivers: NotRequired[list[WaiverData]]  # that go on with the provider: PROVIDER_CHANGED
    files: NotRequired[FilesData]  # FILING_ACCEPTED, FILING_REJECTED when submitted, INFORMATION_GIVEN
    scan_sha256: NotRequired[str]  # PAPER_RECORDED, POWER_RECORDED, and their corrections
    proposed_by: NotRequired[str]  # FILING_APPROVED by four eyes: the actor of APPROVAL_PROPOSED
    assigned_to: NotRequired[int | None]  # FILING_ASSIGNED, FILING_RELEASED: Person id; None = nobody
    assignee: NotRequired[str]  # FILING_ASSIGNED: the name
    signature: NotRequired[SignatureData]  # FILING_AUTHORISED, SIGNATURE_UNDECIDED, FILING_REJECTED for it


class ProviderData(TypedDict):
    """`Event.data` of PROVIDER_EXPIRED: its certificates ran out without anyone's act."""

    entity_id: str
    organisation: int  # the owner's id
    contact_name: str
    contact_email: str
    version: int


class ImportData(TypedDict):
    """`Event.data` of PROVIDER_IMPORTED and CANCELLATION_IMPORTED."""

    entity_id: str
    organisation: int  # the owner's id
    contact_name: str
    contact_email: str
    version: int
    metadata_sha256: str
    certificates: list[str]  # fingerprints that came into force; none came by a cancellation
    waivers: list[WaiverData]
    filing_number: str  # in the register it came from; "" = not known


class PublicationData(TypedDict):
    """`Event.data` of ENTITY_PUBLISHED, ENTITY_UNPUBLISHED, PUBLICATION_FAILED and PUBLICATION_CONFIRMED."""

    entity_id: str  # "" when it is about the aggregate
    version: int | None  # MetadataVersion number within the provider; None where none is in force
    reason: str  # English, for staff; "" where the kind says it all


class HoldData(TypedDict):
    """`Event.data` of ENTITY_HELD and ENTITY_RELEASED."""

    entity_id: str
    kind: str  # "back" or "keep"
    reason: str
    until: str  # ISO 8601 in UTC


class KeyData(TypedDict):
    """`Event.data` of SIGNING_KEY_*."""

    fingerprint: str  # of its certificate
    planned_at: str  # ISO 8601 in UTC; "" = it was never announced as the next one


class AlarmData(TypedDict):
    """`Event.data` of PUBLICATION_ALARM and PUBLICATION_ALARM_ENDED."""

    alarm: str  # publication.watch.status.Kind
    subject: str  # an entityID; "" when it is about the whole
    reason: str  # English, for staff


class ChangeData(TypedDict):
    """One datum before and after; "" = there was none, or is none any more."""

    datum: str
    old: str
    new: str


class ReferenceData(TypedDict, total=False):
    """`Event.data` of ORGANISATION_*, PROJECT_*, PERSON_*, MANDATE_*, CALENDAR_*, ROLE_* and ACCESS_*: the
    entry.
    """

    ico: str  # with its suffix, "99999994_0002"
    name: str  # of the organisation, the project or the person
    subject_type: str  # core.people.SubjectType
    finished_on: str | None  # the project's day, ISO 8601
    source: str  # core.reference.Source
    as_of: str  # the day for which the source says so, ISO 8601
    ground: str  # core.reference.Ground of a mandate; "" = not said
    since: str  # the mandate's first day, ISO 8601; "" = not said
    changes: list[ChangeData]  # each datum that became another
    person: int  # Person id
    username: str
    role: str  # core.people.Role


class ReasonData(TypedDict):
    """`Event.data` of REASON_ENTERED and REASON_CHANGED: the reason of rejection as it is now."""

    name: str
    code: int
    sk: str
    en: str
    retired: bool
    changes: list[ChangeData]


class TrustData(TypedDict):
    """`Event.data` of what was imported to trust in (the three kinds …_IMPORTED). ISO 8601 in UTC."""

    name: str  # the list's territory, or who issued the CRL or response
    sequence_number: int | None  # a trusted list's
    issued_at: str
    next_update: str | None
    sha256: str
    source: str  # the file's name, or the address


class ResentData(TypedDict):
    """`Event.data` of LETTERS_RESENT."""

    condition: str  # notices.queue.Condition they were in
    to: str  # the address or mailbox; "" = of all
    count: int


class AddressData(TypedDict):
    """`Event.data` of FURTHER_ADDRESS_*: the address after the event."""

    organisation: int  # whose it is
    email: str
    copies: bool
    digest: bool
