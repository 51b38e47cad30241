"""The names of everything that can happen. Past tense: an event is a fact."""

from __future__ import annotations

from enum import StrEnum


class EventKind(StrEnum):
    """Each kind has a writer and a label in both languages; a house test compares them."""

    FILING_ACCEPTED = "filing-accepted"  # the automatic checks passed → ACKNOWLEDGEMENT
    FILING_REJECTED = "filing-rejected"  # by the checks, by a reviewer, or on the day → ERROR_NOTICE
    FILING_AUTHORISED = "filing-authorised"
    PAPER_AWAITED = "paper-awaited"
    PAPER_RECORDED = "paper-recorded"
    FILING_APPROVED = "filing-approved"
    INFORMATION_REQUESTED = "information-requested"
    INFORMATION_GIVEN = "information-given"
    FILING_WITHDRAWN = "filing-withdrawn"
    FILING_LAPSED = "filing-lapsed"
    PROVIDER_REGISTERED = "provider-registered"  # → RESULT
    PROVIDER_CHANGED = "provider-changed"  # → RESULT
    PROVIDER_CANCELLED = "provider-cancelled"  # → RESULT
    PROVIDER_EXPIRED = "provider-expired"
    ENTITY_PUBLISHED = "entity-published"
    ENTITY_UNPUBLISHED = "entity-unpublished"
    PUBLICATION_FAILED = "publication-failed"
