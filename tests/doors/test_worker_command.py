"""`matrika worker` as a process: killed, asked to stop, or one of several, it loses nothing (R-8)."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matrika.core.events import EventKind
from matrika.notices.models import Delivery, Notice
from matrika.register.models import ServiceProvider
from matrika.worker.loop import Loop
from matrika.worker.models import Heartbeat
from matrika.worker.steps import STEPS, Step
from matrika.worker.stop import listening
from tests import people
from tests.doors.processes import PATIENCE, Workers
from tests.notices.makers import happened
from tests.notices.smtp import MailServer, mail_server


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def workers(transactional_db: None, tmp_path: Path, server: MailServer) -> Iterator[Workers]:
    workers = Workers(tmp_path, smtp_port=server.port)
    yield workers
    server.hang_at = ""
    workers.end()


def message_ids(server: MailServer) -> list[str]:
    return [letter.message["Message-ID"] for letter in server.letters]


def kill_at(stage: str, workers: Workers, server: MailServer) -> None:
    """Start a worker, and kill it without warning when its conversation has come that far."""
    server.hang_at = stage
    workers.hand_over()
    process = workers.start()
    server.wait_until_hanging()
    process.kill()
    assert process.wait(PATIENCE) == -signal.SIGKILL
    server.hang_at = ""
    workers.gather()


def let_the_lease_run_out() -> None:
    Delivery.objects.filter(delivered_at=None).update(due_at=datetime.now(UTC) - timedelta(seconds=1))


def test_it_sends_once_when_killed_before_sending(workers: Workers, server: MailServer) -> None:
    happened(EventKind.FILING_ACCEPTED)
    kill_at("MAIL", workers, server)
    assert server.letters == []
    workers.run_once()
    assert server.letters == []  # the dead worker's claim holds until its lease runs out
    let_the_lease_run_out()
    workers.run_once()
    assert message_ids(server) == [Notice.objects.get().message_id]
    assert not Delivery.objects.filter(delivered_at=None).exists()


@pytest.mark.parametrize(
    "stage",
    [
        pytest.param("TAKEN", id="the server has it and has not said so"),
        pytest.param("QUIT", id="the server said yes and nothing is recorded"),
    ],
)
def test_it_sends_the_same_letter_again_when_killed_between_sending_and_recording(
    workers: Workers, server: MailServer, stage: str
) -> None:
    happened(EventKind.FILING_ACCEPTED)
    kill_at(stage, workers, server)
    let_the_lease_run_out()
    workers.run_once()
    message_id = Notice.objects.get().message_id
    assert message_ids(server) == [message_id, message_id]
    workers.run_once()
    assert len(server.letters) == 2


def test_it_does_not_repeat_what_was_recorded_before_it_was_killed(
    workers: Workers, server: MailServer
) -> None:
    happened(EventKind.FILING_ACCEPTED, contact_email="first@alpha.example")
    happened(EventKind.FILING_ACCEPTED, contact_email="second@alpha.example")
    kill_at("second@alpha.example", workers, server)
    let_the_lease_run_out()
    workers.run_once()
    assert [letter.to for letter in server.letters] == [("first@alpha.example",), ("second@alpha.example",)]


def test_it_loses_nothing_however_often_it_is_killed(workers: Workers, server: MailServer) -> None:
    for number in range(24):
        happened(EventKind.FILING_ACCEPTED, contact_email=f"p{number}@alpha.example")
    for letters in (1, 8, 16):
        workers.hand_over()
        process = workers.start()
        server.wait_for_letters(letters)
        process.kill()
        process.wait(PATIENCE)
        workers.gather()
        let_the_lease_run_out()
    workers.run_once()
    assert Notice.objects.count() == 24
    assert not Delivery.objects.filter(delivered_at=None).exists()
    letters_of = Counter(letter.to[0] for letter in server.letters)
    assert set(letters_of) == {f"p{number}@alpha.example" for number in range(24)}
    assert len(set(message_ids(server))) == 24
    assert sum(letters_of.values()) <= 24 + 3  # at most the one in hand at each death


def test_it_delivers_each_letter_once_however_many_workers_there_are(
    workers: Workers, server: MailServer
) -> None:
    for number in range(30):
        happened(EventKind.FILING_ACCEPTED, contact_email=f"p{number}@alpha.example")
    workers.run_once(3)
    assert Notice.objects.count() == 30
    assert not Delivery.objects.filter(delivered_at=None).exists()
    assert Counter(letter.to[0] for letter in server.letters) == {
        f"p{number}@alpha.example": 1 for number in range(30)
    }


def test_it_finishes_the_letter_in_hand_when_asked_to_stop(workers: Workers, server: MailServer) -> None:
    happened(EventKind.FILING_ACCEPTED)
    server.hang_at = "TAKEN"
    workers.hand_over()
    process = workers.start()
    server.wait_until_hanging()
    process.send_signal(signal.SIGTERM)
    server.hang_at = ""
    assert process.wait(PATIENCE) == 0
    workers.gather()
    assert not Delivery.objects.filter(delivered_at=None).exists()
    assert not Heartbeat.objects.exists()


@pytest.mark.django_db
def test_it_exits_when_nothing_is_due() -> None:
    happened(EventKind.FILING_ACCEPTED)
    call_command("worker", "--once")
    assert not Delivery.objects.filter(delivered_at=None).exists()


@pytest.mark.django_db
def test_it_leaves_steps_to_other_workers() -> None:
    happened(EventKind.FILING_ACCEPTED)
    call_command("worker", "--once", "--except", "deliver-notices")
    assert Delivery.objects.get(delivered_at=None).channel == "email"
    call_command("worker", "--once", "--only", "deliver-notices")
    assert not Delivery.objects.filter(delivered_at=None).exists()


@pytest.mark.django_db(transaction=True)  # a crash may close the connection
def test_it_exits_with_an_error_when_a_step_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*, at: datetime) -> bool:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("matrika.management.commands.worker.STEPS", (Step("bad", fails),))
    with pytest.raises(CommandError, match="failed: bad; the log says why"):
        call_command("worker", "--once")


@pytest.mark.django_db
def test_it_costs_the_same_when_idle_however_many_providers_there_are() -> None:
    few = queries_of_an_idle_turn()
    owner = people.organisation()
    ServiceProvider.objects.bulk_create(
        ServiceProvider(entity_id=f"https://p{number}.example", owner=owner, registered_at=people.NOW)
        for number in range(500)
    )
    assert queries_of_an_idle_turn() == few


def queries_of_an_idle_turn() -> int:
    with listening() as stop:
        loop = Loop(STEPS, clock=lambda: people.NOW, stop=stop)
        while loop.tick():
            pass
        with CaptureQueriesContext(connection) as queries:
            assert not loop.tick()
    assert not loop.failures
    assert not any(query["sql"].startswith(("BEGIN", "SAVEPOINT")) for query in queries)
    return len(queries)
