"""A shrunken aggregate is let go by a supervisor, who sees whom it loses; the worker does it (R-9.2)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db.models import QuerySet
from django.test import Client
from pytest_django.fixtures import Settings

from matrika.core.events import EventKind
from matrika.core.people import Role
from matrika.publication import holds, shrink
from matrika.publication.aggregate.publish import RETRY
from matrika.publication.models import PublicationState, PublishedEntity
from matrika.register.models import Event, ServiceProvider
from tests import people
from tests.publication.making import NOW
from tests.publication.registering import cancelled, keys, publish_all, registered

__all__ = ["keys"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
ADDRESS = "/konzola/zverejnenie/zmensenie/"
LATER = NOW + timedelta(minutes=1)
NAMES = [f"https://sp{number}.example" for number in range(6)]


def the(name: str) -> ServiceProvider:
    return ServiceProvider.objects.get(entity_id=name)


@pytest.fixture
def shrunken(keys: None, settings: Settings) -> None:
    """Two of six providers are left; the aggregate waits since LATER."""
    settings.PUBLICATION_SHRINK_MINIMUM = 3
    for name in NAMES:
        registered(name)
    publish_all()
    for name in NAMES[:3]:
        cancelled(the(name), at=LATER)
    until = LATER + timedelta(days=1)
    holds.hold(the(NAMES[3]), holds.Kind.BACK, reason="ukradnutý kľúč", until=until, actor="test", at=LATER)
    publish_all(at=LATER)
    assert aggregate() == 6


def aggregate() -> int:
    stored = PublicationState.objects.get().aggregate
    return stored.entities if stored else 0


def at_the_console(client: Client, at=LATER) -> str:
    with time_machine.travel(at, tick=False):
        client.force_login(people.dusan())
        return client.get(ADDRESS).content.decode()


def seen(page: str) -> str:
    """What the page's form says that the person saw; "" when there is no form."""
    found = re.search(r'name="seen" value="([^"]*)"', page)
    return found[1] if found else ""


def confirm(client: Client, of: str | None = None, at=LATER):
    """What the page shows now, or `of` an earlier one."""
    what = seen(at_the_console(client, at)) if of is None else of
    with time_machine.travel(at, tick=False):
        return client.post(ADDRESS, {"seen": what}, follow=True)


@pytest.mark.usefixtures("shrunken")
def test_it_shows_who_would_be_gone_and_why(client: Client) -> None:
    page = at_the_console(client)
    assert [name for name in NAMES if f">{name}</a>" in page] == NAMES[:4]
    assert page.count("Zrušený na žiadosť vlastníka.") == 3
    assert "Zverejnenie pozastavené: ukradnutý kľúč" in page
    assert "Áno, zverejniť súbor s počtom poskytovateľov 2" in page


@pytest.mark.usefixtures("shrunken")
def test_it_goes_on_a_supervisors_word_which_is_in_the_history(client: Client) -> None:
    answer = confirm(client)
    assert "Menší súbor je potvrdený" in answer.content.decode()
    assert "Nič nečaká na potvrdenie" in answer.content.decode()
    event = Event.objects.get(kind=EventKind.PUBLICATION_CONFIRMED)
    assert event.actor == people.dusan().as_actor
    assert event.data["reason"] == "the aggregate may shrink from 6 to 2 entities"
    assert aggregate() == 6  # the web has no key
    publish_all(at=LATER + timedelta(seconds=5))
    assert aggregate() == 2
    assert Event.objects.filter(kind=EventKind.PUBLICATION_CONFIRMED).count() == 1
    assert PublicationState.objects.get().confirmed_entities is None


@pytest.mark.usefixtures("shrunken")
@pytest.mark.parametrize("of", ["2", "2-", "", "x", "9" * 30])
def test_it_takes_no_word_about_what_nobody_saw(client: Client, of: str) -> None:
    at_the_console(client)
    answer = confirm(client, of)
    assert answer.status_code == 409
    assert "Medzitým sa to zmenilo" in answer.content.decode()
    assert not Event.objects.filter(kind=EventKind.PUBLICATION_CONFIRMED).exists()


