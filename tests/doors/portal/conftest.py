"""Who is at the door: `as_alzbeta`, `as_cyril`, `as_zita` are clients that are logged in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from matrika.register.models import Person
from tests import people


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    """The doors read the clock; for these tests it stands at `people.NOW`."""
    with time_machine.travel(people.NOW, tick=False):
        yield


def logged_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def as_alzbeta(db: None) -> Client:
    return logged_in(people.alzbeta())


@pytest.fixture
def as_boris(db: None) -> Client:
    return logged_in(people.boris())


@pytest.fixture
def as_cyril(db: None) -> Client:
    return logged_in(people.cyril())


@pytest.fixture
def as_zita(db: None) -> Client:
    return logged_in(people.zita())
