"""A reviewer decides over a signature that no machine could decide (R-5.1)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from matrika.core.events import EventKind
from matrika.core.lifecycle import Act
from matrika.core.verdict import Indication
from matrika.core.verdict.record import from_record
from matrika.core.words import Internal
from matrika.filings import access
from matrika.filings.comments import to_colleagues
from matrika.filings.models import Filing, StoredVerdict, Verification
from matrika.filings.signatures.verify import facts_of
from matrika.filings.transition import move
from matrika.register import ledger
from matrika.register.models import Person


class NothingToDecide(Exception):
    """The signature was not verified yet, or the verdict is clear. The doors answer 409."""


class NoReason(ValueError):
    """Accepting what could not be verified needs words."""


def accept_signature(filing: Filing, *, actor: Person, at: datetime, reason: Internal) -> None:
    """Let the filing go to review although its signature is undecided; `reason` is for colleagues.

    To refuse it, reject the filing (`review.reject`).

    Raises NothingToDecide, NoReason, NotAllowed, NotEntitled.
    """
    access.require_reviewer(actor)
    if not reason:
        raise NoReason("say why the signature is accepted")
    with transaction.atomic():
        ledger.lock()
        last = last_verdict(filing)
        if last is None or last.indication != Indication.INDETERMINATE.value:
            raise NothingToDecide(f"the signature of {filing.number} is not undecided")
        move(
            filing,
            Act.AUTHORISE,
            EventKind.FILING_AUTHORISED,
            actor=actor.as_actor,
            at=at,
            facts=facts_of(from_record(last.record), last.file),
        )
        Verification.objects.filter(file=last.file).update(due_at=None)
        to_colleagues(filing, reason, author=actor, at=at)


def last_verdict(filing: Filing) -> StoredVerdict | None:
    """The latest verdict on the filing's signed form; None while there is none."""
    verdicts = StoredVerdict.objects.filter(file__filing=filing, file__is_signed_form=True)
    return verdicts.select_related("file").order_by("-pk").first()
