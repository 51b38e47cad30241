"""R-5.1, R-5.3, R-5.4: the worker verifies signatures, and the verdict decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from matrika.core.events import EventKind
from matrika.core.filing import Attachment, Authorisation
from matrika.core.lifecycle import NotAllowed
from matrika.core.verdict import Signatory, SignatureKind, Verdict
from matrika.core.verdict.record import from_record
from matrika.core.words import Internal
from matrika.filings.access import NotEntitled
from matrika.filings.models import Filing, StoredAttachment, StoredVerdict, Verification
from matrika.filings.signatures.decide import NoReason, NothingToDecide, accept_signature, last_verdict
from matrika.filings.signatures.verify import CLAIM, COSTLY_TURNS, PAUSES, verify_next
from matrika.filings.submit import examine
from matrika.filings.withdraw import withdraw
from matrika.outside.signatures.apart import Question, Unfinished
from matrika.register import ledger
from matrika.register.models import Event
from tests import people, verdicts
from tests.applications import filed, registration
from tests.verdicts import signature, verdict

pytestmark = pytest.mark.django_db
CONTAINER = Attachment("ziadost.asice", "application/vnd.etsi.asic-e+zip", b"PK\x03\x04 signed")
POWER = Attachment("splnomocnenie.pdf", "application/pdf", b"%PDF-1.7")


def signed(**changes: Any) -> Filing:
    return filed(registration(authorisation=Authorisation.SIGNATURE, signed=CONTAINER, **changes))


def saying(answer: Verdict) -> Callable[..., Verdict]:
    def verify(file: StoredAttachment, *, at: datetime) -> Verdict:
        return answer

    return verify


def status(filing: Filing) -> str:
    return Filing.objects.get(pk=filing.pk).status


def events(filing: Filing) -> list[str]:
    return list(Event.objects.filter(filing_number=filing.number).values_list("kind", flat=True))


def test_it_lets_a_signed_filing_wait_for_its_verdict() -> None:
    filing = signed()
    assert filing.status == "awaiting-authorisation"
    assert events(filing) == [EventKind.FILING_ACCEPTED]


def test_it_refuses_a_signed_filing_without_its_container() -> None:
    application = registration(authorisation=Authorisation.SIGNATURE)
    problems = examine(application, actor=people.alzbeta(), at=people.NOW).problems
    assert [problem.name for problem in problems] == ["signature-missing"]


def test_it_sends_a_filing_with_a_valid_signature_to_review() -> None:
    filing = signed()
    assert verify_next(at=people.NOW, verify=saying(verdict()))
    assert status(filing) == "in-review"
    event = Event.objects.get(kind=EventKind.FILING_AUTHORISED)
    assert event.data["signature"]["kind"] == "qes"
    assert event.data["signature"]["signatory"] == "Alžbeta Agátová"
    assert not verify_next(at=people.NOW + timedelta(days=900), verify=saying(verdict()))


def test_it_keeps_the_verdict_with_the_trusted_lists_it_rests_on() -> None:
    filing = signed()
    verify_next(at=people.NOW, verify=saying(verdict()))
    stored = last_verdict(filing)
    assert stored is not None
    assert from_record(stored.record) == verdict()


def test_it_rejects_a_filing_with_an_invalid_signature() -> None:
    """Guide §4.2/2."""
    filing = signed()
    verify_next(at=people.NOW, verify=saying(verdicts.failed()))
    assert status(filing) == "rejected"
    assert [one["name"] for one in Filing.objects.get(pk=filing.pk).problems] == ["signature-invalid"]


def test_it_rejects_the_seal_of_another_organisation() -> None:
    filing = signed()
    seal = signature(
        kind=SignatureKind.QSEAL, signatory=Signatory("X", organisation_identifier="NTRSK-87654321")
    )
    verify_next(at=people.NOW, verify=saying(verdict(seal)))
    assert [one["name"] for one in Filing.objects.get(pk=filing.pk).problems] == ["seal-of-another"]


def test_it_tries_an_undecided_signature_again_and_says_so_once() -> None:
    filing, at = signed(), people.NOW
    for pause in (*PAUSES, PAUSES[-1]):
        assert verify_next(at=at, verify=saying(verdicts.undecided()))
        assert not verify_next(at=at + pause - timedelta(seconds=1), verify=saying(verdict()))
        at += pause
    assert events(filing) == [EventKind.FILING_ACCEPTED, EventKind.SIGNATURE_UNDECIDED]
    assert StoredVerdict.objects.count() == len(PAUSES) + 1
    verify_next(at=at, verify=saying(verdict()))
    assert status(filing) == "in-review"
    assert ledger.verify() == 3


def test_it_lets_a_reviewer_accept_what_cannot_be_decided() -> None:
    filing = signed()
    verify_next(at=people.NOW, verify=saying(verdicts.undecided()))
    accept_signature(
        filing, actor=people.zita(), at=people.NOW, reason=Internal("CRL vydavateľa je nedostupný.")
    )
    assert status(filing) == "in-review"
    assert Event.objects.get(kind=EventKind.FILING_AUTHORISED).actor == people.zita().as_actor
    assert not verify_next(at=people.NOW + timedelta(days=2), verify=saying(verdicts.failed()))


def test_it_lets_nobody_accept_a_signature_before_it_was_verified() -> None:
    filing = signed()
    with pytest.raises(NothingToDecide):
        accept_signature(filing, actor=people.zita(), at=people.NOW, reason=Internal("Verím."))


def test_it_lets_nobody_accept_a_signature_of_a_rejected_filing() -> None:
    filing = signed()
    verify_next(at=people.NOW, verify=saying(verdicts.failed()))
    with pytest.raises(NothingToDecide):
        accept_signature(filing, actor=people.zita(), at=people.NOW, reason=Internal("Verím."))


def test_it_lets_nobody_accept_the_undecided_signature_of_a_withdrawn_filing() -> None:
    filing = signed()
    verify_next(at=people.NOW, verify=saying(verdicts.undecided()))
    withdraw(filing, actor=people.alzbeta(), at=people.NOW)
    with pytest.raises(NotAllowed):
        accept_signature(filing, actor=people.zita(), at=people.NOW, reason=Internal("Verím."))


def test_it_wants_a_reason_and_a_reviewer_to_accept_an_undecided_signature() -> None:
    filing = signed()
    verify_next(at=people.NOW, verify=saying(verdicts.undecided()))
    with pytest.raises(NoReason):
        accept_signature(filing, actor=people.zita(), at=people.NOW, reason=Internal(" "))
    with pytest.raises(NotEntitled):
        accept_signature(filing, actor=people.alzbeta(), at=people.NOW, reason=Internal("Je moja."))


def test_it_verifies_attachments_too_and_rejects_nothing_for_them() -> None:
    """R-5.4: shown to the reviewer, who decides."""
    filing = filed(registration(attachments=(POWER,)))
    assert verify_next(at=people.NOW, verify=saying(verdicts.failed()))
    assert status(filing) == "awaiting-paper"
    assert StoredVerdict.objects.get().file.name == "splnomocnenie.pdf"


def test_it_verifies_no_file_that_cannot_hold_a_signature() -> None:
    filed(registration(attachments=(Attachment("sken.png", "image/png", b"\x89PNG\r\n"),)))
    assert not verify_next(at=people.NOW, verify=saying(verdict()))


def test_it_stores_the_verdict_on_a_filing_withdrawn_meanwhile_and_changes_nothing() -> None:
    filing = signed()

    def verify(file: StoredAttachment, *, at: datetime) -> Verdict:
        withdraw(filing, actor=people.alzbeta(), at=at)
        return verdict()

    assert verify_next(at=people.NOW, verify=verify)
    assert status(filing) == "withdrawn"
    assert Verification.objects.get().due_at is None


def test_it_ignores_a_worker_that_was_away_longer_than_its_claim() -> None:
    filing, later = signed(), people.NOW + CLAIM

    def slow(file: StoredAttachment, *, at: datetime) -> Verdict:
        assert verify_next(at=later, verify=saying(verdict()))
        return verdicts.failed()

    assert verify_next(at=people.NOW, verify=slow)
    assert status(filing) == "in-review"
    assert StoredVerdict.objects.count() == 1


def test_it_verifies_again_what_a_worker_died_over() -> None:
    filing = signed()

    def die(file: StoredAttachment, *, at: datetime) -> Verdict:
        raise SystemExit

    with pytest.raises(SystemExit):
        verify_next(at=people.NOW, verify=die)
    assert not verify_next(at=people.NOW, verify=saying(verdict()))
    assert verify_next(at=people.NOW + CLAIM, verify=saying(verdict()))
    assert status(filing) == "in-review"


def test_it_verifies_an_attachment_three_times_when_the_verifying_ends_without_an_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A process that the kernel killed says nothing about the file; one that costs too much always will."""

    def killed(question: Question) -> Verdict:
        raise Unfinished("ended with -9")

    monkeypatch.setattr("matrika.filings.signatures.verifiers.verify_apart", killed)
    filed(registration(attachments=(POWER,)))
    at, turns = people.NOW, 0
    while verify_next(at=at):
        turns, at = turns + 1, at + PAUSES[-1]
    assert turns == COSTLY_TURNS
    assert {tuple(one.record["reasons"]) for one in StoredVerdict.objects.all()} == {
        ("verification-unfinished",)
    }