@pytest.mark.usefixtures("shrunken")
def test_it_takes_no_word_about_others_than_were_seen_though_as_many(client: Client) -> None:
    before = seen(at_the_console(client))
    holds.release(the(NAMES[3]), actor="test", at=LATER)
    cancelled(the(NAMES[4]), at=LATER)
    publish_all(at=LATER + timedelta(seconds=5))
    page = at_the_console(client)
    assert "zverejniť súbor s počtom poskytovateľov 2" in page
    assert confirm(client, before).status_code == 409
    assert confirm(client).status_code == 200


@pytest.mark.usefixtures("shrunken")
def test_it_waits_again_when_it_shrank_further_than_was_confirmed(client: Client) -> None:
    confirm(client)
    cancelled(the(NAMES[4]), at=LATER)
    publish_all(at=LATER + timedelta(seconds=5))
    assert aggregate() == 6
    state = PublicationState.objects.get()
    assert (state.held_at, state.confirmed_entities) == (1, None)
    assert "zverejniť súbor s počtom poskytovateľov 1" in at_the_console(client)


@pytest.mark.usefixtures("shrunken")
def test_it_waits_again_when_another_is_gone_though_as_many_are_left(client: Client) -> None:
    confirm(client)
    holds.release(the(NAMES[3]), actor="test", at=LATER)
    cancelled(the(NAMES[4]), at=LATER)
    publish_all(at=LATER + timedelta(seconds=5))
    assert aggregate() == 6
    state = PublicationState.objects.get()
    assert (state.held_at, state.confirmed_entities, state.confirmed_gone) == (2, None, [])
    assert f">{NAMES[4]}</a>" in at_the_console(client)


@pytest.mark.usefixtures("shrunken")
def test_it_loses_no_word_that_is_given_while_the_worker_counts(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = shrink.active_entities

    def and_meanwhile(at: datetime) -> QuerySet[PublishedEntity]:
        monkeypatch.setattr(shrink, "active_entities", counted)
        confirm(client)
        return counted(at)

    monkeypatch.setattr(shrink, "active_entities", and_meanwhile)
    publish_all(at=LATER + RETRY)
    assert aggregate() == 2
    assert Event.objects.filter(kind=EventKind.PUBLICATION_CONFIRMED).count() == 1


@pytest.mark.usefixtures("shrunken")
def test_it_needs_no_word_when_the_entities_come_back(client: Client) -> None:
    confirm(client)
    holds.release(the(NAMES[3]), actor="test", at=LATER)
    publish_all(at=LATER + timedelta(seconds=5))
    assert aggregate() == 3
    assert confirm(client).status_code == 409


def test_it_says_that_nothing_waits(client: Client) -> None:
    assert "Nič nečaká na potvrdenie" in at_the_console(client)


@pytest.mark.usefixtures("shrunken")
def test_it_is_found_from_the_page_of_health_by_whoever_may_confirm(client: Client) -> None:
    with time_machine.travel(LATER, tick=False):
        for role in (Role.REVIEWER, Role.SUPERVISOR):
            client.force_login(people.person(f"x-{role}", "Niekto", "Iný", role))
            page = client.get("/konzola/zdravie/").content.decode()
            assert "Zmenšil by sa z 6 na 2" in page
            # From the fact itself, and from the alarm.
            assert page.count(ADDRESS) == (2 if role is Role.SUPERVISOR else 0)


@pytest.mark.usefixtures("shrunken")
@pytest.mark.parametrize(
    ("role", "status"), [(Role.APPLICANT, 404), (Role.REVIEWER, 403), (Role.AUDITOR, 403)]
)
def test_it_is_nobody_elses_to_confirm(client: Client, role: Role, status: int) -> None:
    with time_machine.travel(LATER, tick=False):
        client.force_login(people.person(f"x-{role}", "Niekto", "Iný", role))
        assert client.get(ADDRESS).status_code == status
        assert client.post(ADDRESS, {"seen": shrink.waiting(at=LATER).mark}).status_code == status
    assert PublicationState.objects.get().confirmed_entities is None


@pytest.mark.usefixtures("shrunken")
def test_it_asks_in_as_many_queries_however_many_are_gone(
    client: Client, django_assert_max_num_queries
) -> None:
    with time_machine.travel(LATER, tick=False):
        client.force_login(people.dusan())
        with django_assert_max_num_queries(16):
            client.get(ADDRESS)
