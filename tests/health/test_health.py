"""How the register fares, judged: what is in order, what somebody should look at, what stands still."""

from __future__ import annotations

import json
from collections import namedtuple
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import Client
from pytest_django.fixtures import Settings

from matrika.core.people import Role
from matrika.filings.models import Filing
from matrika.health import foundations
from matrika.health.facts import State, span
from matrika.health.look import look
from matrika.notices.models import Delivery
from matrika.notices.write import write_next
from matrika.publication.models import Alarm, Appointment, PublicationState
from matrika.register.models import ChainCheck, PendingExpiry, PendingReminder
from matrika.worker.models import Heartbeat
from tests import applications, people, pki

pytestmark = pytest.mark.django_db
NOW = people.NOW
TOKEN = "t" * 40


def fact(name: str, *, at=NOW):
    return next(one for one in look(at=at).facts if one.name == name)


def beat(worker: str = "host:1", *, ago: timedelta = timedelta(seconds=5), failing: str = "") -> None:
    Heartbeat.objects.create(worker=worker, started_at=NOW - ago, seen_at=NOW - ago, failing=failing)


def test_it_says_whether_workers_live() -> None:
    assert fact("workers").state is State.RED
    beat()
    assert fact("workers").state is State.GREEN
    beat("host:2", ago=timedelta(hours=1))
    assert (fact("workers").state, fact("workers").figures["silent"]) == (State.AMBER, 1)
    Heartbeat.objects.all().delete()
    beat("host:2", ago=timedelta(hours=1))
    assert (fact("workers").state, fact("workers").words.en) == (State.RED, "The last was seen 1 h ago.")
    beat("host:3", failing="publish (ab12)")
    assert (fact("workers").state, fact("workers").figures["failing"]) == (State.AMBER, "publish (ab12)")


def test_it_sees_filings_whose_day_has_come_and_gone() -> None:
    assert fact("due-filings").words.sk == "Nič nečaká."
    applications.approved()
    day = Filing.objects.get().effective_at
    assert day is not None
    late = [fact("due-filings", at=day + timedelta(minutes=minutes)).state for minutes in (-1, 1, 6, 61)]
    assert late == [State.GREEN, State.GREEN, State.AMBER, State.RED]


def test_it_sees_what_else_is_due_and_not_done() -> None:
    applications.registered()
    later = NOW + timedelta(days=400)
    PendingExpiry.objects.update(due_at=later - timedelta(minutes=10))
    PendingReminder.objects.update(due_at=later - timedelta(hours=7))
    assert fact("expiries", at=later).state is State.AMBER
    reminders = fact("reminders", at=later)
    assert (reminders.state, reminders.figures["oldest_seconds"]) == (State.RED, 7 * 3600)


def test_it_sees_messages_that_nobody_wrote_or_sent() -> None:
    applications.filed()
    assert fact("writing").figures["events_behind"] == 2
    while write_next(at=NOW):
        pass
    assert fact("writing").figures["events_behind"] == 0
    assert fact("sending", at=NOW + timedelta(minutes=31)).state is State.AMBER
    assert fact("undelivered").state is State.GREEN
    Delivery.objects.filter(channel="email").update(refused_at=NOW, last_error="550 no")
    assert (fact("undelivered").state, fact("undelivered").figures["refused"]) == (State.AMBER, 1)
    assert fact("sending", at=NOW + timedelta(days=1)).state is State.GREEN, "refused is settled"


def test_it_sees_letters_that_came_back() -> None:
    applications.filed()
    while write_next(at=NOW):
        pass
    Delivery.objects.filter(channel="email").update(delivered_at=NOW, bounced_at=NOW, last_error="5.1.1")
    undelivered = fact("undelivered")
    assert (undelivered.state, undelivered.figures["bounced"]) == (State.AMBER, 1)
    assert "vrátené: 1" in undelivered.words.sk


