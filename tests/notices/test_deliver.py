"""Every delivery arrives once; a failure is written down and tried again later (R-8)."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from matrika.core.events import EventKind
from matrika.notices import deliver, queue
from matrika.notices.deliver import LEASE, claim, deliver_next, record
from matrika.notices.models import Delivery
from matrika.notices.queue import Condition
from matrika.notices.write import write_next
from tests.notices.makers import NOON, happened
from tests.notices.smtp import MailServer

pytestmark = pytest.mark.django_db
PostOffice = Callable[..., MailServer]


def accepted(*addresses: str) -> None:
    """One acknowledgement for each address, written and due."""
    for address in addresses:
        happened(EventKind.FILING_ACCEPTED, contact_email=address, acting_for=None)
        assert write_next(at=NOON)


def deliver_all(at: datetime = NOON) -> int:
    tried = 0
    while deliver_next(at=at, jitter=lambda: 0.0):
        tried += 1
    return tried


def only() -> Delivery:
    return Delivery.objects.get()


def test_it_delivers_to_the_mailbox_and_by_email(post_office: PostOffice) -> None:
    server = post_office()
    happened(EventKind.FILING_ACCEPTED)
    write_next(at=NOON)
    assert deliver_all() == 1
    assert [letter.to for letter in server.letters] == [("alzbeta@alpha.example",)]
    assert set(Delivery.objects.values_list("delivered_at", "attempts")) == {(NOON, 1)}


def test_it_delivers_nothing_twice(post_office: PostOffice) -> None:
    server = post_office()
    accepted("alzbeta@alpha.example")
    assert deliver_all() == 1
    assert deliver_all(NOON + timedelta(days=30)) == 0
    assert len(server.letters) == 1


@pytest.fixture
def no_server(settings: Any) -> Iterator[None]:
    """The register is pointed at a port where nobody listens."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = nobody.getsockname()
        yield


def test_it_tries_again_with_growing_pauses_while_there_is_no_server(no_server: None) -> None:
    accepted("alzbeta@alpha.example")
    at, pauses = NOON, []
    for _ in range(9):
        assert deliver_all(at) == 1
        pauses.append((only().due_at - at) // timedelta(minutes=1))
        at = only().due_at
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert only().attempts == 9
    assert only().last_error.startswith("ConnectionRefusedError")


def test_it_loses_nothing_over_three_weeks_without_a_server(no_server: None, post_office: PostOffice) -> None:
    accepted("alzbeta@alpha.example")
    at = NOON
    while at < NOON + timedelta(weeks=3):
        assert deliver_all(at) == 1
        at = only().due_at
    server = post_office()
    assert deliver_all(at) == 1
    assert len(server.letters) == 1
    assert (only().delivered_at, only().last_error) == (at, "")


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"alzbeta@alpha.example": "451 4.7.1 Greylisted, come back"}, "451 4.7.1 Greylisted, come back"),
        ({"DATA": "452 4.3.1 disk full"}, "452 4.3.1 disk full"),
        ({"MAIL": "421 4.3.2 shutting down"}, "421 4.3.2 shutting down"),
        ({"MAIL": "550 5.7.1 sender not allowed"}, "550 5.7.1 sender not allowed"),  # our configuration
    ],
)
def test_it_tries_again_after_a_temporary_refusal(
    post_office: PostOffice, answers: dict[str, str], error: str
) -> None:
    server = post_office(answers=answers)
    accepted("alzbeta@alpha.example")
    assert deliver_all() == 1
    assert (only().delivered_at, only().refused_at, only().last_error) == (None, None, error)
    server.answers.clear()
    assert deliver_all(NOON + timedelta(minutes=1)) == 1
    assert len(server.letters) == 1


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"alzbeta@alpha.example": "550 5.1.1 No such user"}, "550 5.1.1 No such user"),
        ({"DATA": "554 5.6.0 Not wanted"}, "554 5.6.0 Not wanted"),
    ],
)
def test_it_records_a_refusal_for_good_and_shows_it(
    post_office: PostOffice, answers: dict[str, str], error: str
) -> None:
    post_office(answers=answers)
    accepted("alzbeta@alpha.example")
    assert deliver_all() == 1
    assert deliver_all(NOON + timedelta(days=1)) == 0
    assert (only().refused_at, only().last_error) == (NOON, error)
    assert list(queue.deliveries(Condition.REFUSED)) == [only()]


def test_it_sends_again_what_staff_ask_for(post_office: PostOffice) -> None:
    server = post_office(answers={"alzbeta@alpha.example": "550 5.1.1 No such user"})
    accepted("alzbeta@alpha.example")
    deliver_all()
    server.answers.clear()
    assert queue.resend(Condition.REFUSED, actor="person:zita", at=NOON + timedelta(days=1)) == 1
    assert deliver_all(NOON + timedelta(days=1)) == 1
    assert len(server.letters) == 1
    assert only().refused_at is None
    assert queue.resend(Condition.REFUSED, actor="person:zita", at=NOON + timedelta(days=2)) == 0
    assert deliver_all(NOON + timedelta(days=2)) == 0


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_it_tries_again_when_the_server_hangs_up(post_office: PostOffice, stage: str) -> None:
    server = post_office(hang_up_at=stage)
    accepted("alzbeta@alpha.example")
    assert deliver_all() == 1
    assert only().delivered_at is None
    assert only().last_error
    server.hang_up_at = ""
    assert deliver_all(NOON + timedelta(minutes=1)) == 1
    assert [letter.to for letter in server.letters] == [("alzbeta@alpha.example",)]


