"""Which acts ask for a fresh second factor: every one of a supervisor's, and a reviewer's that decide."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from matrika.console.access import CONFIRMED
from matrika.pages.access import Who
from matrika.pages.protection.routes import Route, routes
from matrika.register.models import Mandate, Organisation
from tests import people
from tests.doors.login.conftest import by_password
from tests.doors.login.test_second_factor import code

DECIDES = {"approve", "confirm", "reject", "accept-signature"}
ALL = [route for route in routes() if route.name.startswith("console:")]


def asks(route: Route) -> bool:
    return bool(getattr(route.view, CONFIRMED, False))


@pytest.mark.parametrize("route", [one for one in ALL if one.who is Who.SUPERVISOR], ids=lambda one: one.name)
def test_it_asks_before_every_act_of_a_supervisor(route: Route) -> None:
    assert asks(route), (
        f"The route {route.name} changes what filings are decided by, for whoever finds the screen"
        " unwatched: mark its view with @confirmed (matrika.console.access)."
    )


def test_it_asks_before_a_reviewers_acts_that_decide_and_no_others() -> None:
    asking = {one.name.removeprefix("console:") for one in ALL if one.who is Who.REVIEWER and asks(one)}
    assert asking == DECIDES


def logged_in_dusan(clock: time_machine.Traveller) -> Client:
    """The supervisor, whose second factor is stale."""
    people.dusan()
    client = by_password("dusan")
    client.post("/ucet/2fa/authenticate/", {"code": code()})
    clock.shift(timedelta(minutes=16))
    return client


def test_it_does_what_was_typed_once_the_factor_is_given(clock: time_machine.Traveller) -> None:
    client = logged_in_dusan(clock)
    typed = {"ico": "36421928", "name": "Nový úrad", "subject_type": "OVM"}
    answer = client.post("/konzola/evidencia/nova/", typed)
    assert answer["Location"].startswith("/ucet/2fa/reauthenticate/?next=")
    assert not Organisation.objects.filter(ico="36421928").exists()
    client.post("/ucet/2fa/reauthenticate/", {"code": code(), "next": "/konzola/evidencia/nova/"})
    assert Organisation.objects.get(ico="36421928").name == "Nový úrad"


def test_it_ends_no_mandate_by_a_stale_factor(clock: time_machine.Traveller) -> None:
    people.alzbeta()
    mandate = Mandate.objects.get()
    client = logged_in_dusan(clock)
    path = f"/konzola/evidencia/{mandate.organisation_id}/opravnenie/{mandate.person_id}/"
    assert client.post(path, {"sure": "on"})["Location"].startswith("/ucet/2fa/reauthenticate/")
    assert Mandate.objects.exists()


def test_it_has_a_file_chosen_once_more(clock: time_machine.Traveller) -> None:
    """A file fits into no session; afterwards one stands before the form again."""
    client = logged_in_dusan(clock)
    path = "/konzola/doveryhodne-zoznamy/nacitat/"
    file = SimpleUploadedFile("list.xml", b"<list/>")
    assert client.post(path, {"file": file})["Location"].startswith("/ucet/2fa/reauthenticate/")
    answer = client.post("/ucet/2fa/reauthenticate/", {"code": code(), "next": path}, follow=True)
    assert answer.redirect_chain == [(path, 302)]
    assert 'type="file"' in answer.content.decode()
