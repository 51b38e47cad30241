"""What each role meets at each address, as docs/access.md lists it."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from matrika.core.people import Role
from matrika.pages.access import OPEN, Answer, Who, decide
from matrika.register.models import Event, Mandate, Person
from tests import people
from tests.doors.access.world import OURS, World, logged_in, world

ENTER, LOG_IN, NOT_FOUND, FORBIDDEN = Answer
MATRIX = {
    # who              unknown    applicant  reviewer   supervisor auditor
    Who.ANYBODY: (ENTER, ENTER, ENTER, ENTER, ENTER),
    Who.SECRET: (ENTER, ENTER, ENTER, ENTER, ENTER),
    Who.PERSON: (LOG_IN, ENTER, ENTER, ENTER, ENTER),
    Who.STAFF: (LOG_IN, NOT_FOUND, ENTER, ENTER, ENTER),
    Who.REVIEWER: (LOG_IN, NOT_FOUND, ENTER, ENTER, FORBIDDEN),
    Who.SUPERVISOR: (LOG_IN, NOT_FOUND, FORBIDDEN, ENTER, FORBIDDEN),
    Who.AUDITOR: (LOG_IN, NOT_FOUND, FORBIDDEN, ENTER, ENTER),
}
ROLES = (None, Role.APPLICANT, Role.REVIEWER, Role.SUPERVISOR, Role.AUDITOR)
STATUS = {NOT_FOUND: 404, FORBIDDEN: 403, LOG_IN: 302}
CONSOLE = [route for route in OURS if route.name.startswith("console:")]


@pytest.mark.parametrize("who", Who)
def test_it_decides_by_this_table(who: Who) -> None:
    assert tuple(decide(who, role) for role in ROLES) == MATRIX[who]
    assert set(Role) == {role for role in ROLES if role}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(people.NOW, tick=False):
        yield


@pytest.fixture
def alzbetas(db: None) -> World:
    return world()


def of_role(role: Role) -> Person:
    return people.person(f"x-{role.value}", "Niekto", "Iný", role)


def test_it_answers_each_role_at_each_address_of_the_console(alzbetas: World) -> None:
    found = {}
    for role in ROLES:
        client = logged_in(of_role(role)) if role else Client()
        for route in CONSOLE:
            status = client.get(alzbetas.address(route)).status_code
            expected = STATUS.get(decide(route.who, role))
            if status != expected and not (expected is None and status in (200, 405)):
                found[role, route.name] = status
    assert found == {}


OF_ONESELF = {"portal:end-other-sessions"}  # nothing of the register


def test_it_lets_an_auditor_change_nothing(alzbetas: World) -> None:
    """Whatever is posted to any address of ours, nothing is there afterwards that was not there before."""
    auditor = logged_in(of_role(Role.AUDITOR))
    before = Event.objects.count(), Mandate.objects.count(), sorted(Person.objects.values_list("pk", "role"))
    found = {}
    for route in OURS:
        if route.who in OPEN and route.parameters:
            continue  # published documents, which only can be read, and links for whoever was sent one
        posted = {"organisation": people.organisation().pk, "note": "x", "text": "x", "username": "dusan"}
        status = auditor.post(alzbetas.address(route), posted).status_code
        if route.who not in OPEN and route.name not in OF_ONESELF and status not in (403, 404, 405):
            found[route.name] = status
    assert found == {}
    assert before == (
        Event.objects.count(),
        Mandate.objects.count(),
        sorted(Person.objects.values_list("pk", "role")),
    )


def test_it_knows_no_role_that_nobody_named(db: None) -> None:
    """A role that is stored and unknown enters nowhere: it is an error, and no page."""
    stray = of_role(Role.APPLICANT)
    Person.objects.filter(pk=stray.pk).update(role="boss")
    client = logged_in(stray)
    client.raise_request_exception = False
    assert client.get("/konzola/").status_code == 500
