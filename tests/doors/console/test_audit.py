"""The auditor sees everything and changes nothing; everything can be narrowed and taken away."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, reverse

from matrika.console import urls
from matrika.core.people import Ico, Role
from matrika.core.reference import OrganisationFacts, Source
from matrika.filings.models import Filing
from matrika.pages.paging import A_PAGE
from matrika.register.models import ChainCheck, Event, Person
from matrika.register.reference import organisations
from tests import applications, people

pytestmark = pytest.mark.django_db
NOW = people.NOW
FOR_A_WHILE = ("CacheRow", "Asked")
ARGUMENTS = {"pk": 1, "project_pk": 1, "person_pk": 1, "name": "review-other"}


def anton() -> Person:
    return people.person("anton", "Anton", "Audítor", Role.AUDITOR)


@pytest.fixture
def auditor(client: Client) -> Client:
    client.force_login(anton())
    return client


def addresses(number: str) -> Iterator[str]:
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        known = ARGUMENTS | {"number": number}
        arguments = {name: known[name] for name in pattern.pattern.converters}
        yield reverse(f"console:{pattern.name}", kwargs=arguments)
    yield reverse("health:page")


def rows() -> dict[str, int]:
    """How many there are of everything; what is kept for a while, as caches and limits do, is nothing."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("matrika.")]
    return {one.__name__: one._default_manager.count() for one in ours if one.__name__ not in FOR_A_WHILE}


def test_it_refuses_every_post_of_the_console_to_an_auditor(auditor: Client) -> None:
    """Every address there is, also ones that are added tomorrow."""
    filing = applications.in_review()
    applications.registered(applications.registration(entity_id="https://second.example"))
    before = rows()
    answers = {address: auditor.post(address).status_code for address in addresses(filing.number)}
    assert len(answers) > 40
    assert {address: code for address, code in answers.items() if code not in (403, 405)} == {}
    assert rows() == before
    filing.refresh_from_db()
    assert (filing.status, filing.assigned_to) == ("in-review", None)


def test_it_shows_an_auditor_every_page_that_only_reads(auditor: Client) -> None:
    filing = applications.in_review()
    applications.registered(applications.registration(entity_id="https://second.example"))
    before = rows()
    found = {address: auditor.get(address).status_code for address in addresses(filing.number)}
    assert set(found.values()) <= {200, 302, 403, 404, 405, 422}
    assert sum(code == 200 for code in found.values()) >= 15
    assert rows() == before, "reading leaves no trace, not even that the page was opened"


def test_it_is_for_auditors_and_supervisors(client: Client) -> None:
    for person, code in (
        (people.zita(), 403),
        (people.dusan(), 200),
        (anton(), 200),
        (people.alzbeta(), 404),
    ):
        client.force_login(person)
        assert client.get("/konzola/audit/").status_code == code
        assert client.get("/konzola/audit.csv").status_code == code
    assert "Audit" not in client.get("/").content.decode()


def numbers(client: Client, **asked: str) -> list[int]:
    return [line.event.number for line in client.get("/konzola/audit/", asked).context["lines"]]


@pytest.fixture
def history() -> Filing:
    """Events 1 to 3 of one filing, a day later 4 to 6 of another, and 7 about an organisation."""
    first = applications.in_review()
    later = applications.registration(entity_id="https://second.example")
    applications.in_review(later, at=NOW + timedelta(hours=12))
    organisations.write(
        OrganisationFacts(Ico("87654321"), people.other_organisation().name + " II"),
        source=Source.BY_HAND,
        as_of=NOW.date(),
        actor="administrator:root",
        at=NOW + timedelta(days=2),
    )
    assert Event.objects.count() == 7
    return first


