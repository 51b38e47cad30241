"""People at the door who have not come in yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from tests import people


@pytest.fixture(autouse=True)
def clock(db: None) -> Iterator[time_machine.Traveller]:
    """A clock that stands until a test moves it; nothing is remembered of earlier tries."""
    cache.clear()
    with time_machine.travel(people.NOW, tick=False) as traveller:
        yield traveller


def by_password(username: str, password: str = people.PASSWORD, client: Client | None = None) -> Client:
    """A client that has sent name and password, whatever came of it."""
    client = client or Client()
    client.post("/ucet/login/", {"login": username, "password": password})
    return client
