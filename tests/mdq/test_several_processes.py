"""Servers that know nothing of one another, each with a warm cache, on one database: several machines."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from urllib.parse import quote

import pytest

from matrika.mdq.store import FRESH_SECONDS
from tests.mdq.server import PATIENCE, Server
from tests.publication.registering import cancelled, publish_all, registered

GONE, STAYS = "https://gone.example", "https://stays.example"
Question = Callable[[], int]


def questions(entity_id: str, server: Server) -> Iterator[Question]:
    """Every way to ask for an entity; each gives the status of the answer."""
    by_digest = f"/mdq/entities/%7Bsha1%7D{hashlib.sha1(entity_id.encode()).hexdigest()}"
    for path in (f"/mdq/entities/{quote(entity_id, safe='')}", by_digest):
        for method in ("GET", "HEAD"):
            for headers in ({}, {"Accept_Encoding": "gzip"}, {"If_None_Match": "*"}):
                yield lambda p=path, m=method, h=headers: server.get(p, method=m, **h).status


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("keys")
def test_it_drops_a_cancelled_provider_from_every_process_within_a_second(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    provider = registered(GONE, at=now)
    registered(STAYS, at=now)
    publish_all(at=now)
    with Server(tmp_path) as one, Server(tmp_path) as other:
        asked = [question for server in (one, other) for question in questions(GONE, server)]
        for question in asked * 2:
            assert question() in (200, 304)
        cancelled(provider, at=datetime.now(UTC))
        publish_all(at=datetime.now(UTC))
        withdrawn = monotonic()
        assert all_gone(asked, since=withdrawn)
        assert all(question() in (200, 304) for question in questions(STAYS, other))


def all_gone(asked: list[Question], *, since: float) -> bool:
    """Ask over and over; True when nothing that was asked after a second had passed was still answered.

    What counts is when a question was put, not when the answer came: the machine may be busy.
    """
    while monotonic() - since < PATIENCE:
        put = monotonic()
        statuses = {question() for question in asked}
        if put - since > FRESH_SECONDS:
            return statuses == {404}
    raise AssertionError("one round of questions took a minute")