def test_it_shows_everything_newest_first(auditor: Client, history: Filing) -> None:
    assert numbers(auditor) == [7, 6, 5, 4, 3, 2, 1]
    page = auditor.get("/konzola/audit/").content.decode()
    by_command = ("Údaje organizácie zmenené", "administrator:root")
    for words in ("Listinná žiadosť doručená", "Zita Zemanová", history.number, *by_command):
        assert words in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kto": "Zita"}, [6, 3]),
        ({"kto": "zemanová"}, [6, 3]),
        ({"kto": "zita"}, [6, 3]),
        ({"kto": "administrator"}, [7]),
        ({"kto": "register"}, [5, 2]),
        ({"kto": "The register"}, [5, 2]),
        ({"kto": "nobody"}, []),
        ({"co": "paper-recorded"}, [6, 3]),
        ({"od": "23.11.2026"}, [7, 6, 5, 4]),
        ({"od": "23.11.2026", "do": "23.11.2026"}, [6, 5, 4]),
        ({"do": "2026-11-22"}, [3, 2, 1]),
        ({"ocom": "https://second"}, [6, 5, 4]),
        ({"ocom": "SECOND.example"}, [6, 5, 4]),
        ({"ocom": "2026-000001"}, [3, 2, 1]),
        ({"ocom": "87654321"}, [7]),
        ({"ocom": "12345678"}, [6, 5, 4, 3, 2, 1]),
        ({"ocom": "12345678_0001"}, []),
        ({"ocom": "https://second", "kto": "Zita", "co": "paper-recorded"}, [6]),
    ],
)
def test_it_narrows_by_who_what_when_and_about_what(auditor: Client, history: Filing, asked, found) -> None:
    assert numbers(auditor, **asked) == found


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"od": "31.2.2026"}, "Uveďte dátum v tvare dd.mm.rrrr"),
        ({"od": "02.02.2026", "do": "01.02.2026"}, "Koniec je pred začiatkom."),
        ({"co": "nonsense"}, "nonsense"),
    ],
)
def test_it_says_what_is_wrong_with_a_question(auditor: Client, asked, sentence: str) -> None:
    for address in ("/konzola/audit/", "/konzola/audit.csv"):
        answer = auditor.get(address, asked)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()


def test_it_knows_the_last_day_there_is(auditor: Client, history: Filing) -> None:
    """Behind it no other day begins, and until then is until the end."""
    answer = auditor.get(reverse("console:audit"), {"do": "9999-12-31"})
    assert answer.status_code == 200
    assert len(answer.context["lines"]) == len(auditor.get(reverse("console:audit")).context["lines"]) > 0


def test_it_turns_pages_by_numbers_in_a_fixed_number_of_queries(
    auditor: Client, django_assert_max_num_queries
) -> None:
    for number in range(9):
        applications.in_review(applications.registration(entity_id=f"https://sp{number}.example"))
    with django_assert_max_num_queries(9):
        page = auditor.get("/konzola/audit/")
    assert [line.event.number for line in page.context["lines"]] == list(range(27, 27 - A_PAGE, -1))
    assert numbers(auditor, pred=str(page.context["following"])) == [2, 1]
    assert len(numbers(auditor, pred="nonsense")) == A_PAGE


def test_it_gives_the_table_away_without_formulas(auditor: Client, history: Filing) -> None:
    answer = auditor.get("/konzola/audit.csv", {"ocom": "2026-000001"})
    text = b"".join(answer).decode("utf-8-sig")
    first, *lines = csv.reader(io.StringIO(text), delimiter=";")
    assert first[:6] == ["Číslo", "Zapísané", "Platí od", "Druh", "Udalosť", "Kto"]
    assert [line[0] for line in lines] == ["3", "2", "1"]
    assert "attachment" in answer["Content-Disposition"]
    assert lines[0][10] == Event.objects.get(number=3).digest


def test_it_makes_a_formula_harmless(auditor: Client) -> None:
    evil = people.person("evil", "=HYPERLINK(1)", "+1")
    people.mandate(evil, people.organisation())
    organisations.write(
        OrganisationFacts(people.organisation().full_ico, "=cmd|calc"),
        source=Source.BY_HAND,
        as_of=NOW.date(),
        actor="@SUM(A1)",
        at=NOW,
    )
    text = b"".join(auditor.get("/konzola/audit.csv")).decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(text), delimiter=";") for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert "'@SUM(A1)" in cells


def test_it_shows_the_state_of_the_chain(auditor: Client, history: Filing) -> None:
    assert "ešte nepreveril" in auditor.get("/konzola/audit/").content.decode()
    ChainCheck.objects.create(finished_at=NOW, events=7, faults=0)
    assert "celá a bez chyby, počet udalostí: 7" in auditor.get("/konzola/audit/").content.decode()
    ChainCheck.objects.create(finished_at=NOW, events=2, faults=1, first_fault="event 3: missing")
    assert "event 3: missing" in auditor.get("/konzola/audit/").content.decode()