def test_it_sends_the_same_letter_again_when_the_answer_was_lost(post_office: PostOffice) -> None:
    server = post_office(hang_up_at="TAKEN")
    accepted("alzbeta@alpha.example")
    deliver_all()
    server.hang_up_at = ""
    deliver_all(NOON + timedelta(minutes=1))
    first, second = server.letters
    assert first.message["Message-ID"] == second.message["Message-ID"]
    assert first.message["Date"] == second.message["Date"]
    assert only().delivered_at is not None


def test_it_takes_a_letter_for_delivered_when_the_server_hangs_up_after_its_yes(
    post_office: PostOffice,
) -> None:
    server = post_office(hang_up_at="QUIT")
    accepted("alzbeta@alpha.example")
    deliver_all()
    assert only().delivered_at == NOON
    assert len(server.letters) == 1


def test_it_gives_up_on_a_hanging_server(post_office: PostOffice, settings: Any) -> None:
    settings.EMAIL_TIMEOUT = 0.2
    post_office(hang_at="RCPT")
    accepted("alzbeta@alpha.example")
    assert deliver_all() == 1
    assert only().delivered_at is None
    assert "timed out" in only().last_error or "TimeoutError" in only().last_error


def test_it_does_not_let_a_broken_recipient_hold_up_others(post_office: PostOffice) -> None:
    server = post_office(
        answers={"full@alpha.example": "452 4.2.2 full", "gone@alpha.example": "550 5.1.1 gone"}
    )
    accepted("full@alpha.example", "gone@alpha.example", "not an address", "boris@alpha.example")
    assert deliver_all() == 4
    assert [letter.to for letter in server.letters] == [("boris@alpha.example",)]


@pytest.mark.parametrize(
    "address",
    [
        "alzbeta@alpha.example\nBcc: cyril@stranger.example",
        "alzbeta@alpha.example\r\nRCPT TO:<cyril@stranger.example>",
        "alzbeta@alpha.example, cyril@stranger.example",
        "Cyril <cyril@stranger.example>",
        "alzbeta",
        "alzbeta@alpha.example\x00",
    ],
)
def test_it_refuses_whatever_is_not_one_address(post_office: PostOffice, address: str) -> None:
    server = post_office()
    accepted("alzbeta@alpha.example")
    Delivery.objects.update(email=address.replace("\x00", "\x01"))
    assert deliver_all() == 1
    assert only().refused_at == NOON
    assert only().last_error.startswith("not one e-mail address")
    assert server.letters == []


def test_it_moves_a_claim_beyond_the_lease_and_frees_it_afterwards() -> None:
    accepted("alzbeta@alpha.example")
    assert claim(at=NOON) is not None
    assert claim(at=NOON + LEASE - timedelta(seconds=1)) is None
    assert claim(at=NOON + LEASE) is not None


def test_it_lets_only_the_holder_of_the_claim_record() -> None:
    accepted("alzbeta@alpha.example")
    slow = claim(at=NOON)
    quick = claim(at=NOON + LEASE)
    assert slow is not None
    assert quick is not None
    assert not record(slow, delivered_at=NOON)
    assert only().delivered_at is None
    assert record(quick, delivered_at=NOON + LEASE)
    assert not record(slow, last_error="too late")
    assert only().last_error == ""


def test_it_leaves_a_poisoned_delivery_behind_the_others(
    monkeypatch: pytest.MonkeyPatch, post_office: PostOffice
) -> None:
    server = post_office()
    accepted("poison@alpha.example", "boris@alpha.example")
    send = deliver.CHANNELS["email"]

    def poisoned(delivery: Delivery, *, at: datetime) -> None:
        if delivery.email.startswith("poison"):
            raise RuntimeError("a fault of ours")
        send(delivery, at=at)

    monkeypatch.setitem(deliver.CHANNELS, "email", poisoned)
    with pytest.raises(RuntimeError):
        deliver_next(at=NOON)
    assert deliver_all() == 1
    assert [letter.to for letter in server.letters] == [("boris@alpha.example",)]


def test_it_keeps_what_a_server_said_as_one_harmless_line(post_office: PostOffice) -> None:
    post_office(answers={"alzbeta@alpha.example": "550 gone\x00\x1b[31m away"})
    accepted("alzbeta@alpha.example")
    deliver_all()
    assert only().last_error == "550 gone [31m away"


def test_it_reaches_an_address_in_an_internationalised_domain(post_office: PostOffice) -> None:
    server = post_office()
    accepted("alzbeta@žilina.example")
    deliver_all()
    assert [letter.to for letter in server.letters] == [("alzbeta@xn--ilina-tib.example",)]


def test_it_does_not_send_again_what_is_in_hand(post_office: PostOffice) -> None:
    accepted("alzbeta@alpha.example")
    claim(at=NOON)
    for condition in Condition:
        assert queue.resend(condition, actor="person:zita", at=NOON) == 0
    assert claim(at=NOON) is None


def test_it_spreads_what_failed_together(post_office: PostOffice) -> None:
    post_office(answers={f"{who}@alpha.example": "451 4.7.1 Greylisted" for who in "ab"})
    accepted("a@alpha.example", "b@alpha.example")
    assert deliver_next(at=NOON, jitter=lambda: 0.0)
    assert deliver_next(at=NOON, jitter=lambda: 0.8)
    waits = sorted(delivery.due_at - NOON for delivery in Delivery.objects.all())
    assert waits == [timedelta(seconds=48), timedelta(seconds=60)]


def test_it_costs_one_lookup_when_nothing_is_due(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert not deliver_next(at=NOON)
