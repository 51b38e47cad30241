"""Passwords that are guessed, and browsers that are left open."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests import people
from tests.doors.portal.forms import text

pytestmark = pytest.mark.django_db


def try_in(name: str, password: str, address: str = "203.0.113.5") -> tuple[int, str]:
    """Status and the page without what differs at each request."""
    answer = Client(REMOTE_ADDR=address).post("/ucet/login/", {"login": name, "password": password})
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text(answer)).replace(name, "NAME")
    return answer.status_code, page


def test_it_takes_no_right_password_after_five_wrong_ones() -> None:
    people.alzbeta()
    for number in range(5):
        assert try_in("alzbeta", "zle-heslo-zle", f"203.0.113.{number}")[0] == 200
    assert try_in("alzbeta", people.PASSWORD, "203.0.113.99")[0] != 302
    people.boris()
    assert try_in("boris", people.PASSWORD, "203.0.113.99")[0] == 302


def test_it_answers_alike_for_names_that_do_not_exist() -> None:
    people.alzbeta()
    for _ in range(6):
        assert try_in("alzbeta", "zle-heslo-zle", "203.0.113.1") == try_in(
            "nikoho", "zle-heslo-zle", "203.0.113.2"
        )


def test_it_says_in_its_own_words_that_an_address_tried_too_often(settings) -> None:
    """One office may have one address: whoever waits is told so, and how long."""
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    assert try_in("nikoho", "zle-heslo-zle")[0] == 200
    answer = Client(REMOTE_ADDR="203.0.113.5").post("/ucet/login/", {"login": "nikoho", "password": "zle"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "Priveľa požiadaviek za krátky čas" in text(answer)
    assert "m-brand" in text(answer)


def test_it_ends_a_session_that_nobody_uses(settings) -> None:
    people.alzbeta()
    with time_machine.travel(people.NOW, tick=False) as clock:
        client = Client()
        client.post("/ucet/login/", {"login": "alzbeta", "password": people.PASSWORD})
        assert client.get("/profil/").status_code == 200
        clock.shift(settings.SESSION_IDLE - timedelta(seconds=1))
        assert client.get("/profil/").status_code == 200
        clock.shift(settings.SESSION_IDLE + timedelta(seconds=1))
        assert client.get("/profil/").status_code == 302
