"""R-8.3: the channel to the state's mailboxes: off by default, on its own, one MessageID for ever."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from matrika.core.events import EventKind
from matrika.notices.deliver import AWAY, LEASE, deliver_next
from matrika.notices.models import Channel, Delivery
from matrika.notices.write import write_next
from tests import people
from tests.notices.makers import DUPLICATE, NOON, happened
from tests.notices.smtp import MailServer
from tests.outside.state_mailbox.conftest import key_file, stand_in  # noqa: F401 - fixtures
from tests.outside.state_mailbox.stand_in import StandIn, mailbox
from tests.races.processes import MARKS, killed_at_every_step

STATE = Channel.STATE_MAILBOX
deliver = partial(deliver_next, channel=STATE, jitter=lambda: 0.0)


@pytest.fixture
def service(stand_in: StandIn, key_file: Path, settings: Any) -> StandIn:  # noqa: F811 - the fixtures
    """The stand-in, with the register pointed at it."""
    settings.STATE_MAILBOX = replace(mailbox(stand_in, key_file), seconds=0.5)
    stand_in.now = NOON
    stand_in.longest = timedelta(days=30)
    return stand_in


def receive(kind: EventKind = EventKind.FILING_ACCEPTED, **differences: Any) -> None:
    happened(kind, **differences)
    assert write_next(at=NOON)


def waiting() -> Delivery:
    return Delivery.objects.get(channel=STATE)


@pytest.mark.django_db
def test_it_is_off_unless_configured() -> None:
    receive()
    assert not Delivery.objects.filter(channel=STATE).exists()
    assert not deliver(at=NOON)


@pytest.mark.django_db
def test_it_delivers_to_each_organisation(service: StandIn) -> None:
    receive()
    assert deliver(at=NOON)
    (message,) = service.taken
    assert waiting().delivered_at == NOON
    assert message.findtext(".//{*}RecipientId") == f"ico://sk/{people.ICO}"
    assert message.findtext(".//{*}PospID") == "G2G.InformationMessage"
    assert not deliver(at=NOON + timedelta(days=30))


@pytest.mark.django_db
def test_it_sends_an_error_as_an_error(service: StandIn) -> None:
    receive(EventKind.FILING_REJECTED, problems=[DUPLICATE])
    deliver(at=NOON)
    assert service.taken[0].findtext(".//{*}Error/{*}ErrorCode") == "24010019"


@pytest.mark.django_db
def test_it_keeps_what_concerns_one_filing_together(service: StandIn) -> None:
    receive()
    receive(EventKind.PROVIDER_REGISTERED)
    receive(filing_number="2026-000002")
    for _ in range(3):
        deliver(at=NOON)
    assert len(set(service.ids)) == 3
    assert len({one.findtext(".//{*}CorrelationID") for one in service.taken[:2]}) == 1


@pytest.mark.django_db
def test_it_repeats_under_the_same_name_when_the_answer_was_lost(service: StandIn) -> None:
    receive()
    service.drop_after = True
    deliver(at=NOON)
    assert waiting().delivered_at is None
    service.drop_after = False
    assert deliver(at=NOON + timedelta(minutes=1))
    assert len(service.ids) == 2
    assert len(set(service.ids)) == 1
    assert waiting().delivered_at == NOON + timedelta(minutes=1)


@pytest.mark.django_db
def test_it_records_a_refusal_for_good(service: StandIn) -> None:
    receive()
    service.status, service.answer = 422, {"message": "no"}
    deliver(at=NOON)
    assert (waiting().refused_at, waiting().last_error) == (NOON, "422 no")
    assert not deliver(at=NOON + timedelta(days=1))


@pytest.mark.django_db
def test_it_lets_the_rest_wait_when_nobody_is_there(service: StandIn) -> None:
    receive()
    receive(EventKind.PROVIDER_REGISTERED)
    service.status, service.answer = 503, b""
    assert deliver(at=NOON)
    assert not deliver(at=NOON + AWAY - timedelta(seconds=1))
    assert set(Delivery.objects.filter(channel=STATE).values_list("attempts", flat=True)) == {0, 1}
    service.status, service.answer = 200, None
    assert deliver(at=NOON + AWAY)
    assert deliver(at=NOON + AWAY)


@pytest.mark.django_db
def test_it_holds_up_no_letter_and_no_letter_holds_it_up(
    service: StandIn, post_office: Callable[..., MailServer]
) -> None:
    server = post_office(answers={"MAIL": "421 4.3.2 shutting down"})
    service.status, service.answer = 500, {"message": "Unknown error"}
    receive()
    assert deliver(at=NOON)
    assert deliver_next(at=NOON, jitter=lambda: 0.0)
    server.answers.clear()
    later = NOON + timedelta(minutes=1)
    assert deliver_next(at=later)
    assert len(server.letters) == 1
    assert waiting().delivered_at is None
    service.status, service.answer = 200, None
    assert deliver(at=later)
    assert waiting().delivered_at == later


@pytest.mark.django_db
def test_it_waits_when_it_is_switched_off_meanwhile(service: StandIn, settings: Any) -> None:
    receive()
    settings.STATE_MAILBOX = None
    deliver(at=NOON)
    assert waiting().last_error == "deliveries to the state's mailboxes are switched off"
    assert waiting().refused_at is None


class TestKilled:
    """A class, so that only this needs processes of its own."""

    pytestmark = MARKS

    def test_it_loses_nothing_to_kill_nine(self, service: StandIn) -> None:
        """Killed at every step, between sending and recording too: repeats bear the same MessageID."""
        receive()
        killed_at_every_step(partial(deliver_next, channel=STATE), at=NOON, check=lambda: None, claim=LEASE)
        assert waiting().delivered_at is not None
        assert len(service.ids) > 1
        assert len(set(service.ids)) == 1
