"""The worker verifies signatures: of filings, which they authorise, and of attachments (R-5.1, R-5.4).

A file is claimed, verified outside any transaction, and the verdict is stored and acted upon in one. A
worker that dies meanwhile has done nothing: its claim runs out, and the file is verified again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from matrika.core.authorisation import Outcome, decide, names
from matrika.core.events import EventKind
from matrika.core.events.data import SignatureData
from matrika.core.filing import Problem
from matrika.core.lifecycle import OPEN, Act, Status
from matrika.core.problems import numbered
from matrika.core.verdict import Indication, Verdict
from matrika.core.verdict.record import to_record
from matrika.core.verdict.verifier_words import Reason
from matrika.filings.models import Filing, StoredAttachment, StoredVerdict, Verification
from matrika.filings.signatures.verifiers import verify_file
from matrika.filings.transition import move, note
from matrika.register import ledger
from matrika.register.models import Event

# Longer than the longest verification: a claim that ran out while the worker lived would be done twice.
CLAIM = timedelta(minutes=5)
# How long to wait after the first, second, … verdict that decided nothing; the last one for ever.
PAUSES = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))

COSTLY_TURNS = 3  # so often is a file tried that could not be verified within its limits

Verify = Callable[..., Verdict]


def verify_next(*, at: datetime, verify: Verify = verify_file) -> bool:
    """Verify the file that waits longest. True when there was one.

    One indexed look-up when nothing is due.
    """
    due = Verification.objects.filter(due_at__lte=at).order_by("due_at").first()
    if due is None:
        return False
    turn = due.attempts + 1
    unclaimed = Verification.objects.filter(pk=due.pk, attempts=due.attempts, due_at__lte=at)
    if unclaimed.update(attempts=turn, due_at=at + CLAIM):
        file = StoredAttachment.objects.select_related("filing__organisation", "filing__acting_for").get(
            pk=due.file_id
        )
        verdict = verify(file, at=at)
        with transaction.atomic():
            ledger.lock()
            # Another worker has claimed it since: this one was away longer than its claim.
            if Verification.objects.filter(pk=due.pk, attempts=turn).exists():
                _conclude(file, verdict, turn, at)
    return True  # also when another worker was quicker: there may be more


def _conclude(file: StoredAttachment, verdict: Verdict, turn: int, at: datetime) -> None:
    record(file, verdict, at=at)
    if file.is_signed_form:
        _act_on(file, verdict, at)
    next_at = at + PAUSES[min(turn, len(PAUSES)) - 1] if _is_worth_trying_again(file, verdict, turn) else None
    Verification.objects.filter(file=file).update(due_at=next_at)


def _is_worth_trying_again(file: StoredAttachment, verdict: Verdict, turn: int) -> bool:
    """Lists and revocation data may come yet, and a process that was killed may live next time; what cost too
    much will hardly cost less."""
    if verdict.indication is not Indication.INDETERMINATE:
        return False
    status = Filing.objects.values_list("status", flat=True).get(pk=file.filing_id)
    is_unfinished = Reason.VERIFICATION_UNFINISHED.value in verdict.reasons
    may_change = (file.is_signed_form or is_unfinished) and turn < COSTLY_TURNS
    return Status(status) in OPEN and (bool(verdict.signatures) or may_change)


def record(file: StoredAttachment, verdict: Verdict, *, at: datetime) -> StoredVerdict:
    return StoredVerdict.objects.create(
        file=file, indication=verdict.indication.value, record=to_record(verdict), recorded_at=at
    )


def _act_on(file: StoredAttachment, verdict: Verdict, at: datetime) -> None:
    """The verdict decides over a filing that waits for it; over one withdrawn or decided it does not."""
    filing = Filing.objects.get(pk=file.filing_id)
    if filing.status != Status.AWAITING_AUTHORISATION.value:
        return
    decision = decide(verdict, sealers=sealers(filing))
    if decision.outcome is Outcome.AUTHORISED:
        _move(filing, Act.AUTHORISE, EventKind.FILING_AUTHORISED, verdict, file, at)
    elif decision.outcome is Outcome.REFUSED:
        _move(filing, Act.REJECT, EventKind.FILING_REJECTED, verdict, file, at, decision.problems)
    else:
        _tell_once(filing, verdict, file, at)


def sealers(filing: Filing) -> frozenset[str]:
    """The IČO of the organisations whose seal may stand on the filing (`core.authorisation.decide`)."""
    found = {filing.ico}
    if filing.acting_for is not None:
        found.add(filing.acting_for.ico)
    return frozenset(found)


def facts_of(verdict: Verdict, file: StoredAttachment) -> dict[str, SignatureData]:
    """What the event says of the verdict."""
    data = SignatureData(
        indication=verdict.indication.value,
        kind=verdict.kind.value,
        signatory=names(verdict.signatures),
        verifier=verdict.verifier,
        container_sha256=file.sha256,
    )
    return {"signature": data}


def _move(
    filing: Filing,
    act: Act,
    kind: EventKind,
    verdict: Verdict,
    file: StoredAttachment,
    at: datetime,
    problems: tuple[Problem, ...] = (),
) -> None:
    move(
        filing,
        act,
        kind,
        actor=ledger.WORKER,
        at=at,
        problems=numbered(problems, settings.ERROR_CODES),
        facts=facts_of(verdict, file),
    )


def _tell_once(filing: Filing, verdict: Verdict, file: StoredAttachment, at: datetime) -> None:
    """The history says once that it could not be decided; each attempt is kept as a verdict."""
    told = Event.objects.filter(filing_number=filing.number, kind=EventKind.SIGNATURE_UNDECIDED.value)
    if not told.exists():
        note(
            filing,
            EventKind.SIGNATURE_UNDECIDED,
            actor=ledger.WORKER,
            at=at,
            effective_at=at,
            facts=facts_of(verdict, file),
        )
