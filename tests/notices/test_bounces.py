"""A letter that comes back is seen by staff and owner; a stranger can make nobody's come back (R-8.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from matrika.core.events import EventKind
from matrika.notices import queue, return_address
from matrika.notices.bounces import NotYet, Outcome, take
from matrika.notices.deliver import LEASE, claim, deliver_next
from matrika.notices.models import Channel, Delivery
from matrika.notices.queue import Condition
from matrika.notices.unreachable import STAYS_AWAY, Unreachable, unreachable
from matrika.notices.write import write_next
from tests.notices.makers import NOON, happened
from tests.notices.returned import ANSWER, bounce
from tests.notices.smtp import MailServer

pytestmark = pytest.mark.django_db
PostOffice = Callable[..., MailServer]
LATER = NOON + timedelta(minutes=7)
ADDRESS = "alzbeta@alpha.example"
WORDS = "5.1.1 smtp; 550 5.1.1 <alzbeta@alpha.example>: no such user"


@pytest.fixture(autouse=True)
def _bounces_come_back(settings: Any) -> None:
    settings.MAIL_BOUNCES = "bounces@register.example"


@pytest.fixture
def server(post_office: PostOffice) -> MailServer:
    return post_office()


def sent(server: MailServer, *, to: str = ADDRESS, at: Any = NOON) -> str:
    """The return address of a letter that the server took."""
    happened(EventKind.FILING_ACCEPTED, contact_email=to, acting_for=None)
    write_next(at=at)
    assert deliver_next(at=at)
    return server.letters[-1].returns_to


def last() -> Delivery:
    return Delivery.objects.latest("pk")


def test_it_gives_each_attempt_a_return_address_and_shows_people_the_sender(server: MailServer) -> None:
    first, second = sent(server), sent(server)
    assert first != second
    assert {one.rpartition("@")[2] for one in (first, second)} == {"register.example"}
    assert first.startswith("bounces+")
    assert all(len(one.partition("@")[0]) <= 64 for one in (first, second))
    message = server.letters[0].message
    assert message["From"] == "register@matrika.example"
    assert "bounces" not in str(message)


def test_it_uses_the_senders_address_when_none_is_named(server: MailServer, settings: Any) -> None:
    settings.MAIL_BOUNCES = ""
    assert sent(server) == "register@matrika.example"


def test_it_records_that_a_letter_came_back(server: MailServer) -> None:
    assert take(bounce(sent(server)), at=LATER) is Outcome.RECORDED
    assert (last().bounced_at, last().last_error, last().delivered_at) == (LATER, WORDS, NOON)
    assert list(queue.deliveries(Condition.BOUNCED)) == [last()]


def test_it_records_it_once(server: MailServer) -> None:
    back = bounce(sent(server))
    take(back, at=LATER)
    assert take(back, at=LATER + timedelta(days=1)) is Outcome.PASSED_OVER
    assert last().bounced_at == LATER


def test_it_knows_its_address_in_upper_case(server: MailServer) -> None:
    assert take(bounce(sent(server).upper()), at=LATER) is Outcome.RECORDED


@pytest.mark.parametrize("action", ["delayed", "relayed", "delivered", "expanded", "nonsense"])
def test_it_passes_over_what_is_no_failure(server: MailServer, action: str) -> None:
    assert take(bounce(sent(server), action=action), at=LATER) is Outcome.PASSED_OVER
    assert last().bounced_at is None


def test_it_passes_over_an_answer_by_a_person(server: MailServer) -> None:
    back = ANSWER.replace(b"bounces@register.example", sent(server).encode())
    assert take(back, at=LATER) is Outcome.NOT_A_BOUNCE


@pytest.mark.parametrize(
    "forge",
    [
        lambda to: "bounces@register.example",
        lambda to: to.replace("-", "-aaaa", 1)[:40] + "@register.example",
        lambda to: f"{to.partition('-')[0]}-{'a' * 16}@register.example",
        lambda to: to.replace(f"+{last().pk}.", f"+{last().pk - 1}."),  # with the code of one's own letter
        lambda to: to.replace(".1-", ".2-"),
        lambda to: to.replace(".1-", ".٣-"),
        lambda to: f"bounces+{'9' * 18}.{'9' * 9}-{'a' * 16}@register.example",
    ],
)
def test_it_believes_no_stranger(server: MailServer, forge: Callable[[str], str]) -> None:
    """Who knows the Message-ID, the address and another letter's return address still knows no secret."""
    sent(server, to="victim@beta.example")
    victim = last()
    own = sent(server, to="stranger@beta.example")
    lie = bounce(
        forge(own), recipient="victim@beta.example", original=f"Message-ID: {victim.notice.message_id}"
    )
    assert take(lie, at=LATER) in (Outcome.NOT_OURS, Outcome.NOT_A_BOUNCE)
    assert not Delivery.objects.filter(bounced_at__isnull=False).exists()


