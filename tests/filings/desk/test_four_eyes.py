"""R-6.1: what one reviewer would approve, another one confirms; never the same person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from matrika.core.events import EventKind
from matrika.core.lifecycle import NotAllowed
from matrika.core.words import Internal, Outward
from matrika.filings.access import NotEntitled
from matrika.filings.desk.four_eyes import NoReason, OwnProposal, confirm, send_back
from matrika.filings.models import Comment, Filing
from matrika.filings.review import approve, ask, reject
from matrika.filings.withdraw import withdraw
from matrika.register.models import Event
from tests import people
from tests.applications import in_review

pytestmark = pytest.mark.django_db
NOW = people.NOW
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _four_eyes(settings) -> None:
    settings.FOUR_EYES = True


def proposed() -> Filing:
    filing = in_review()
    approve(filing, actor=people.zita(), at=NOW, comment=Internal("Za mňa áno."))
    return filing


def kinds(filing: Filing) -> list[str]:
    return list(
        Event.objects.filter(filing_number=filing.number).order_by("number").values_list("kind", flat=True)
    )


def test_it_only_proposes_what_one_person_approves() -> None:
    filing = proposed()
    assert (filing.status, filing.proposed_by) == ("awaiting-confirmation", people.zita())
    assert filing.effective_at is None
    assert kinds(filing)[-1] == EventKind.APPROVAL_PROPOSED
    assert Comment.objects.get().audience == "internal"


def test_it_schedules_what_another_person_confirms() -> None:
    filing = proposed()
    confirm(filing, actor=people.dusan(), at=NOW + HOUR)
    stored = Filing.objects.get()
    assert (stored.status, stored.effective_at) == ("scheduled", datetime(2026, 11, 22, 23, tzinfo=UTC))
    event = Event.objects.get(kind=EventKind.FILING_APPROVED)
    assert event.actor == people.dusan().as_actor
    assert event.data["proposed_by"] == people.zita().as_actor


def test_it_does_not_let_the_same_person_confirm() -> None:
    filing = proposed()
    with pytest.raises(OwnProposal):
        confirm(filing, actor=people.zita(), at=NOW + HOUR)
    assert Filing.objects.get().status == "awaiting-confirmation"


def test_it_judges_by_who_proposed_last() -> None:
    filing = proposed()
    send_back(filing, actor=people.dusan(), at=NOW, reason=Internal("Pozri projekt."))
    approve(filing, actor=people.dusan(), at=NOW)
    with pytest.raises(OwnProposal):
        confirm(Filing.objects.get(), actor=people.dusan(), at=NOW)
    confirm(filing, actor=people.zita(), at=NOW)
    assert Filing.objects.get().status == "scheduled"


def test_it_returns_to_review_with_a_reason_for_colleagues() -> None:
    filing = proposed()
    with pytest.raises(NoReason):
        send_back(filing, actor=people.dusan(), at=NOW, reason=Internal(" "))
    send_back(filing, actor=people.dusan(), at=NOW, reason=Internal("Projekt nie je ukončený."))
    stored = Filing.objects.get()
    assert (stored.status, stored.proposed_by, kinds(filing)[-1]) == (
        "in-review",
        None,
        EventKind.PROPOSAL_RETURNED,
    )
    assert Comment.objects.filter(audience="applicant").count() == 0


@pytest.mark.parametrize(
    ("act", "status"),
    [
        (
            lambda f: reject(f, actor=people.zita(), at=NOW, reasons=["review-other"], text=Outward("")),
            "rejected",
        ),
        (lambda f: ask(f, actor=people.dusan(), at=NOW, text=Outward("Kto ste?")), "awaiting-information"),
        (lambda f: withdraw(f, actor=people.alzbeta(), at=NOW), "withdrawn"),
    ],
)
def test_it_may_still_end_otherwise(act, status: str) -> None:
    act(proposed())
    assert Filing.objects.get().status == status


def test_it_confirms_nothing_that_nobody_proposed() -> None:
    with pytest.raises(NotAllowed):
        confirm(in_review(), actor=people.dusan(), at=NOW)


def test_it_still_wants_two_for_what_was_proposed_before_the_switch_was_turned_off(settings) -> None:
    filing = proposed()
    settings.FOUR_EYES = False
    with pytest.raises(NotAllowed):
        approve(filing, actor=people.dusan(), at=NOW)
    confirm(filing, actor=people.dusan(), at=NOW)
    assert Filing.objects.get().status == "scheduled"


def test_it_lets_only_reviewers_confirm_or_return() -> None:
    filing = proposed()
    for actor in (people.alzbeta(), people.cyril()):
        with pytest.raises(NotEntitled):
            confirm(filing, actor=actor, at=NOW)
        with pytest.raises(NotEntitled):
            send_back(filing, actor=actor, at=NOW, reason=Internal("x"))


def test_it_approves_at_once_where_two_eyes_are_enough(settings) -> None:
    settings.FOUR_EYES = False
    filing = in_review()
    approve(filing, actor=people.zita(), at=NOW)
    assert filing.status == "scheduled"
    assert EventKind.APPROVAL_PROPOSED not in kinds(filing)
