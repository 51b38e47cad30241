"""An administrator enters organisations, projects and people, without the demo."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from matrika.register.models import Event, IntegrationProject, Mandate, Organisation, Person

PASSWORD = "správny kôň batéria"
ORGANISATION = ("add_organisation", "99999994", "Ministerstvo vzorov", "--type", "OVM")
MAJA = ("add_person", "maja", "--first-name", "Mája", "--last-name", "Malinová")


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str, password: str = PASSWORD) -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_it_enters_all_that_a_filing_needs(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, *ORGANISATION)
    run(monkeypatch, "add_organisation", "99999994_0002", "Pracovisko", "--type", "PO")
    run(monkeypatch, "set_project", "99999994", "Portál vzorov", "--finished-on", "2026-05-31")
    run(monkeypatch, *MAJA, "--acts-for", "99999994", "--acts-for", "99999994_0002")
    maja = Person.objects.get(username="maja")
    assert maja.name == "Mája Malinová"
    assert maja.role == "applicant"
    assert maja.check_password(PASSWORD)
    assert {str(mandate.organisation.full_ico) for mandate in maja.mandates.all()} == {
        "99999994",
        "99999994_0002",
    }
    project = IntegrationProject.objects.get()
    assert project.name == "Portál vzorov"
    assert project.finished_on == date(2026, 5, 31)


def test_it_finishes_a_running_project_later(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, *ORGANISATION)
    assert "running" in run(monkeypatch, "set_project", "99999994", "Portál")
    assert "changed" in run(monkeypatch, "set_project", "99999994", "Portál", "--finished-on", "2026-11-01")
    assert IntegrationProject.objects.get().finished_on == date(2026, 11, 1)


def test_it_needs_no_organisation_for_staff(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "reviewer" in run(monkeypatch, *MAJA, "--role", "reviewer")
    assert not Person.objects.get(username="maja").mandates.exists()


def test_it_gives_and_ends_a_mandate(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, *ORGANISATION)
    run(monkeypatch, *MAJA)
    assert run(monkeypatch, "mandate", "maja", "99999994") == "maja acts for 99999994\n"
    assert run(monkeypatch, "mandate", "maja", "99999994") == "maja acts for 99999994 (as before)\n"
    assert Mandate.objects.count() == 1
    assert run(monkeypatch, "mandate", "maja", "99999994", "--end") == "maja does not act for 99999994\n"
    assert not Mandate.objects.exists()


def test_it_tells_the_history_who_could_act_for_whom(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, *ORGANISATION)
    run(monkeypatch, "set_project", "99999994", "Portál")
    run(monkeypatch, *MAJA, "--acts-for", "99999994")
    run(monkeypatch, "mandate", "maja", "99999994")  # as before: nothing happened
    run(monkeypatch, "mandate", "maja", "99999994", "--end")
    run(monkeypatch, "close_person", "maja")
    events = Event.objects.order_by("number")
    assert [event.kind for event in events] == [
        "organisation-entered",
        "project-recorded",
        "person-entered",
        "mandate-given",
        "mandate-ended",
        "access-ended",
    ]
    given = events[3]
    assert given.actor.startswith("administrator:")
    assert given.on_behalf_of is not None
    assert (given.data["username"], given.data["ico"]) == ("maja", "99999994")


def test_it_keeps_a_closed_person_who_logs_in_no_more(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, *MAJA)
    run(monkeypatch, "close_person", "maja")
    assert not Person.objects.get(username="maja").is_active


@pytest.mark.parametrize(
    ("arguments", "password", "says"),
    [
        (ORGANISATION, PASSWORD, "99999994 is known already"),
        (("add_organisation", "1", "X", "--type", "PO"), PASSWORD, "'1' is no IČO"),
        (("add_organisation", "99999986", " ", "--type", "PO"), PASSWORD, "1 to 1023 characters"),
        (("set_project", "99999986", "Portál"), PASSWORD, "there is no organisation 99999986"),
        (("set_project", "99999994", "Portál", "--finished-on", "31.5.2026"), PASSWORD, "no day such as"),
        (MAJA, "", "This password is too short"),
        ((*MAJA, "--acts-for", "99999986"), PASSWORD, "there is no organisation 99999986"),
        ((*MAJA, "--role", "reviewer", "--acts-for", "99999994"), PASSWORD, "maja is staff (reviewer)"),
        (("mandate", "maja", "99999994"), PASSWORD, "there is no person maja"),
        (("close_person", "maja"), PASSWORD, "there is no person maja"),
    ],
)
def test_it_refuses_whole_what_contradicts(
    db: None, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], password: str, says: str
) -> None:
    run(monkeypatch, *ORGANISATION)
    with pytest.raises(CommandError, match=re.escape(says)):
        run(monkeypatch, *arguments, password=password)
    assert Organisation.objects.count() == 1
    assert not Person.objects.exists()


def test_it_enters_nobody_twice(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, *MAJA)
    with pytest.raises(CommandError, match="there is a person Maja already"):
        run(monkeypatch, "add_person", "Maja", *MAJA[2:])
