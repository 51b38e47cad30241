"""R-4.7, hop 5: what two do at the same instant, and what a killed worker leaves, with real processes.

Each process has a connection of its own to the database of the test; they start together at a barrier.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from matrika.core.lifecycle import NotAllowed
from matrika.filings import take_effect
from matrika.filings.models import Filing
from matrika.filings.review import approve, reject
from matrika.filings.submit import submit
from matrika.filings.take_effect import take_next_due
from matrika.register import ledger
from matrika.register.models import Event, MetadataVersion, Person, ServiceProvider
from tests import people
from tests.applications import approved, change, in_review, registered, registration

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # From Python 3.12 on; the children here do nothing but their work.
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]
FORK = multiprocessing.get_context("fork")
LATER = people.NOW + timedelta(days=2)


@pytest.fixture(autouse=True)
def _a_database_that_processes_share() -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.fail("tests/settings.py must keep the test database in a file: processes cannot share memory")


def at_once(work: Callable[[int], object], count: int) -> list[int]:
    """Run `work(0)` … `work(count - 1)` in processes that start together; their exit codes."""
    connections.close_all()  # a connection must not be shared across a fork
    barrier = FORK.Barrier(count)
    processes = [FORK.Process(target=_run, args=(work, number, barrier)) for number in range(count)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    return [process.exitcode or 0 for process in processes]


def _run(work: Callable[[int], object], number: int, barrier: Barrier) -> None:
    barrier.wait(30)
    work(number)


def test_it_accepts_exactly_one_of_identical_filings_at_the_same_instant() -> None:
    people.alzbeta()

    def file(number: int) -> None:
        actor = Person.objects.get(username="alzbeta")
        submit(registration(), actor=actor, acting_for=people.organisation(), at=people.NOW)

    assert at_once(file, 4) == [0, 0, 0, 0]
    filings = Filing.objects.order_by("number")
    assert [filing.number for filing in filings] == [f"2026-00000{n}" for n in (1, 2, 3, 4)]
    accepted = [filing for filing in filings if filing.status == "awaiting-paper"]
    refused = [filing for filing in filings if filing.status == "rejected"]
    assert (len(accepted), len(refused)) == (1, 3)
    for filing in refused:
        assert [found["code"] for found in filing.problems] == [24010019]
    assert ledger.verify() == 2 + 3


def test_it_takes_each_filing_into_effect_once_with_several_workers() -> None:
    for number in range(6):
        approved(registration(entity_id=f"https://sp{number}.example"))

    def work(number: int) -> None:
        while take_next_due(at=LATER):
            pass

    assert at_once(work, 3) == [0, 0, 0]
    assert set(Filing.objects.values_list("status", flat=True)) == {"in-effect"}
    assert ServiceProvider.objects.count() == MetadataVersion.objects.count() == 6
    assert Event.objects.filter(kind="provider-registered").count() == 6
    ledger.verify()


def test_it_lets_one_of_two_reviewers_decide() -> None:
    filing = in_review()
    people.zita()

    def decide(number: int) -> None:
        zita = Person.objects.get(username="zita")
        mine = Filing.objects.get(pk=filing.pk)
        try:
            if number % 2:
                approve(mine, actor=zita, at=people.NOW)
            else:
                reject(mine, actor=zita, at=people.NOW, reasons=["review-other"], text="")
        except NotAllowed:
            os._exit(9)

    assert sorted(at_once(decide, 4)) == [0, 9, 9, 9]
    assert Event.objects.filter(kind__in=("filing-approved", "filing-rejected")).count() == 1


@pytest.mark.parametrize("seam", ["certificates.in_metadata", "versions.open_version", "move"])
def test_it_survives_a_worker_killed_in_the_middle(monkeypatch: pytest.MonkeyPatch, seam: str) -> None:
    registered()
    approved(change(), at=LATER)
    at = LATER + timedelta(days=1)
    events = Event.objects.count()

    def kill(*arguments: Any, **named: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def work(number: int) -> None:
        take_next_due(at=at)

    with monkeypatch.context() as patch:
        patch.setattr(f"matrika.filings.take_effect.{seam}", kill)
        assert at_once(work, 1) == [-signal.SIGKILL]
    assert (MetadataVersion.objects.count(), Event.objects.count()) == (1, events)
    assert not take_next_due(at=at), "the claim of the dead worker holds for a while"
    assert take_next_due(at=at + take_effect.CLAIM)
    assert MetadataVersion.objects.count() == 2
    ledger.verify()