def test_it_sees_a_publication_that_waits() -> None:
    provider = applications.registered()
    assert fact("publication").state is State.GREEN
    Appointment.objects.update_or_create(provider=provider, defaults={"due_at": NOW - timedelta(hours=2)})
    assert fact("publication").state is State.RED
    Appointment.objects.update(due_at=NOW + timedelta(hours=1), attempts=3)
    assert (fact("publication").state, fact("publication").figures["failing"]) == (State.AMBER, 1)


def test_it_shows_what_the_worker_raised_an_alarm_about() -> None:
    published_once()
    assert fact("alarms").state is State.GREEN
    alarm = Alarm.objects.create(
        kind="difference",
        sentence="https://sp.example differs",
        sentence_sk="https://sp.example sa líši",
        since=NOW,
    )
    found = fact("alarms")
    assert (found.state, found.words.en) == (State.AMBER, "Running: 1. https://sp.example differs.")
    assert found.words.sk == "Trvajú: 1. https://sp.example sa líši."
    assert found.figures == {"alarms": 1, "kinds": "difference", "first_at": NOW.isoformat()}
    Alarm.objects.filter(pk=alarm.pk).update(ended_at=NOW)
    assert fact("alarms").state is State.GREEN


THEN = NOW + timedelta(days=3)  # when what `applications` registers is in force


def published_once(*, at: datetime = NOW) -> PublicationState:
    certificate = pki.pem(pki.certificate())
    return PublicationState.objects.create(pk=1, certificate=certificate, seen_at=at)


def test_it_says_what_is_wrong_with_publication_also_while_no_worker_runs() -> None:
    """Only a worker begins an alarm, so the fact looks for itself; in both languages."""
    assert fact("alarms").words.en == (
        "Running: 1. nothing was ever published: no worker with the key has run yet."
    )
    published_once(at=THEN)
    provider = applications.registered()
    due = THEN - timedelta(minutes=3)
    Appointment.objects.update_or_create(provider=provider, defaults={"due_at": due})
    later = fact("alarms", at=THEN + timedelta(minutes=6))
    assert later.figures == {"alarms": 2, "kinds": "heartbeat late", "first_at": None}
    assert "žiadny worker s podpisovým kľúčom nehľadal prácu od" in later.words.sk
    assert "mal byť na rade už" in later.words.sk
    assert "should have been looked at" in later.words.en


def test_it_calls_late_what_the_alarm_calls_late(settings: Settings) -> None:
    published_once(at=THEN)
    provider = applications.registered()
    for waits, late in ((119, False), (121, True)):
        due = THEN - timedelta(seconds=waits)
        Appointment.objects.update_or_create(provider=provider, defaults={"due_at": due})
        states = {fact(name, at=THEN).state for name in ("publication", "alarms")}
        assert states == {State.AMBER if late else State.GREEN}
    settings.PUBLICATION_LATE_SECONDS = 600
    assert {fact(name, at=THEN).state for name in ("publication", "alarms")} == {State.GREEN}


def test_it_says_when_the_history_was_last_looked_through() -> None:
    applications.filed()
    ages = [fact("chain", at=NOW + timedelta(days=days)).state for days in (1, 9, 46)]
    assert ages == [State.GREEN, State.AMBER, State.RED]  # a new register is not late with it yet
    call_command("verify", quiet=True, jobs=1, stdout=StringIO(), stderr=StringIO())
    check = ChainCheck.objects.get()
    assert (check.events, check.faults, check.first_fault) == (2, 0, "")
    at = check.finished_at
    ages = [fact("chain", at=at + timedelta(days=days)).state for days in (1, 9, 46)]
    assert ages == [State.GREEN, State.AMBER, State.RED]


def test_it_says_when_the_history_was_tampered_with(monkeypatch: pytest.MonkeyPatch) -> None:
    applications.filed()
    monkeypatch.setattr("matrika.filings.integrity.is_digest", lambda digest, content: False)
    with pytest.raises(CommandError):
        call_command("verify", quiet=True, jobs=1, stdout=StringIO(), stderr=StringIO())
    chain = fact("chain")
    assert (chain.state, chain.figures["faults"]) == (State.RED, 2)
    assert "do not have the stored SHA-256" in chain.words.en


