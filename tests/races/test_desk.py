"""R-6.1: colleagues who confirm, propose or take a filing at the same instant, with real processes."""

from __future__ import annotations

import os

from matrika.core.lifecycle import NotAllowed
from matrika.core.people import Role
from matrika.filings.desk.assignment import TakenMeanwhile, assign
from matrika.filings.desk.four_eyes import OwnProposal, confirm
from matrika.filings.models import Filing
from matrika.filings.review import approve
from matrika.register.models import Event, Person
from tests import people
from tests.applications import in_review
from tests.races.processes import MARKS, at_once
from tests.races.test_at_once import TOO_LATE, verify

pytestmark = MARKS


def test_it_lets_one_of_two_confirm_and_never_who_proposed(settings) -> None:
    """Four eyes: the proposer and two colleagues press the button at the same instant."""
    settings.FOUR_EYES = True
    filing = in_review()
    approve(filing, actor=people.zita(), at=people.NOW)
    people.dusan()
    people.person("sona", "Soňa", "Vedúca", Role.SUPERVISOR)
    names = ("zita", "dusan", "sona", "zita")

    def act(number: int) -> None:
        mine, actor = Filing.objects.get(pk=filing.pk), Person.objects.get(username=names[number])
        try:
            confirm(mine, actor=actor, at=people.NOW)
        except (NotAllowed, OwnProposal):
            os._exit(TOO_LATE)

    codes = at_once(act, 4)
    assert (codes[0], codes[3], sorted(codes[1:3])) == (TOO_LATE, TOO_LATE, [0, TOO_LATE])
    event = Event.objects.get(kind="filing-approved")
    assert event.actor != event.data["proposed_by"] == people.zita().as_actor
    verify()


def test_it_proposes_once_of_two_who_approve_at_once(settings) -> None:
    settings.FOUR_EYES = True
    filing = in_review()
    people.dusan()

    def act(number: int) -> None:
        mine = Filing.objects.get(pk=filing.pk)
        actor = Person.objects.get(username=("zita", "dusan")[number])
        try:
            approve(mine, actor=actor, at=people.NOW)
        except NotAllowed:
            os._exit(TOO_LATE)

    assert sorted(at_once(act, 2)) == [0, TOO_LATE]
    assert Filing.objects.get().status == "awaiting-confirmation"
    assert Event.objects.filter(kind="approval-proposed").count() == 1
    verify()


def test_it_gives_a_filing_to_one_of_two_who_take_it() -> None:
    filing = in_review()
    people.dusan()

    def act(number: int) -> None:
        mine = Filing.objects.get(pk=filing.pk)
        me = Person.objects.get(username=("zita", "dusan")[number])
        try:
            assign(mine, me, seen=None, actor=me, at=people.NOW)
        except TakenMeanwhile:
            os._exit(TOO_LATE)

    assert sorted(at_once(act, 2)) == [0, TOO_LATE]
    event = Event.objects.get(kind="filing-assigned")
    assert event.data["assigned_to"] == Filing.objects.get().assigned_to_id
    verify()
