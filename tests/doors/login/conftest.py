"""People at the door who have not come in yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.core.cache import cache, caches
from django.test import Client

from matrika.outside import https
from matrika.portal.login import saml as door
from tests import people
from tests.doors.login import oidc, saml
from tests.outside.login import idp
from tests.outside.login import issuer as issuers
from tests.outside.login.issuer import Issuer


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


@pytest.fixture
def issuer(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Issuer:
    """An issuer of OpenID Connect configured, of which nothing is remembered."""
    issuer = Issuer()
    monkeypatch.setattr(https, "get", issuer.get)
    monkeypatch.setattr(https, "post", issuer.post)
    settings.OIDC, settings.BASE_URL = issuers.client(), oidc.BASE
    caches["process"].clear()
    people.organisation()
    return issuer
