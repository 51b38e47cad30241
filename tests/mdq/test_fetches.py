"""What the identity provider fetched is gathered in memory, and written at most once a minute."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from matrika.mdq import application, fetches
from matrika.mdq.clients import is_identity_provider
from matrika.mdq.fetches import Fetches
from matrika.publication.fetches import Fetched, Seen
from matrika.publication.models import AggregateFetch, EntityFetch
from tests.mdq.asking import Got, ask, entity_path
from tests.mdq.conftest import Clock
from tests.mdq.server import Server
from tests.metadata import sp_metadata
from tests.publication.making import NOW
from tests.publication.registering import publish_all, registered

SP = "https://sp.example"
ONE = entity_path(SP)


class Written:
    """In place of the database: every batch that was written, or the failure that it met."""

    def __init__(self) -> None:
        self.batches: list[dict[Fetched, Seen]] = []
        self.fails = False

    def __call__(self, batch: dict[Fetched, Seen]) -> None:
        if self.fails:
            raise DatabaseError("no room")
        self.batches.append(batch)


class Later:
    """In place of the thread: what is to be done, and after how long."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self.work: Callable[[], None] | None = None

    def __call__(self, seconds: float, work: Callable[[], None]) -> None:
        self.waits.append(seconds)
        self.work = work


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Written:
    stands_in = Written()
    monkeypatch.setattr(fetches, "record", stands_in)
    monkeypatch.setattr("matrika.mdq.store.close_old_connections", lambda: None)
    return stands_in


def after(seconds: int) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_it_writes_at_once_and_then_at_most_once_a_minute(written: Written) -> None:
    clock, later = Clock(), Later()
    gathered = Fetches(start=later, clock=clock)
    gathered.note(Fetched(version=1), at=NOW)
    assert later.waits == [0]
    gathered.write()
    clock.seconds = 20
    for second in range(1, 50):
        gathered.note(Fetched(version=2), at=after(second))
    assert later.waits == [0, 40]
    gathered.write()
    assert written.batches == [
        {Fetched(version=1): Seen(NOW, NOW)},
        {Fetched(version=2): Seen(after(1), after(49))},
    ]


def test_it_writes_nothing_when_nothing_was_fetched(written: Written) -> None:
    Fetches(start=Later(), clock=Clock()).write()
    assert written.batches == []


def test_it_gathers_no_more_than_it_may(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetches, "MOST", 3)
    gathered = Fetches(start=Later(), clock=Clock())
    for version in (1, 2, 3, 4, 5, 1):
        gathered.note(Fetched(version=version), at=after(version))
    gathered.write()
    assert list(written.batches[0]) == [Fetched(version=1), Fetched(version=2), Fetched(version=3)]


def test_it_keeps_for_the_next_minute_what_cannot_be_written(
    written: Written, caplog: pytest.LogCaptureFixture
) -> None:
    later = Later()
    gathered = Fetches(start=later, clock=Clock())
    gathered.note(Fetched(version=1), at=NOW)
    written.fails = True
    gathered.write()
    assert "cannot be written down" in caplog.text
    assert later.waits == [0, 60]
    gathered.note(Fetched(version=1), at=after(5))
    assert later.waits == [0, 60]
    written.fails = False
    gathered.write()
    assert written.batches == [{Fetched(version=1): Seen(NOW, after(5))}]


@pytest.fixture
def noted(keys: None, clock: Clock, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Fetches:
    """A provider is published, and the identity provider is known by a token."""
    settings.IDP_TOKEN = "word"
    registered(SP, sp_metadata(entity_id=SP))
    publish_all()
    gathered = Fetches(start=Later(), clock=clock)
    monkeypatch.setattr(application, "fetches", gathered)
    return gathered


def as_idp(path: str, **more: str) -> Got:
    return ask(path, authorization="Bearer word", **more)


@pytest.mark.django_db
def test_it_counts_what_the_identity_provider_holds_after_its_request(noted: Fetches) -> None:
    etag = as_idp(ONE).headers["ETag"]
    assert as_idp(ONE, if_none_match=etag).status == 304
    assert as_idp("/mdq/entities").status == 200
    noted.write()
    assert EntityFetch.objects.get().version.provider.entity_id == SP
    assert AggregateFetch.objects.count() == 1


@pytest.mark.django_db
def test_it_counts_nothing_else(noted: Fetches) -> None:
    ask(ONE)
    ask(ONE, authorization="Bearer other")
    as_idp(ONE, method="HEAD")
    as_idp(ONE, accept="text/html")
    as_idp(entity_path("https://nobody.example"))
    as_idp("/mdq/certificate.pem")
    noted.write()
    assert not EntityFetch.objects.exists()
    assert not AggregateFetch.objects.exists()


@pytest.mark.django_db
def test_it_asks_the_database_no_more_for_counting(
    noted: Fetches, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    as_idp(ONE)
    with django_assert_num_queries(0):
        for _ in range(3):
            as_idp(ONE)


@pytest.mark.parametrize(
    ("environ", "is_it"),
    [
        ({}, False),
        ({"HTTP_AUTHORIZATION": "Bearer word"}, True),
        ({"HTTP_AUTHORIZATION": "bearer word"}, True),
        ({"HTTP_AUTHORIZATION": "Bearer"}, False),
        ({"HTTP_AUTHORIZATION": "Basic word"}, False),
        ({"HTTP_AUTHORIZATION": "Bearer wörd"}, False),
        ({"HTTP_X_IDENTITY_PROVIDER": "yes"}, True),
        ({"HTTP_X_IDENTITY_PROVIDER": "no"}, False),
        ({"REMOTE_ADDR": "192.0.2.77"}, True),
        ({"REMOTE_ADDR": "::ffff:192.0.2.77"}, True),
        ({"REMOTE_ADDR": "2001:db8::7"}, True),
        ({"REMOTE_ADDR": "192.0.3.1"}, False),
        ({"REMOTE_ADDR": ""}, False),
    ],
)
def test_it_knows_the_identity_provider_by_any_mark_that_is_configured(
    environ: dict[str, str], is_it: bool, settings: Settings
) -> None:
    settings.IDP_TOKEN = "word"
    settings.IDP_HEADER = ("X-Identity-Provider", "yes")
    networks = ("192.0.2.0/24", "2001:db8::7")
    settings.IDP_NETWORKS = tuple(ipaddress.ip_network(network) for network in networks)
    assert is_identity_provider(environ) is is_it


def test_it_knows_nobody_where_nothing_is_configured() -> None:
    marks = {"HTTP_AUTHORIZATION": "Bearer ", "HTTP_": "", "REMOTE_ADDR": "127.0.0.1"}
    assert not is_identity_provider(marks)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("keys")
def test_it_writes_what_is_left_when_the_server_ends_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = datetime.now(UTC)
    registered(SP, sp_metadata(entity_id=SP), at=NOW)
    publish_all(at=at)
    with Server(tmp_path, MATRIKA_IDP_NETWORKS="127.0.0.1") as server:
        for path in ("/mdq/entities", ONE):  # the first is written at once, the second has to wait a minute
            assert server.status(path) == 200
    assert AggregateFetch.objects.get().last_at >= at
    assert EntityFetch.objects.get().last_at >= at
