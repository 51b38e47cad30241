"""The names of everything that can happen. Past tense: an event is a fact; `data` says what it tells."""

from __future__ import annotations

from enum import StrEnum


class EventKind(StrEnum):
    """Each kind has a writer and a label in both languages: tests/core/test_labels.py compares them."""

    FILING_ACCEPTED = "filing-accepted"  # the automatic checks passed → ACKNOWLEDGEMENT
    FILING_REJECTED = "filing-rejected"  # by the checks, by a reviewer, or on the day → ERROR_NOTICE
    FILING_AUTHORISED = "filing-authorised"  # its signature or seal was found valid, or a person decided so
    SIGNATURE_UNDECIDED = "signature-undecided"  # it cannot be decided now; tried again on its own
    PAPER_AWAITED = "paper-awaited"
    PAPER_RECORDED = "paper-recorded"
    POWER_RECORDED = "power-recorded"  # a power of attorney came on paper, by itself
    PAPER_CORRECTED = "paper-corrected"  # a record of what came was mended by another
    PAPER_REMINDED = "paper-reminded"  # the paper has not come yet → PAPER_REMINDER
    APPROVAL_PROPOSED = "approval-proposed"  # of four eyes, the first two
    PROPOSAL_RETURNED = "proposal-returned"  # the second two did not agree
    FILING_APPROVED = "filing-approved"
    FILING_ASSIGNED = "filing-assigned"  # who of the staff works on it
    FILING_RELEASED = "filing-released"  # nobody any more
    INFORMATION_REQUESTED = "information-requested"
    INFORMATION_GIVEN = "information-given"
    FILING_WITHDRAWN = "filing-withdrawn"
    FILING_LAPSED = "filing-lapsed"
    PROVIDER_REGISTERED = "provider-registered"  # → RESULT
    PROVIDER_CHANGED = "provider-changed"  # → RESULT
    PROVIDER_CANCELLED = "provider-cancelled"  # → RESULT
    PROVIDER_EXPIRED = "provider-expired"
    PROVIDER_IMPORTED = "provider-imported"  # a version from another register; nobody is written to
    CANCELLATION_IMPORTED = "cancellation-imported"  # … and that one ended without a successor
    ENTITY_PUBLISHED = "entity-published"
    ENTITY_UNPUBLISHED = "entity-unpublished"
    PUBLICATION_FAILED = "publication-failed"
    PUBLICATION_CONFIRMED = "publication-confirmed"  # a person let a much smaller aggregate go
    PUBLICATION_ALARM = "publication-alarm"  # something about it that a person must see to
    PUBLICATION_ALARM_ENDED = "publication-alarm-ended"
    SIGNING_KEY_ANNOUNCED = "signing-key-announced"
    SIGNING_KEY_ACTIVATED = "signing-key-activated"
    SIGNING_KEY_RETIRED = "signing-key-retired"
    ENTITY_HELD = "entity-held"  # a person keeps it back, or keeps it published
    ENTITY_RELEASED = "entity-released"
    ORGANISATION_ENTERED = "organisation-entered"
    ORGANISATION_CHANGED = "organisation-changed"  # also that it ended, and its statutory bodies
    PROJECT_RECORDED = "project-recorded"  # a new one, or another state of a known one
    PERSON_ENTERED = "person-entered"
    MANDATE_GIVEN = "mandate-given"
    MANDATE_ENDED = "mandate-ended"
    CALENDAR_ADDRESS_MADE = "calendar-address-made"  # the one before, if any, serves no more
    CALENDAR_ADDRESS_ENDED = "calendar-address-ended"
    ROLE_CHANGED = "role-changed"
    ACCESS_ENDED = "access-ended"  # the person can log in no more
    SECOND_FACTOR_RESET = "second-factor-reset"  # the person lost it, and sets up another
    IDENTITY_LINKED = "identity-linked"  # log-ins from a provider are this person's from now on
    TRUSTED_LIST_IMPORTED = "trusted-list-imported"
    CRL_IMPORTED = "crl-imported"
    OCSP_RESPONSE_IMPORTED = "ocsp-response-imported"
    LETTERS_RESENT = "letters-resent"  # somebody had messages sent again that did not arrive
    REASON_ENTERED = "reason-entered"  # of rejections, by a supervisor
    REASON_CHANGED = "reason-changed"  # … another sentence, retired, or brought back
    FURTHER_ADDRESS_ADDED = "further-address-added"  # for copies or a digest; its holder was asked
    FURTHER_ADDRESS_CONFIRMED = "further-address-confirmed"  # by the holder
    FURTHER_ADDRESS_CHANGED = "further-address-changed"
    FURTHER_ADDRESS_REMOVED = "further-address-removed"  # by an agent or by the holder


# After one of these a version of a provider's metadata begins; the one before has ended.
ENTERING = frozenset({EventKind.PROVIDER_REGISTERED, EventKind.PROVIDER_CHANGED, EventKind.PROVIDER_IMPORTED})
# After one of these no version holds. An expiry is derived from certificates and ends none.
ENDING = frozenset({EventKind.PROVIDER_CANCELLED, EventKind.CANCELLATION_IMPORTED})
# After one of these a provider may be active or inactive, or publish other metadata, than before.
PROVIDER_CHANGES = ENTERING | ENDING | {EventKind.PROVIDER_EXPIRED}

# How staff share their work among themselves: no applicant's page tells of it.
AMONG_STAFF = frozenset(
    {
        EventKind.APPROVAL_PROPOSED,
        EventKind.PROPOSAL_RETURNED,
        EventKind.FILING_ASSIGNED,
        EventKind.FILING_RELEASED,
    }
)

# What the reference data tell of one organisation, in the order it happened.
OF_ORGANISATIONS = frozenset(
    {
        EventKind.ORGANISATION_ENTERED,
        EventKind.ORGANISATION_CHANGED,
        EventKind.PROJECT_RECORDED,
        EventKind.MANDATE_GIVEN,
        EventKind.MANDATE_ENDED,
        EventKind.CALENDAR_ADDRESS_MADE,
        EventKind.CALENDAR_ADDRESS_ENDED,
    }
)
