"""R-4.7, R-8.2: a filing lapses that waits too long for its applicant, after a time the operator sets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from matrika.core.lifecycle import TRANSITIONS, Act, Status
from matrika.core.words import Outward
from matrika.environment import env_number
from matrika.filings import lapse
from matrika.filings.attach_paper import attach_paper
from matrika.filings.lapse import lapse_next, lapses_at
from matrika.filings.models import Filing
from matrika.filings.review import ask
from matrika.register import ledger
from matrika.register.models import Event
from matrika.settings import LAPSE_AFTER
from tests import people
from tests.applications import approved, filed, in_review, registration

NOW, DAY, SECOND = people.NOW, timedelta(days=1), timedelta(seconds=1)
database = pytest.mark.django_db


@pytest.fixture
def limits(settings: Any) -> None:
    settings.LAPSE_AFTER = {Status.AWAITING_PAPER: 20 * DAY, Status.AWAITING_INFORMATION: 5 * DAY}


def waiting_for_information() -> Filing:
    filing = in_review()
    ask(filing, actor=people.zita(), at=NOW, text=Outward("Kto ste?"))
    return filing


def test_it_knows_a_time_for_every_status_that_the_table_lets_lapse() -> None:
    assert set(LAPSE_AFTER) == {before for (before, act) in TRANSITIONS if act is Act.LAPSE}


@database
@pytest.mark.parametrize(("make", "days"), [(filed, 20), (waiting_for_information, 5)])
def test_it_lapses_to_the_second_and_says_when(limits: None, make: Any, days: int) -> None:
    filing = make()
    deadline = NOW + days * DAY
    assert lapses_at(filing) == deadline
    assert not lapse_next(at=deadline - SECOND)
    assert lapse_next(at=deadline)
    assert not lapse_next(at=deadline)
    filing.refresh_from_db()
    assert (filing.status, lapses_at(filing)) == ("lapsed", None)
    assert Event.objects.filter(kind="filing-lapsed", filing_number=filing.number).count() == 1
    ledger.verify()


@database
@pytest.mark.parametrize("make", [in_review, approved])
def test_it_never_lapses_what_waits_for_staff_or_for_its_day(make: Any) -> None:
    assert lapses_at(make()) is None
    assert not lapse_next(at=NOW + 900 * DAY)


@database
def test_it_counts_anew_from_each_question(limits: None) -> None:
    """The paper came after nineteen days; then somebody asked."""
    filing = filed()
    late = NOW + 19 * DAY
    attach_paper(filing, actor=people.zita(), at=late, arrived_on=late.date(), certified_by="Notár")
    ask(filing, actor=people.zita(), at=late, text=Outward("Kto ste?"))
    assert not lapse_next(at=NOW + 20 * DAY)
    assert lapses_at(filing) == late + 5 * DAY


@database
def test_it_leaves_alone_what_was_completed_while_it_waited_for_the_lock(
    limits: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The paper is recorded, and a question asked, between the worker's look and its turn."""
    filing = filed()
    late = NOW + 30 * DAY

    def lock() -> Any:
        if filing.status == "awaiting-paper":
            attach_paper(filing, actor=people.zita(), at=late, arrived_on=late.date(), certified_by="Notár")
            ask(filing, actor=people.zita(), at=late, text=Outward("Kto ste?"))
        return ledger.lock()

    monkeypatch.setattr(lapse, "ledger", type("Ledger", (), {"lock": lock, "WORKER": ledger.WORKER}))
    assert lapse_next(at=late)
    filing.refresh_from_db()
    assert filing.status == "awaiting-information"


@database
def test_it_lets_the_same_be_filed_again(limits: None) -> None:
    filed()
    assert lapse_next(at=NOW + 20 * DAY)
    again = registration(effective_on=(NOW + 30 * DAY).date())
    assert filed(again, at=NOW + 20 * DAY).status == "awaiting-paper"


@database
def test_it_looks_once_when_nothing_is_due(django_assert_num_queries: Any) -> None:
    filed()
    with django_assert_num_queries(1):
        lapse_next(at=NOW)


@pytest.mark.parametrize("wrong", ["", "0", "-1", "90 days", "1.5", "²"])
def test_it_does_not_start_with_a_time_that_is_none(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("MATRIKA_LAPSE_PAPER_DAYS", wrong)
    with pytest.raises(ImproperlyConfigured, match="MATRIKA_LAPSE_PAPER_DAYS"):
        env_number("MATRIKA_LAPSE_PAPER_DAYS", 90, least=1)
