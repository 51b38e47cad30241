"""R-6.1: the queue narrowed to what one wants to see, and one's own names for that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
import time_machine
from django.test import Client

from matrika.console.models import SavedFilter
from matrika.console.queue_filter import MOST_SAVED
from matrika.core.filing import Application, Attachment, Authorisation, PowerOfAttorney
from matrika.core.people import Role
from matrika.core.words import folded
from matrika.filings.desk import assignment
from matrika.filings.signatures.verify import verify_next
from matrika.register.models import Organisation
from tests import applications, people, verdicts
from tests.containers import MIMETYPE, asic

pytestmark = pytest.mark.django_db
NOW = people.NOW
CONTAINER = Attachment("ziadost.asice", MIMETYPE, asic(form_xdcf=b"<form/>"))


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def zita(client: Client) -> Client:
    client.force_login(people.zita())
    return client


def of(name: str, **changes: object) -> Application:
    return applications.registration(entity_id=f"https://{name}.example", **changes)


@pytest.fixture
def six() -> None:
    """a Zita has, b Dušan; c awaits paper, d a power on paper; e: undecided signature, f: unverified."""
    zita, dusan = people.zita(), people.dusan()
    assignment.assign(applications.in_review(of("a")), zita, seen=None, actor=zita, at=NOW)
    assignment.assign(applications.in_review(of("b")), dusan, seen=None, actor=zita, at=NOW)
    applications.filed(of("c"))
    applications.in_review(of("d", power_of_attorney=PowerOfAttorney.PAPER))
    applications.filed(of("e", authorisation=Authorisation.SIGNATURE, signed=CONTAINER))
    verify_next(at=NOW, verify=lambda file, *, at: verdicts.undecided())
    applications.filed(of("f", authorisation=Authorisation.SIGNATURE, signed=CONTAINER))
    Organisation.objects.update(folded_name=folded("Ministerstvo vzorov"))


def shown(client: Client, **asked: str) -> str:
    page = client.get("/konzola/", asked)
    assert page.status_code == 200
    return "".join(sorted(row.filing.entity_id.split("//")[1][0] for row in page.context["rows"]))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "abcd"),
        ({"stav": "vsetky"}, "abcdef"),
        ({"stav": "awaiting-paper"}, "c"),
        ({"stav": "nonsense"}, "abcd"),
        ({"ma": "moje"}, "a"),
        ({"ma": "nikoho"}, "cd"),
        ({"ma": "nonsense"}, "abcd"),
        ({"co": "listina", "stav": "vsetky"}, "cd"),
        ({"co": "podpis", "stav": "vsetky"}, "e"),
        ({"co": "oneskorene"}, ""),
        ({"druh": "registration"}, "abcd"),
        ({"druh": "change"}, ""),
        ({"vlastnik": "vzorov"}, "abcd"),
        ({"vlastnik": "12345678"}, "abcd"),
        ({"vlastnik": "nikto taký"}, ""),
        ({"q": "https://a"}, "a"),
        ({"q": "B.example"}, "b"),
        ({"q": "2026-00000"}, "abcd"),
        ({"q": "2026-000001", "ma": "moje"}, "a"),
        ({"q": "2026-000001", "ma": "nikoho"}, ""),
        ({"q": "x" * 5000}, "abcd"),
    ],
)
def test_it_narrows_to_what_one_wants_to_see(
    zita: Client, six: None, asked: dict[str, str], found: str
) -> None:
    assert shown(zita, **asked) == found


def test_it_finds_what_is_overdue(zita: Client, six: None, clock: time_machine.Traveller) -> None:
    clock.move_to(NOW + timedelta(days=1))
    zita.force_login(people.zita())  # nobody stays logged in over night
    assert shown(zita, co="oneskorene") == ""
    clock.move_to(NOW + timedelta(days=2))
    zita.force_login(people.zita())
    assert shown(zita, co="oneskorene") == "abcd"


def test_it_counts_each_status_within_the_filter(zita: Client, six: None) -> None:
    page = zita.get("/konzola/", {"ma": "nikoho"})
    counts = {tab.label: tab.count for tab, _ in page.context["tabs"]}
    assert counts["Na vybavenie"] == 2
    assert counts["Čaká na listinnú žiadosť"] == 1
    assert counts["Všetky otvorené"] == 4
    address = next(address for tab, address in page.context["tabs"] if tab.value == "awaiting-paper")
    assert address == "ma=nikoho&stav=awaiting-paper", "a tab keeps the filter"


def test_it_says_that_nothing_fits(zita: Client, six: None) -> None:
    assert "Filtru nevyhovuje žiadna žiadosť." in zita.get("/konzola/?druh=change").content.decode()


def test_it_needs_the_same_number_of_queries_for_few_and_many(
    zita: Client, django_assert_max_num_queries
) -> None:
    for number in range(30):
        applications.filed(of(f"s{number}"))
    with django_assert_max_num_queries(10):
        page = zita.get("/konzola/?ma=nikoho&vlastnik=12345678")
    assert (len(page.context["rows"]), page.context["page"].paginator.num_pages) == (25, 2)
    assert "?vlastnik=12345678&amp;ma=nikoho&amp;strana=2" in page.content.decode()


def save(client: Client, name: str, **asked: str) -> int:
    return client.post("/konzola/filtre/", {"filter-nazov": name, **asked}).status_code


def test_it_keeps_a_filter_under_a_name_of_ones_own(zita: Client, six: None) -> None:
    assert save(zita, "Moje listiny", co="listina", ma="nikoho", csrf="x") == 302
    assert SavedFilter.objects.get().query == "ma=nikoho&co=listina"
    page = zita.get("/konzola/").content.decode()
    assert 'href="?ma=nikoho&amp;co=listina"' in page
    save(zita, "Moje listiny", co="podpis")
    assert SavedFilter.objects.get().query == "co=podpis"


def test_it_shows_nobody_elses_filters(zita: Client, six: None) -> None:
    save(zita, "Zitin filter", ma="moje")
    other = Client()
    other.force_login(people.dusan())
    assert "Zitin filter" not in other.get("/konzola/").content.decode()
    key = SavedFilter.objects.get().pk
    other.post(f"/konzola/filtre/{key}/zrusit/")
    assert SavedFilter.objects.count() == 1
    zita.post(f"/konzola/filtre/{key}/zrusit/")
    assert SavedFilter.objects.count() == 0


def test_it_wants_a_name_and_keeps_so_many(zita: Client, six: None) -> None:
    assert save(zita, " ", ma="moje") == 422
    for number in range(MOST_SAVED):
        assert save(zita, f"filter {number}", ma="moje") == 302
    answer = zita.post("/konzola/filtre/", {"filter-nazov": "one more", "ma": "moje"})
    assert answer.status_code == 422
    assert "Viac filtrov sa nezmestí." in answer.content.decode()
    assert save(zita, "filter 0", ma="nikoho") == 302, "one that has the name becomes another"


def test_it_keeps_a_filter_whole_or_says_that_it_is_too_long(zita: Client) -> None:
    whole = "š" * 160  # six characters each in an address
    assert save(zita, "long", q=whole) == 302
    assert parse_qs(SavedFilter.objects.get().query) == {"q": [whole]}
    answer = zita.post("/konzola/filtre/", {"filter-nazov": "longer", "q": "š" * 170})
    assert answer.status_code == 422
    assert "Filter je na uloženie príliš dlhý." in answer.content.decode()
    assert SavedFilter.objects.count() == 1


def test_it_lets_an_auditor_filter_and_save_nothing(client: Client, six: None) -> None:
    client.force_login(people.person("anton", "Anton", "Audítor", Role.AUDITOR))
    assert shown(client, co="listina") == "cd"
    assert save(client, "filter", co="listina") == 403
    assert "Uložiť filter" not in client.get("/konzola/?co=listina").content.decode()


@pytest.mark.parametrize("text", ["zita", "Zem", "zemanová", "Zita Zemanová", "zita zem"])
def test_it_finds_people_in_the_one_box(zita: Client, text: str) -> None:
    people.alzbeta()
    groups = {group.kind: group for group in zita.get("/konzola/register/", {"q": text}).context["groups"]}
    assert [person.username for person in groups["osoby"].lines] == ["zita"]
