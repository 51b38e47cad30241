"""R-6.1, R-5.2: paper, approval, rejection, questions and answers, each with its event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from matrika.core.events import EventKind
from matrika.core.filing import Attachment
from matrika.core.lifecycle import NotAllowed
from matrika.core.words import Internal, Outward
from matrika.filings import comments
from matrika.filings.access import NotEntitled, visible_to
from matrika.filings.answer import answer
from matrika.filings.attach_paper import Scan, attach_paper
from matrika.filings.models import Comment, Filing, PaperArrival
from matrika.filings.review import NoReason, approve, ask, reject
from matrika.filings.submit import submit
from matrika.filings.withdraw import withdraw
from matrika.register import ledger
from matrika.register.models import Event
from tests import people
from tests.applications import approved, change, filed, in_effect, in_review, registered, registration

pytestmark = pytest.mark.django_db
NOW = people.NOW


def last_event(filing: Filing) -> Event:
    event = Event.objects.filter(filing_number=filing.number).last()
    assert event is not None
    assert event.data["status"] == Filing.objects.get(pk=filing.pk).status
    return event


def test_it_goes_to_review_when_the_paper_came() -> None:
    filing = filed()
    attach_paper(
        filing,
        actor=people.zita(),
        at=NOW,
        arrived_on=date(2026, 11, 22),
        certified_by="JUDr. Vzorová, notárka",
        scan=Scan(b"%PDF-scan", "application/pdf"),
    )
    assert Filing.objects.get().status == filing.status == "in-review"
    paper = PaperArrival.objects.get(filing=filing)
    assert (bytes(paper.scan), paper.recorded_by) == (b"%PDF-scan", people.zita())
    event = last_event(filing)
    assert event.kind == EventKind.PAPER_RECORDED
    assert event.effective_at == datetime(2026, 11, 21, 23, tzinfo=UTC)
    assert event.data["certified_by"] == "JUDr. Vzorová, notárka"


def test_it_schedules_an_approved_filing_for_its_day() -> None:
    filing = in_review()
    approve(filing, actor=people.zita(), at=NOW, comment=Internal("Projekt overený."))
    assert filing.status == "scheduled"
    assert filing.effective_at == datetime(2026, 11, 22, 23, tzinfo=UTC)
    event = last_event(filing)
    assert (event.kind, event.actor) == (EventKind.FILING_APPROVED, people.zita().as_actor)
    assert event.effective_at == filing.effective_at
    assert Comment.objects.get().audience == comments.INTERNAL


def test_it_rejects_with_reasons_and_words_for_each_reader() -> None:
    filing = in_review()
    reject(
        filing,
        actor=people.zita(),
        at=NOW,
        reasons=["review-project-unfinished", "review-other"],
        text=Outward("Dokončite UAT."),
        comment=Internal("Volala som im."),
    )
    event = last_event(filing)
    assert event.kind == EventKind.FILING_REJECTED
    assert event.data["comment"] == "Dokončite UAT."
    assert [found["name"] for found in event.data["problems"]] == [
        "review-project-unfinished",
        "review-other",
    ]
    assert "Volala som im." not in str(event.data)
    written = {comment.audience: comment.text for comment in Comment.objects.all()}
    assert written == {"applicant": "Dokončite UAT.", "internal": "Volala som im."}


@pytest.mark.parametrize("reasons", [[], ["duplicate"], ["review-other", "nonsense"]])
def test_it_rejects_only_for_a_reason_of_the_catalogue(reasons: list[str]) -> None:
    filing = in_review()
    with pytest.raises(NoReason):
        reject(filing, actor=people.zita(), at=NOW, reasons=reasons, text=Outward(""))
    assert Filing.objects.get().status == "in-review"


def test_it_asks_for_more_and_goes_on_with_the_answer() -> None:
    filing = in_review()
    ask(filing, actor=people.zita(), at=NOW, text=Outward("Doložte splnomocnenie."))
    assert filing.status == "awaiting-information"
    assert last_event(filing).data["comment"] == "Doložte splnomocnenie."
    power = Attachment("splnomocnenie.pdf", "application/pdf", b"%PDF-")
    answer(filing, actor=people.boris(), at=NOW, text="Je v prílohe.", attachments=[power])
    assert filing.status == "in-review"
    assert last_event(filing).kind == EventKind.INFORMATION_GIVEN
    assert filing.attachments.get().name == "splnomocnenie.pdf"
    assert [comment.audience for comment in Comment.objects.all()] == ["applicant", "applicant"]


def test_it_does_not_ask_without_a_question() -> None:
    with pytest.raises(NoReason):
        ask(in_review(), actor=people.zita(), at=NOW, text=Outward(" "))


def test_it_lets_the_applicant_withdraw() -> None:
    filing = in_review()
    withdraw(filing, actor=people.boris(), at=NOW)
    assert (filing.status, last_event(filing).kind) == ("withdrawn", EventKind.FILING_WITHDRAWN)


VERBS: dict[str, Callable[[Filing], object]] = {
    "paper": lambda f: attach_paper(
        f, actor=people.zita(), at=NOW, arrived_on=NOW.date(), certified_by="Notár"
    ),
    "approve": lambda f: approve(f, actor=people.zita(), at=NOW),
    "reject": lambda f: reject(f, actor=people.zita(), at=NOW, reasons=["review-other"], text=Outward("x")),
    "ask": lambda f: ask(f, actor=people.zita(), at=NOW, text=Outward("x")),
    "answer": lambda f: answer(f, actor=people.alzbeta(), at=NOW, text="x"),
    "withdraw": lambda f: withdraw(f, actor=people.alzbeta(), at=NOW),
}


@pytest.mark.parametrize("verb", VERBS)
def test_it_changes_nothing_about_a_closed_filing(verb: str) -> None:
    filing = in_review()
    reject(filing, actor=people.zita(), at=NOW, reasons=["review-other"], text=Outward(""))
    events = Event.objects.count()
    with pytest.raises(NotAllowed):
        VERBS[verb](filing)
    assert (Filing.objects.get().status, Event.objects.count()) == ("rejected", events)
    assert PaperArrival.objects.count() == 1
    assert Comment.objects.count() == 0


def test_it_judges_by_the_status_of_now_not_by_what_a_page_showed() -> None:
    shown = in_review()
    withdraw(Filing.objects.get(pk=shown.pk), actor=people.alzbeta(), at=NOW)
    with pytest.raises(NotAllowed, match="a filing that is withdrawn cannot approve"):
        approve(shown, actor=people.zita(), at=NOW)


@pytest.mark.parametrize("verb", ["paper", "approve", "reject", "ask"])
def test_it_lets_only_reviewers_review(verb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    filing = in_review()
    monkeypatch.setattr(people, "zita", people.alzbeta)
    with pytest.raises(NotEntitled):
        VERBS[verb](filing)


@pytest.mark.parametrize("verb", ["answer", "withdraw"])
def test_it_lets_no_stranger_touch_a_filing(verb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    filing = in_review()
    monkeypatch.setattr(people, "alzbeta", people.cyril)
    with pytest.raises(NotEntitled):
        VERBS[verb](filing)


def test_it_shows_filings_to_those_they_concern() -> None:
    """R-7.5."""
    ours = filed()
    theirs = submit(
        registration(entity_id="https://c.example"),
        actor=people.cyril(),
        acting_for=people.other_organisation(),
        at=NOW,
    )
    assert theirs.status == "rejected"
    assert list(visible_to(people.boris()).order_by("pk")) == [ours, theirs]
    assert list(visible_to(people.cyril())) == [theirs]
    assert visible_to(people.zita()).count() == 2


def test_it_may_lead_a_change_through_the_same_gates() -> None:
    provider = registered()
    filing = approved(change(), at=NOW + timedelta(days=2))
    assert last_event(filing).provider == provider
    withdraw(filing, actor=people.alzbeta(), at=NOW + timedelta(days=2))
    in_effect(change(), at=NOW + timedelta(days=3))
    assert ledger.verify() == Event.objects.count()
