"""People at the door who have not come in yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from matrika.portal.login import saml as door
from tests import people
from tests.doors.login import saml
from tests.outside.login import idp


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


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parties of SAML configured, as files would."""
    settings.SAML_IDP = idp.provider()
    settings.BASE_URL = settings.SAML_ENTITY_ID = saml.BASE
    us = replace(idp.ourselves(), entity_id=saml.BASE, acs=saml.ACS, slo=saml.SLO)
    monkeypatch.setattr(door, "_ourselves", lambda folder, entity_id, base: us)
    people.organisation()
