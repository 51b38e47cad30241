"""What a reviewer decides: approve, reject, ask for more (R-6.1). With four eyes, approving proposes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from matrika.core.days import effective_instant
from matrika.core.events import EventKind
from matrika.core.filing import Problem
from matrika.core.lifecycle import Act
from matrika.core.words import NOTHING_INTERNAL, Internal, Outward
from matrika.filings import access
from matrika.filings.comments import to_applicant, to_colleagues
from matrika.filings.desk import reasons as catalogue
from matrika.filings.models import Filing
from matrika.filings.transition import move
from matrika.register import ledger
from matrika.register.models import Person


class NoReason(ValueError):
    """A rejection, or a request for more, must say why."""


def approve(filing: Filing, *, actor: Person, at: datetime, comment: Internal = NOTHING_INTERNAL) -> None:
    """Schedule the filing for its day; at once when that has begun (R-4.9). `comment` is for colleagues.

    Where the operator wants four eyes it becomes a proposal, which somebody else confirms (`desk.four_eyes`).

    Raises NotAllowed, NotEntitled.
    """
    access.require_reviewer(actor)
    with transaction.atomic():
        if settings.FOUR_EYES:
            move(
                filing,
                Act.PROPOSE,
                EventKind.APPROVAL_PROPOSED,
                actor=actor.as_actor,
                at=at,
                columns={"proposed_by": actor},
            )
        else:
            schedule(filing, Act.APPROVE, actor=actor, at=at)
        to_colleagues(filing, comment, author=actor, at=at)


def schedule(
    filing: Filing, act: Act, *, actor: Person, at: datetime, facts: dict[str, str] | None = None
) -> None:
    """The approval itself, by the act that the table has for it. Call it in a transaction.

    Raises NotAllowed.
    """
    effective_at = effective_instant(filing.effective_on, approved_at=at)
    move(
        filing,
        act,
        EventKind.FILING_APPROVED,
        actor=actor.as_actor,
        at=at,
        effective_at=effective_at,
        facts=facts,
        columns={"effective_at": effective_at},
    )


def reject(
    filing: Filing,
    *,
    actor: Person,
    at: datetime,
    reasons: Sequence[str],
    text: Outward,
    comment: Internal = NOTHING_INTERNAL,
) -> None:
    """Reject for reasons of the catalogue that are in use, by their names (`desk.reasons`).

    `text` goes to the applicant beside the reasons' sentences, `comment` to colleagues only.

    Raises NoReason, NotAllowed, NotEntitled.
    """
    access.require_reviewer(actor)
    with transaction.atomic():
        ledger.lock()  # no supervisor retires a reason between the look and the rejection
        problems = _problems(reasons)
        move(
            filing,
            Act.REJECT,
            EventKind.FILING_REJECTED,
            actor=actor.as_actor,
            at=at,
            problems=problems,
            facts={"comment": text.text},
        )
        to_applicant(filing, text, author=actor, at=at)
        to_colleagues(filing, comment, author=actor, at=at)


def _problems(names: Sequence[str]) -> list[Problem]:
    known = {reason.name: reason for reason in catalogue.in_use()}
    unknown = sorted(set(names) - set(known))
    if not names or unknown:
        raise NoReason(f"no such reasons: {unknown}" if unknown else "a rejection needs a reason")
    return [known[name].as_problem for name in names]


def ask(
    filing: Filing, *, actor: Person, at: datetime, text: Outward, comment: Internal = NOTHING_INTERNAL
) -> None:
    """Send the filing back for more information; `text` says to the applicant what is wanted.

    Raises NoReason, NotAllowed, NotEntitled.
    """
    access.require_reviewer(actor)
    if not text:
        raise NoReason("say what is wanted")
    with transaction.atomic():
        move(
            filing,
            Act.ASK,
            EventKind.INFORMATION_REQUESTED,
            actor=actor.as_actor,
            at=at,
            facts={"comment": text.text},
            columns={"proposed_by": None},
        )
        to_applicant(filing, text, author=actor, at=at)
        to_colleagues(filing, comment, author=actor, at=at)
