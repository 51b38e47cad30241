"""A stranger tries the keys of Alžbeta's records on every address that takes one (R-7.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
import time_machine
from django.test import Client

from matrika.pages.access import Who
from matrika.pages.protection.routes import Route
from matrika.register.models import Mandate
from tests import people
from tests.doors.access.world import OURS, TELLING, WITH_KEYS, World, logged_in, world

pytestmark = pytest.mark.django_db
METHODS = ("get", "post")
NOT_THERE = (404, 405)  # a method that the address never takes says nothing about whose it is
OF_AGENTS = [route for route in WITH_KEYS if route.who in (Who.PERSON, Who.SECRET)]
GUESSED = [route for route in WITH_KEYS if route.who is not Who.SECRET]
DRAFTS = [route for route in OF_AGENTS if route.name.startswith("portal:draft")]
PAGES = [route for route in OURS if not route.parameters and route.who in (Who.PERSON, Who.ANYBODY)]


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(people.NOW, tick=False):
        yield


@pytest.fixture
def alzbetas() -> World:
    return world()


def told(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", "replace")


def wrong(routes: Iterable[Route], judge: Callable[[Route, str], object]) -> dict[str, object]:
    """Route and method → what is wrong there."""
    assert routes
    found = {f"{method} {one.name}": judge(one, method) for one in routes for method in METHODS}
    return {where: what for where, what in found.items() if what}


def ask(client: Client, method: str, address: str) -> Any:
    return getattr(client, method)(address)


def test_it_hides_every_record_from_the_agent_of_another_organisation(alzbetas: World) -> None:
    cyril = logged_in(people.cyril())

    def judge(route: Route, method: str) -> object:
        answer = ask(cyril, method, alzbetas.address(route))
        missing = ask(cyril, method, alzbetas.missing(route))
        if answer.status_code not in NOT_THERE:
            return answer.status_code
        if missing.status_code != answer.status_code:
            return f"{answer.status_code}, and {missing.status_code} where nothing is"
        return [word for word in TELLING if word in told(answer)]

    assert wrong(GUESSED, judge) == {}


def test_it_hides_every_record_from_who_acts_for_nobody(alzbetas: World) -> None:
    nobody = logged_in(people.person("nikto", "Nik", "Nikto"))

    def judge(route: Route, method: str) -> object:
        status = ask(nobody, method, alzbetas.address(route)).status_code
        return status not in NOT_THERE and status

    assert wrong(GUESSED, judge) == {}


def test_it_sends_the_unknown_to_the_log_in(alzbetas: World) -> None:
    def judge(route: Route, method: str) -> object:
        answers = [ask(Client(), method, one) for one in (alzbetas.address(route), alzbetas.missing(route))]
        to_log_in = [
            answer.headers.get("Location", "").startswith("/ucet/login/?next=/") for answer in answers
        ]
        return not all(to_log_in) and [answer.status_code for answer in answers]

    assert wrong(GUESSED, judge) == {}


def test_it_shows_alzbeta_her_own(alzbetas: World) -> None:
    """Without it the tests above could pass for a world in which nothing is there."""
    alzbeta = logged_in(people.alzbeta())
    found = {route.name: ask(alzbeta, "get", alzbetas.address(route)).status_code for route in OF_AGENTS}
    assert {name: status for name, status in found.items() if status not in (200, 302, 405)} == {}


def test_it_needs_a_mandate_at_every_click(alzbetas: World) -> None:
    """Also in a session that is open."""
    boris = logged_in(people.boris())
    of_organisation = [route for route in OF_AGENTS if route.who is Who.PERSON and route not in DRAFTS]
    before = {route.name: ask(boris, "get", alzbetas.address(route)).status_code for route in of_organisation}
    assert not [name for name, status in before.items() if status not in (200, 302, 405)]
    Mandate.objects.filter(person=people.person("boris", "", "")).delete()
    after = {route.name: ask(boris, "get", alzbetas.address(route)).status_code for route in of_organisation}
    assert not [name for name, status in after.items() if status not in NOT_THERE]


def test_it_keeps_drafts_to_the_person_who_fills_them_in(alzbetas: World) -> None:
    """Not even a colleague of the same organisation reads one."""
    for person in (people.boris(), people.cyril(), people.zita()):
        client = logged_in(person)

        def judge(route: Route, method: str, client: Client = client) -> object:
            answer = ask(client, method, alzbetas.address(route))
            leaks = [word for word in TELLING[:3] if word in told(answer)]
            return answer.status_code if answer.status_code not in NOT_THERE else leaks

        assert wrong(DRAFTS, judge) == {}


def test_it_reads_no_draft_without_a_log_in(alzbetas: World) -> None:
    """The address takes what was typed while a log-in expired, and shows nobody what is there."""

    def judge(route: Route, method: str) -> object:
        answer = ask(Client(), method, alzbetas.address(route))
        leaks = [word for word in TELLING if word in told(answer)]
        return answer.status_code if answer.status_code not in (302, 405) else leaks

    assert wrong(DRAFTS, judge) == {}


def test_it_names_nothing_of_alzbetas_on_a_strangers_pages(alzbetas: World) -> None:
    cyril = logged_in(people.cyril())
    found = {}
    for route in PAGES:
        answer = cyril.get(f"/{route.path}", {"strana": "1"})
        assert answer.status_code in (200, 404, 405), route.name
        found[route.name] = [word for word in TELLING if word in told(answer)]
    assert len(found) > 10
    assert {name: words for name, words in found.items() if words} == {}
