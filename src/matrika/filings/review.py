"""What a reviewer decides: approve, reject, ask for more (R-6.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from matrika.core.days import effective_instant
from matrika.core.events import EventKind
from matrika.core.lifecycle import Act
from matrika.core.problem_catalogue import REVIEW_REASONS
from matrika.core.problems import numbered, problem
from matrika.filings import access
from matrika.filings.comments import to_applicant, to_colleagues
from matrika.filings.models import Filing
from matrika.filings.transition import move
from matrika.register.models import Person


class NoReason(ValueError):
    """A rejection, or a request for more, must say why."""


def approve(filing: Filing, *, actor: Person, at: datetime, comment: str = "") -> None:
    """Schedule the filing for its day; at once when that has begun (R-4.9). `comment` is for colleagues.

    Raises NotAllowed, NotEntitled.
    """
    access.require_reviewer(actor)
    effective_at = effective_instant(filing.effective_on, approved_at=at)
    with transaction.atomic():
        move(
            filing,
            Act.APPROVE,
            EventKind.FILING_APPROVED,
            actor=actor.as_actor,
            at=at,
            effective_at=effective_at,
            columns={"effective_at": effective_at},
        )
        to_colleagues(filing, comment, author=actor, at=at)


def reject(
    filing: Filing, *, actor: Person, at: datetime, reasons: Sequence[str], text: str, comment: str = ""
) -> None:
    """Reject for reasons of the catalogue (`core.problem_catalogue.REVIEW_REASONS`).

    `text` goes to the applicant beside the reasons' sentences, `comment` to colleagues only.

    Raises NoReason, NotAllowed, NotEntitled.
    """
    access.require_reviewer(actor)
    unknown = sorted(set(reasons) - set(REVIEW_REASONS))
    if not reasons or unknown:
        raise NoReason(f"no such reasons: {unknown}" if unknown else "a rejection needs a reason")
    with transaction.atomic():
        move(
            filing,
            Act.REJECT,
            EventKind.FILING_REJECTED,
            actor=actor.as_actor,
            at=at,
            problems=numbered((problem(name) for name in reasons), settings.ERROR_CODES),
            facts={"comment": text},
        )
        to_applicant(filing, text, author=actor, at=at)
        to_colleagues(filing, comment, author=actor, at=at)


def ask(filing: Filing, *, actor: Person, at: datetime, text: str, comment: str = "") -> None:
    """Send the filing back for more information; `text` says to the applicant what is wanted.

    Raises NoReason, NotAllowed, NotEntitled.
    """
    access.require_reviewer(actor)
    if not text.strip():
        raise NoReason("say what is wanted")
    with transaction.atomic():
        move(
            filing,
            Act.ASK,
            EventKind.INFORMATION_REQUESTED,
            actor=actor.as_actor,
            at=at,
            facts={"comment": text},
        )
        to_applicant(filing, text, author=actor, at=at)
        to_colleagues(filing, comment, author=actor, at=at)
