"""Limits: a server that is away is asked by one letter, and no address is flooded (R-8.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from matrika.core.events import EventKind
from matrika.notices.deliver import AWAY, deliver_next
from matrika.notices.models import Delivery
from matrika.notices.write import write_next
from tests.notices.makers import NOON, happened
from tests.notices.smtp import MailServer

pytestmark = pytest.mark.django_db
PostOffice = Callable[..., MailServer]
MINUTE = timedelta(minutes=1)


def written(*addresses: str) -> None:
    for address in addresses:
        happened(EventKind.FILING_ACCEPTED, contact_email=f"{address}@alpha.example", acting_for=None)
        write_next(at=NOON)


def delivered(at: datetime = NOON) -> int:
    tried = 0
    while deliver_next(at=at, jitter=lambda: 0.0):
        tried += 1
    return tried


def attempts() -> list[int]:
    return list(Delivery.objects.order_by("pk").values_list("attempts", flat=True))


@pytest.mark.parametrize(
    "trouble",
    [{"answers": {"MAIL": "550 5.7.1 sender not allowed"}}, {"no_server": True}],
    ids=["sender-refused", "nobody-there"],
)
def test_it_tries_one_letter_while_no_letter_would_arrive(
    post_office: PostOffice, settings: Any, trouble: dict[str, Any]
) -> None:
    nobody = trouble.pop("no_server", False)
    server = post_office(**trouble)
    if nobody:
        settings.EMAIL_PORT = 1  # of tcpmux, where nobody listens
    written("a", "b", "c")
    assert delivered() == 1
    assert attempts() == [1, 0, 0]
    settings.EMAIL_PORT = server.port
    server.answers.clear()
    assert delivered(NOON + AWAY) == 3
    assert len(server.letters) == 3


def test_it_sends_so_many_letters_in_a_minute(post_office: PostOffice, settings: Any) -> None:
    settings.MAIL_PER_MINUTE = 2
    server = post_office()
    written("a", "b", "c", "d", "e")
    assert [delivered(NOON + n * MINUTE) for n in range(4)] == [2, 2, 1, 0]
    assert len(server.letters) == 5


def test_it_spares_an_address_and_serves_the_others_meanwhile(post_office: PostOffice, settings: Any) -> None:
    settings.MAIL_PER_ADDRESS_PER_HOUR = 2
    server = post_office()
    written("a", "a", "a", "a", "b")
    delivered()
    assert Counter(letter.to[0] for letter in server.letters) == {"a@alpha.example": 2, "b@alpha.example": 1}
    assert attempts() == [1, 1, 0, 0, 1]
    assert delivered(NOON + 59 * MINUTE) == 0
    assert delivered(NOON + 60 * MINUTE) == 2
    assert len(server.letters) == 5


def test_it_has_no_limits_where_the_operator_wants_none(post_office: PostOffice, settings: Any) -> None:
    settings.MAIL_PER_MINUTE = settings.MAIL_PER_ADDRESS_PER_HOUR = 0
    server = post_office()
    written(*["a"] * 5)
    assert delivered() == 5
    assert len(server.letters) == 5


def test_it_names_the_address_that_answers_go_to(post_office: PostOffice, settings: Any) -> None:
    settings.MAIL_REPLY_TO = "prevadzka@register.example"
    server = post_office()
    written("a")
    delivered()
    assert server.letters[0].message["Reply-To"] == "prevadzka@register.example"
    assert server.letters[0].message["List-Unsubscribe"] is None
