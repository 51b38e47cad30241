"""The owner sees whether the identity provider has loaded the version that is published."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from matrika.pages.templatetags.matrika import moment
from matrika.publication.fetches import Fetched, Seen, record
from matrika.publication.models import PublishedEntity
from matrika.register.models import ServiceProvider
from tests import applications, people
from tests.doors.portal.conftest import as_alzbeta, as_zita, now
from tests.doors.portal.forms import text
from tests.publication.registering import keys, publish_all

__all__ = ["as_alzbeta", "as_zita", "keys", "now"]
NOW = people.NOW
LAST_WEEK = NOW - timedelta(days=7)


@pytest.fixture
def provider(db: None, keys: None, settings: Settings) -> ServiceProvider:
    settings.IDP_TOKEN = "word"
    tomorrow = (LAST_WEEK + timedelta(days=1)).date()
    found = applications.registered(applications.registration(effective_on=tomorrow), at=LAST_WEEK)
    publish_all(at=NOW - timedelta(hours=5))
    return found


def fetched(*, hours_ago: int) -> None:
    at = NOW - timedelta(hours=hours_ago)
    record({Fetched(version=PublishedEntity.objects.get().version_id): Seen(at, at)})


def ago(hours: int) -> str:
    return moment(NOW - timedelta(hours=hours))


def page(client: Client, provider: ServiceProvider, *, language: str = "sk") -> str:
    client.cookies["django_language"] = language
    return " ".join(text(client.get(f"/profil/poskytovatelia/{provider.pk}/")).split())


def test_it_says_what_is_published_and_that_nobody_came_for_it(
    provider: ServiceProvider, as_alzbeta: Client
) -> None:
    said = page(as_alzbeta, provider)
    assert f"verzia 1 od {ago(5)}" in said
    assert "Verziu 1 od zverejnenia zatiaľ nie." in said
    assert "Ešte si nič nevyžiadal." in said


def test_it_says_since_when_the_identity_provider_has_it(
    provider: ServiceProvider, as_alzbeta: Client
) -> None:
    fetched(hours_ago=3)
    fetched(hours_ago=1)
    said = page(as_alzbeta, provider)
    assert f"Áno, verziu 1 prvý raz {ago(3)}." in said
    assert f"Samostatne si naposledy vyžiadal verziu 1, {ago(1)}." in said
    assert "Súbor všetkých" not in said
    in_english = page(as_alzbeta, provider, language="en")
    assert f"Yes, version 1 for the first time at {ago(3)}." in in_english


def test_it_says_not_yet_after_a_change(provider: ServiceProvider, as_alzbeta: Client) -> None:
    fetched(hours_ago=3)
    applications.in_effect(applications.change(), at=NOW - timedelta(hours=2))
    publish_all(at=NOW - timedelta(hours=1))
    said = page(as_alzbeta, provider)
    assert "Verziu 2 od zverejnenia zatiaľ nie." in said
    assert f"Samostatne si naposledy vyžiadal verziu 1, {ago(3)}." in said


def test_it_is_silent_where_the_register_cannot_know_and_tells_staff_why(
    provider: ServiceProvider, as_alzbeta: Client, as_zita: Client, settings: Settings
) -> None:
    settings.IDP_TOKEN = ""
    assert "poskytovateľ identity" not in page(as_alzbeta, provider)
    console = text(as_zita.get(f"/konzola/register/poskytovatelia/{provider.pk}/"))
    assert "register nemá nastavené, podľa čoho poskytovateľa identity spozná" in console