@pytest.mark.parametrize(("free", "state"), [(50, "green"), (14, "amber"), (4, "red")])
def test_it_watches_the_disk(free: int, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda folder: usage(100, 100 - free, free))
    assert fact("disk").state == state


def test_it_is_as_bad_as_its_worst_fact_and_says_nothing_twice() -> None:
    found = look(at=NOW)
    assert found.state is State.RED
    names = [one.name for one in found.facts]
    assert len(set(names)) == len(names)


def test_it_says_spans_shortly() -> None:
    spans = [timedelta(0), timedelta(seconds=61), timedelta(hours=2), timedelta(days=3, hours=4, minutes=5)]
    assert [span(value).en for value in spans] == ["0 s", "1 min 1 s", "2 h", "3 d 4 h"]


def test_it_asks_the_database_as_often_whatever_there_is(django_assert_max_num_queries) -> None:
    for number in range(3):
        applications.registered(applications.registration(entity_id=f"https://sp{number}.example"))
    with django_assert_max_num_queries(32):
        look(at=NOW)


def test_it_tells_anybody_that_it_lives_and_nothing_else(client: Client, monkeypatch) -> None:
    answer = client.get("/zdravie/")
    assert (answer.status_code, answer.content, dict(answer.cookies)) == (200, b"ok\n", {})
    assert "no-store" in answer["Cache-Control"]

    def broken() -> None:
        raise DatabaseError("the password of the database is 1234")

    monkeypatch.setattr("matrika.health.views.database", broken)
    answer = client.get("/zdravie/")
    assert (answer.status_code, answer.content) == (503, b"unavailable\n")


def test_it_gives_the_facts_to_whoever_has_the_token(client: Client, settings) -> None:
    settings.MONITORING_TOKEN = TOKEN
    answer = client.get("/zdravie/stav.json", headers={"Authorization": f"Bearer {TOKEN}"})
    told = json.loads(answer.content)
    assert (answer.status_code, told["state"]) == (200, "red")
    assert {one["name"] for one in told["facts"]} == {one.name for one in look(at=NOW).facts}
    assert {one["state"] for one in told["facts"]} <= {"green", "amber", "red"}


@pytest.mark.parametrize(
    "header", ["", f"Bearer {TOKEN}x", "Bearer", "Bearer ", f"Basic {TOKEN}", f"Bearer {'é' * 40}"]
)
def test_it_is_not_there_for_others(client: Client, settings, header: str) -> None:
    settings.MONITORING_TOKEN = TOKEN
    assert client.get("/zdravie/stav.json", headers={"Authorization": header}).status_code == 404
    client.force_login(people.dusan())
    assert client.get("/zdravie/stav.json").status_code == 404, "a log-in is no token"


def test_it_is_not_there_while_no_token_is_set(client: Client, settings) -> None:
    settings.MONITORING_TOKEN = ""
    assert client.get("/zdravie/stav.json", headers={"Authorization": "Bearer "}).status_code == 404


def test_it_takes_no_short_token(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib

    from matrika.settings import protection

    with monkeypatch.context() as patch:
        patch.setenv("MATRIKA_MONITORING_TOKEN", "short")
        with pytest.raises(ImproperlyConfigured, match="MATRIKA_MONITORING_TOKEN"):
            importlib.reload(protection)
    importlib.reload(protection)


def test_it_shows_the_same_facts_to_staff_in_words(client: Client) -> None:
    assert client.get("/konzola/zdravie/").status_code == 302
    client.force_login(people.alzbeta())
    assert client.get("/konzola/zdravie/").status_code == 404
    client.force_login(people.person("anton", "Anton", "Audítor", Role.AUDITOR))
    page = client.get("/konzola/zdravie/").content.decode()
    for one in look(at=NOW).facts:
        assert one.title.sk in page
    for word in ("v poriadku", "treba sa pozrieť", "porucha"):
        assert word in page


def test_it_says_that_the_database_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(at) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(foundations, "facts", broken)
    found = look(at=NOW)
    assert [(one.name, one.state) for one in found.facts] == [("database", State.RED)]
    assert connection.vendor in ("sqlite", "postgresql")
