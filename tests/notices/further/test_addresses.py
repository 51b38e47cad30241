"""Further addresses get copies beside the mandatory message, and nothing before their holder agreed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from matrika.core.events import EventKind
from matrika.notices.deliver import deliver_next
from matrika.notices.further import addresses
from matrika.notices.further.addresses import A_DAY, CONFIRM_WITHIN, MOST, RECIPIENT, Refusal
from matrika.notices.models import Delivery, FurtherAddress, Notice, Reminder
from matrika.notices.remind import remind_next
from matrika.notices.unreachable import unreachable
from matrika.notices.write import write_next
from matrika.register.models import Event
from tests import people, pki
from tests.applications import registered, registration
from tests.metadata import sp_metadata
from tests.notices.further.makers import ACTOR, HELPER, agreed, asked
from tests.notices.makers import NOON, happened
from tests.notices.smtp import MailServer

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def told(kind: EventKind = EventKind.FILING_ACCEPTED, **differences: Any) -> list[str]:
    """The e-mail addresses that the next message goes to."""
    happened(kind, **differences)
    assert write_next(at=NOON)
    letters = Notice.objects.latest("pk").deliveries.filter(channel="email")
    return sorted(letters.values_list("email", flat=True))


def add(email: str = HELPER, *, copies: bool = True, digest: bool = False, at: Any = NOON) -> object:
    return addresses.add(people.organisation(), email, copies=copies, digest=digest, actor=ACTOR, at=at)


def test_it_sends_a_copy_beside_the_mandatory_message() -> None:
    agreed()
    assert told() == ["alzbeta@alpha.example", HELPER]


def test_it_sends_a_copy_of_a_reminder_too() -> None:
    ends = people.NOW + timedelta(days=20)
    short = pki.certificate(not_before=people.NOW - timedelta(days=300), not_after=ends)
    registered(registration(metadata=sp_metadata(signing=short)))
    agreed()
    assert remind_next(at=ends - timedelta(days=7), replaced_at=lambda _: None)
    letters = Reminder.objects.get().notice.deliveries.filter(channel="email")
    assert sorted(letters.values_list("email", flat=True)) == [HELPER, "sso@vzory.example"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda one: addresses.remove(one, actor=ACTOR, at=LATER),
        lambda one: addresses.change(one, copies=False, digest=True, actor=ACTOR, at=LATER),
    ],
    ids=["removed", "digest-only"],
)
def test_it_sends_no_copy_that_nobody_wants(spoil: Callable[[FurtherAddress], object]) -> None:
    assert spoil(agreed())
    assert told() == ["alzbeta@alpha.example"]


def test_it_sends_no_copy_before_the_holder_agreed() -> None:
    asked()
    assert told() == ["alzbeta@alpha.example"]


def test_it_sends_no_copy_of_what_concerns_others() -> None:
    agreed()
    assert told(acting_for=people.other_organisation().pk) == ["alzbeta@alpha.example"]


@pytest.mark.parametrize("email", ["alzbeta@alpha.example", "Alzbeta@ALPHA.example"])
def test_it_sends_the_mandatory_address_no_copy(email: str) -> None:
    agreed(email)
    assert told() == ["alzbeta@alpha.example"]


def test_it_sends_one_copy_where_two_organisations_added_the_address() -> None:
    agreed()
    other = addresses.add(
        people.other_organisation(), HELPER.upper(), copies=True, digest=False, actor=ACTOR, at=NOON
    )
    assert isinstance(other, FurtherAddress)
    addresses.confirm(other, at=NOON)
    found = told(EventKind.PROVIDER_CHANGED, acting_for=people.other_organisation().pk)
    assert len(found) == 2


def test_it_cannot_switch_the_mandatory_message_off() -> None:
    address = agreed("alzbeta@alpha.example")
    addresses.remove(address, actor=RECIPIENT, at=LATER)
    assert told() == ["alzbeta@alpha.example"]


def test_it_asks_the_holder_with_a_link_and_writes_nothing_else(
    post_office: Callable[..., MailServer],
) -> None:
    server = post_office()
    address = asked(copies=True, digest=True)
    assert deliver_next(at=NOON)
    (letter,) = server.letters
    assert letter.to == (HELPER,)
    text = letter.message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "Ministerstvo vzorov chce na túto adresu dostávať kópie správ a týždenný prehľad" in text
    assert addresses.link(address) in text
    assert "schránke" not in text
    assert not Delivery.objects.filter(channel="mailbox").exists()


def test_it_says_in_a_copy_whose_it_is_and_how_to_end_it(post_office: Callable[..., MailServer]) -> None:
    server = post_office()
    address = agreed()
    told()
    while deliver_next(at=NOON):
        pass
    texts = {one.to[0]: one.message.get_body(("plain",)).get_content() for one in server.letters[1:]}  # type: ignore[union-attr]
    assert "Kópia správy pre organizáciu Ministerstvo vzorov" in texts[HELPER]
    assert addresses.link(address) in texts[HELPER]
    assert addresses.link(address) not in texts["alzbeta@alpha.example"]
    first, second = (one.message for one in server.letters[1:])
    assert first["Message-ID"] == second["Message-ID"]


def test_it_sends_nothing_that_waited_when_the_address_was_removed(
    post_office: Callable[..., MailServer],
) -> None:
    server = post_office()
    address = agreed()
    told()
    addresses.remove(address, actor=ACTOR, at=LATER)
    while deliver_next(at=LATER):
        pass
    assert [one.to for one in server.letters] == [("alzbeta@alpha.example",)]
    assert set(Delivery.objects.exclude(refused_at=None).values_list("email", flat=True)) == {HELPER}
    assert unreachable([HELPER], at=LATER) == []  # the address itself is as good as before


def test_it_forgets_a_link_that_nobody_followed() -> None:
    address = asked()
    assert not addresses.confirm(address, at=NOON + CONFIRM_WITHIN)
    assert told() == ["alzbeta@alpha.example"]
    assert addresses.confirm(address, at=NOON + CONFIRM_WITHIN - timedelta(seconds=1))


def test_it_confirms_once_and_never_what_was_removed() -> None:
    address = asked()
    assert addresses.confirm(address, at=NOON)
    assert addresses.confirm(address, at=LATER)
    address.refresh_from_db()
    assert address.confirmed_at == NOON
    addresses.remove(address, actor=ACTOR, at=LATER)
    assert not addresses.confirm(address, at=LATER)
    assert not addresses.remove(address, actor=ACTOR, at=LATER)
    assert not addresses.change(address, copies=False, digest=True, actor=ACTOR, at=LATER)


def test_it_tells_the_history_who_did_what() -> None:
    address = asked()
    addresses.confirm(address, at=NOON)
    addresses.change(address, copies=True, digest=True, actor=ACTOR, at=LATER)
    addresses.change(address, copies=True, digest=True, actor=ACTOR, at=LATER)  # changes nothing
    addresses.remove(address, actor=RECIPIENT, at=LATER)
    call_command("verify", stdout=StringIO())
    events = Event.objects.filter(kind__startswith="further-address-")
    assert [(one.kind.removeprefix("further-address-"), one.actor) for one in events] == [
        ("added", ACTOR),
        ("confirmed", RECIPIENT),
        ("changed", ACTOR),
        ("removed", RECIPIENT),
    ]
    assert {one.on_behalf_of for one in events} == {people.organisation()}
    assert events[2].data == {
        "organisation": people.organisation().pk,
        "email": HELPER,
        "copies": True,
        "digest": True,
    }


@pytest.mark.parametrize(
    "email",
    ["", "x", "a@b", "a@b.example\nBcc: c@d.example", "A <a@b.example>", "a@b.example, c@d.example",
     "a@" + "b" * 250 + ".example", "a@b.example\r", "á@b.example", "a b@c.example"],
)  # fmt: skip
def test_it_takes_one_plain_address(email: str) -> None:
    assert add(email) is Refusal.NOT_AN_ADDRESS
    assert not Notice.objects.exists()


def test_it_refuses_an_address_for_nothing_and_one_that_is_there() -> None:
    assert add(copies=False) is Refusal.NOTHING_WANTED
    asked()
    assert add(HELPER.upper()) is Refusal.ALREADY_THERE
    with pytest.raises(IntegrityError), transaction.atomic():
        FurtherAddress.objects.create(
            organisation=people.organisation(),
            email=HELPER.upper(),
            wants_copies=True,
            wants_digest=False,
            added_at=NOON,
        )


def test_it_has_an_end_of_addresses() -> None:
    for number in range(MOST):
        asked(f"a{number}@b.example")
    assert add() is Refusal.TOO_MANY


def test_it_floods_nobody_with_questions() -> None:
    """An agent who adds and removes a stranger's address, again and again, or in several organisations."""
    for _ in range(2):
        addresses.remove(asked(), actor=ACTOR, at=NOON)
    other = addresses.add(
        people.other_organisation(), HELPER, copies=True, digest=False, actor=ACTOR, at=NOON
    )
    assert isinstance(other, FurtherAddress)
    assert add(HELPER.title()) is Refusal.TOO_OFTEN
    assert Delivery.objects.count() == 3
    assert isinstance(add(at=NOON + A_DAY), FurtherAddress)


def test_it_floods_no_many_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "ADDED_A_DAY", 2)
    for name in "ab":
        addresses.remove(asked(f"{name}@b.example"), actor=ACTOR, at=NOON)
    assert add() is Refusal.TOO_OFTEN


@pytest.mark.parametrize(
    "spoil", [lambda token: token[:-1], lambda token: "7" + token, lambda token: "", str.swapcase]
)
def test_it_follows_no_link_that_it_did_not_make(spoil: Callable[[str], str]) -> None:
    token = addresses.link(asked()).split("/")[-2]
    assert addresses.linked(token)
    assert addresses.linked(spoil(token)) is None
