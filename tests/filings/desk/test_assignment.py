"""Who works on a filing: taken, given, let go, each with its event."""

from __future__ import annotations

from typing import Any

import pytest

from matrika.core.events import EventKind
from matrika.core.words import Outward
from matrika.filings.access import NotEntitled
from matrika.filings.desk.assignment import NobodysWork, TakenMeanwhile, assign
from matrika.filings.integrity import CHECKS
from matrika.filings.models import Filing
from matrika.filings.review import reject
from matrika.register.integrity import Keys
from matrika.register.models import Event
from tests import people
from tests.applications import in_review

pytestmark = pytest.mark.django_db
NOW = people.NOW


def give(filing: Filing, to: Any, *, seen: Any = None, actor: Any = None) -> None:
    known = None if seen is None else seen.pk
    assign(filing, to, seen=known, actor=actor or people.zita(), at=NOW)


def told() -> list[tuple[str, str | None]]:
    kinds = (EventKind.FILING_ASSIGNED, EventKind.FILING_RELEASED)
    events = Event.objects.filter(kind__in=kinds).order_by("number")
    return [(event.kind, event.data.get("assignee")) for event in events]


def test_it_is_taken_given_on_and_let_go() -> None:
    filing, zita, dusan = in_review(), people.zita(), people.dusan()
    give(filing, zita)
    assert (Filing.objects.get().assigned_to, Filing.objects.get().assigned_at) == (zita, NOW)
    give(filing, dusan, seen=zita)
    give(filing, None, seen=dusan, actor=dusan)
    assert Filing.objects.get().assigned_to is None
    assert told() == [
        ("filing-assigned", "Zita Zemanová"),
        ("filing-assigned", "Dušan Dubový"),
        ("filing-released", None),
    ]


def test_it_is_not_taken_from_under_a_colleagues_hands() -> None:
    filing = in_review()
    give(filing, people.dusan(), actor=people.dusan())
    with pytest.raises(TakenMeanwhile):
        give(filing, people.zita())
    assert Filing.objects.get().assigned_to == people.dusan()


def test_it_writes_no_event_of_what_is_so_already() -> None:
    filing = in_review()
    give(filing, people.zita())
    give(filing, people.zita())
    assert len(told()) == 1


def test_it_is_given_to_reviewers_only_and_by_them() -> None:
    filing = in_review()
    with pytest.raises(NobodysWork):
        give(filing, people.alzbeta())
    with pytest.raises(NotEntitled):
        give(filing, people.zita(), actor=people.alzbeta())
    gone = people.zita()
    gone.is_active = False
    gone.save()
    with pytest.raises(NobodysWork):
        give(filing, gone, actor=people.dusan())
    assert told() == []


def test_it_is_nobodys_work_once_decided() -> None:
    filing = in_review()
    reject(filing, actor=people.zita(), at=NOW, reasons=["review-other"], text=Outward(""))
    with pytest.raises(NobodysWork):
        give(filing, people.zita())


def test_it_leaves_the_filing_where_the_history_says_it_stands() -> None:
    give(in_review(), people.zita())
    assert Filing.objects.get().status == "in-review"
    assert [fault for check in CHECKS for fault in check.faults(Keys(0, None))] == []
