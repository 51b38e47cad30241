"""How often one account or one address may ask."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from matrika.pages.models import Asked
from matrika.pages.protection.limited import ALL, SPANS, Limit, read_limits
from matrika.pages.protection.routes import routes
from tests import people
from tests.doors.portal.forms import begin, text, typed
from tests.house import source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(people.NOW, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def _few(settings) -> None:
    settings.LIMITS = {kind.name: Limit(2, kind.limit.seconds) for kind in ALL}


def check(address: str = "203.0.113.1", **meta: str) -> int:
    return Client(REMOTE_ADDR=address, **meta).post("/kontrola/", {"text": "<a/>"}).status_code


def test_it_refuses_the_third_check_and_says_when_to_try_again() -> None:
    assert [check(), check()] == [200, 200]
    answer = Client(REMOTE_ADDR="203.0.113.1").post("/kontrola/", {"text": "<a/>"})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert "Priveľa požiadaviek za krátky čas" in text(answer)
    assert "Skúste to znova o 60 s." in text(answer)


def test_it_says_so_in_english_too(client: Client) -> None:
    client.post("/jazyk/setlang/", {"language": "en", "next": "/"})
    for _ in range(3):
        answer = client.post("/kontrola/", {"text": "<a/>"})
    assert "Too many requests in a short time" in text(answer)


def test_it_counts_each_address_and_each_span_for_itself(clock) -> None:
    assert [check(), check(), check()] == [200, 200, 429]
    assert check("203.0.113.2") == 200
    clock.move_to(people.NOW + timedelta(seconds=60))
    assert check() == 200


def test_it_does_not_count_who_only_looks() -> None:
    for _ in range(5):
        assert Client(REMOTE_ADDR="203.0.113.1").get("/kontrola/").status_code == 200
    assert not Asked.objects.exists()


def test_it_believes_a_trusted_proxy_alone(settings) -> None:
    settings.TRUSTED_PROXIES = ["198.51.100.7"]
    for number in range(2):
        assert check("203.0.113.9", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}") == 200
    assert check("203.0.113.9", HTTP_X_FORWARDED_FOR="192.0.2.77") == 429
    behind = [
        check("198.51.100.7", HTTP_X_FORWARDED_FOR=f"10.0.0.1, 192.0.2.{number}") for number in range(4)
    ]
    assert behind == [200] * 4
    spoofed = [
        check("198.51.100.7", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}, 192.0.2.99") for number in range(3)
    ]
    assert spoofed == [200, 200, 429]


def test_it_counts_an_account_wherever_it_comes_from() -> None:
    client = Client()
    client.force_login(people.alzbeta())
    drafts = [client.get("/sluzby/registracia/", REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(3)]
    assert drafts == [302, 302, 429]
    other = Client(REMOTE_ADDR="192.0.2.1")
    other.force_login(people.boris())
    assert other.get("/sluzby/registracia/").status_code == 302


def test_it_limits_filings_and_files_nothing_more(settings) -> None:
    settings.LIMITS = {"filing": Limit(1, 3600)}
    client = Client()
    client.force_login(people.alzbeta())
    people.project(people.organisation())
    draft = begin(client)
    client.post(draft, typed())
    assert client.post(f"{draft}odoslat/", {"paper": "on"}).status_code == 302
    answer = client.post(f"{draft}odoslat/", {"paper": "on"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")


def test_it_lets_nobody_guess_addresses_of_calendars() -> None:
    guesses = [Client(REMOTE_ADDR="203.0.113.1").get(f"/kalendar/{n}.ics").status_code for n in range(3)]
    assert guesses == [404, 404, 429]


def test_it_stores_no_address_and_forgets_old_spans(clock) -> None:
    check()
    (row,) = Asked.objects.values()
    assert "203.0.113" not in str(row)
    clock.move_to(people.NOW + timedelta(hours=3))
    check("203.0.113.2")
    assert Asked.objects.count() == 1


def test_it_has_no_limit_where_the_operator_says_none(settings) -> None:
    settings.LIMITS = {"check": Limit(0, 60)}
    assert [check() for _ in range(4)] == [200] * 4


def test_it_names_routes_that_there_are() -> None:
    known = {route.name for route in routes()}
    assert [route for kind in ALL for route in kind.routes if route not in known] == []


def test_it_reads_what_the_operator_says() -> None:
    assert read_limits(" check=5/m, filing=0/h,") == {"check": Limit(5, 60), "filing": Limit(0, 3600)}


@pytest.mark.parametrize("wrong", ["check", "check=5", "check=-1/m", "nothing=5/m", "check=5/s", "check=٣/m"])
def test_it_refuses_what_is_no_limit(wrong: str) -> None:
    with pytest.raises(ValueError, match="none of"):
        read_limits(wrong)


def test_it_documents_every_limit() -> None:
    page = (source.ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z]+)` \| [^|]+ \| ([0-9]+/[mh]) \|$", page, re.MULTILINE)
    units = {seconds: unit for unit, seconds in SPANS.items()}
    assert dict(listed) == {kind.name: f"{kind.limit.most}/{units[kind.limit.seconds]}" for kind in ALL}