def test_it_lets_a_recipient_lie_about_the_own_letter_only(server: MailServer) -> None:
    """Whatever recipient the bounce names: the return address tells whose letter it was."""
    sent(server, to="victim@beta.example")
    own = sent(server, to="stranger@beta.example")
    assert take(bounce(own, recipient="victim@beta.example"), at=LATER) is Outcome.RECORDED
    assert [one.email for one in unreachable(["victim@beta.example"], at=LATER)] == []
    assert [one.email for one in unreachable(["stranger@beta.example"], at=LATER)] == [
        "stranger@beta.example"
    ]


def test_it_stops_no_later_letter(server: MailServer) -> None:
    """Messages cannot be switched off (guide §7.2): not by a server that once said no, either."""
    take(bounce(sent(server)), at=LATER)
    sent(server, at=LATER)
    assert [letter.to for letter in server.letters] == [(ADDRESS,), (ADDRESS,)]


def test_it_is_shown_again_when_it_is_faster_than_the_record(server: MailServer) -> None:
    happened(EventKind.FILING_ACCEPTED, contact_email=ADDRESS, acting_for=None)
    write_next(at=NOON)
    in_hand = claim(at=NOON)
    assert in_hand
    back = bounce(return_address.of(in_hand))
    with pytest.raises(NotYet):
        take(back, at=NOON + timedelta(seconds=1))
    # The worker died: the letter goes out again, with an address of its own.
    assert take(back, at=NOON + LEASE) is Outcome.PASSED_OVER
    assert deliver_next(at=NOON + LEASE)
    assert take(back, at=NOON + LEASE) is Outcome.PASSED_OVER
    assert last().bounced_at is None
    assert take(bounce(server.letters[-1].returns_to), at=NOON + LEASE) is Outcome.RECORDED


def test_it_sends_again_what_came_back_when_staff_ask(server: MailServer) -> None:
    back = bounce(sent(server))
    take(back, at=LATER)
    assert queue.resend(Condition.BOUNCED, actor="person:zita", at=LATER) == 1
    assert (last().bounced_at, last().delivered_at) == (None, None)
    assert deliver_next(at=LATER)
    assert len(server.letters) == 2
    assert take(back, at=LATER) is Outcome.PASSED_OVER  # of the first attempt, not of this one
    assert last().bounced_at is None


def test_it_cannot_store_that_came_back_what_never_went() -> None:
    happened(EventKind.FILING_ACCEPTED, acting_for=None)
    write_next(at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(channel=Channel.EMAIL).update(bounced_at=NOON)


class TestUnreachable:
    def test_it_names_an_address_whose_letters_come_back(self, server: MailServer) -> None:
        take(bounce(sent(server)), at=LATER)
        sent(server, to="boris@alpha.example")
        assert unreachable([ADDRESS, "boris@alpha.example"], at=LATER) == [Unreachable(ADDRESS, LATER, WORDS)]

    def test_it_names_an_address_that_was_refused(self, post_office: PostOffice) -> None:
        post_office(answers={ADDRESS: "550 5.1.1 No such user"})
        happened(EventKind.FILING_ACCEPTED, contact_email=ADDRESS, acting_for=None)
        write_next(at=NOON)
        deliver_next(at=NOON)
        assert unreachable([ADDRESS], at=NOON) == [Unreachable(ADDRESS, NOON, "550 5.1.1 No such user")]

    def test_it_forgets_when_a_later_letter_stayed_away(self, server: MailServer) -> None:
        take(bounce(sent(server)), at=LATER)
        sent(server, at=LATER + timedelta(hours=1))
        assert unreachable([ADDRESS], at=LATER + timedelta(hours=2))
        assert unreachable([ADDRESS], at=LATER + timedelta(hours=1) + STAYS_AWAY) == []

    def test_it_goes_on_when_the_later_letter_came_back_too(self, server: MailServer) -> None:
        take(bounce(sent(server)), at=LATER)
        again = LATER + timedelta(hours=1)
        take(bounce(sent(server, at=again)), at=again + timedelta(minutes=1))
        (one,) = unreachable([ADDRESS], at=again + timedelta(days=9))
        assert one.since == again + timedelta(minutes=1)

    def test_it_asks_one_question(self, server: MailServer, django_assert_num_queries) -> None:
        for _ in range(3):
            take(bounce(sent(server)), at=LATER)
        with django_assert_num_queries(1):
            unreachable([ADDRESS, "b@alpha.example"], at=LATER)
        with django_assert_num_queries(0):
            assert unreachable([], at=LATER) == []
