"""What has not arrived is seen, counted, and sent again by people who are named for it (R-8.3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matrika.core.events import EventKind
from matrika.notices import queue
from matrika.notices.models import Channel, Delivery
from matrika.notices.queue import Condition
from matrika.notices.write import write_next
from matrika.register.models import Event
from tests.notices.makers import NOON, happened

pytestmark = pytest.mark.django_db
ACTOR = "person:zita"


@pytest.fixture(autouse=True)
def _letters() -> None:
    """One that waits, one that is tried again, two refused, one that came back, one that arrived."""
    for address in ("waits", "fails", "refused-1", "refused-2", "bounced", "arrived"):
        happened(EventKind.FILING_ACCEPTED, contact_email=f"{address}@alpha.example", acting_for=None)
        write_next(at=NOON)
    having("fails").update(attempts=2, last_error="421 later", due_at=NOON + timedelta(hours=1))
    having("refused").update(attempts=1, last_error="550 no such user", refused_at=NOON)
    having("bounced").update(attempts=1, delivered_at=NOON, bounced_at=NOON, last_error="5.1.1 gone")
    having("arrived").update(attempts=1, delivered_at=NOON)


def having(piece: str):
    return Delivery.objects.filter(email__startswith=piece)


def counts() -> dict[Condition, int]:
    return {one.condition: one.count for one in queue.backlog() if one.channel is Channel.EMAIL}


def test_it_counts_what_has_not_arrived():
    assert counts() == {
        Condition.WAITING: 1,
        Condition.FAILING: 1,
        Condition.REFUSED: 2,
        Condition.BOUNCED: 1,
    }
    assert {one.written_at for one in queue.backlog() if one.count} == {NOON}


@pytest.mark.parametrize(
    ("condition", "to", "found"),
    [
        (Condition.REFUSED, "", ["refused-2@alpha.example", "refused-1@alpha.example"]),
        (Condition.REFUSED, "D-1@", ["refused-1@alpha.example"]),
        (Condition.BOUNCED, "", ["bounced@alpha.example"]),
        (Condition.FAILING, "", ["fails@alpha.example"]),
        (Condition.WAITING, "", ["waits@alpha.example"]),
        (Condition.WAITING, "arrived", []),
    ],
)
def test_it_finds_them_by_condition_and_address(condition, to, found):
    assert [one.email for one in queue.deliveries(condition, to=to)] == found


def test_it_sends_all_of_a_list_again_and_says_who_wanted_it():
    assert queue.resend(Condition.REFUSED, actor=ACTOR, at=NOON) == 2
    assert (counts()[Condition.FAILING], counts()[Condition.REFUSED]) == (3, 0)
    event = Event.objects.get(kind=EventKind.LETTERS_RESENT.value)
    assert (event.actor, event.data) == (ACTOR, {"condition": "refused", "to": "", "count": 2})


def test_it_sends_one_again():
    one = having("refused-1").get()
    assert queue.resend(Condition.REFUSED, actor=ACTOR, at=NOON, only=one.pk) == 1
    event = Event.objects.get(kind=EventKind.LETTERS_RESENT.value)
    assert event.data == {"condition": "refused", "to": "refused-1@alpha.example", "count": 1}


def test_it_leaves_alone_what_arrived_or_is_in_a_workers_hands():
    having("fails").update(token="a")
    assert queue.resend(Condition.FAILING, actor=ACTOR, at=NOON) == 0
    assert queue.resend(Condition.REFUSED, actor=ACTOR, at=NOON, only=having("arrived").get().pk) == 0
    assert not Event.objects.filter(kind=EventKind.LETTERS_RESENT.value).exists()


def test_it_asks_as_many_questions_for_a_thousand_letters_as_for_five(django_assert_num_queries):
    event = having("waits").get().notice
    Delivery.objects.bulk_create(
        Delivery(notice=event, channel=Channel.EMAIL, email=f"a{n}@b.example", due_at=NOON)
        for n in range(1000)
    )
    with django_assert_num_queries(len(Condition)):
        assert counts()[Condition.WAITING] == 1001
