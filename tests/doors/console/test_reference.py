"""The records in the console: staff read, a supervisor changes, nobody else knows of them (R-7.4, R-7.5)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from matrika.core.people import Ico, Role, SubjectType
from matrika.register.models import Event, IntegrationProject, Organisation, StatutoryBody
from tests import applications, people

pytestmark = pytest.mark.django_db

RECORDS = "/konzola/evidencia/"


@pytest.fixture
def dusan(client: Client) -> Client:
    client.force_login(people.dusan())
    return client


def seen(of: Organisation) -> int:
    numbers = Event.objects.filter(on_behalf_of=of, kind__startswith="organisation").order_by("-number")
    return numbers.values_list("number", flat=True).first() or 0


def last_event() -> Event:
    return Event.objects.order_by("number").last()


def addresses(of: Organisation) -> list[str]:
    acts = ("upravit", "statutarne-organy", "projekt", "opravnenie")
    return [f"{RECORDS}{of.pk}/{act}/" for act in acts] + [f"{RECORDS}nova/", f"{RECORDS}osoby/nova/"]


def test_it_shows_applicants_nothing_of_the_records(client: Client) -> None:
    of = people.organisation()
    client.force_login(people.alzbeta())
    for address in (RECORDS, f"{RECORDS}{of.pk}/", f"{RECORDS}osoby/", *addresses(of)):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code in (404, 405)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR])
def test_it_lets_others_of_the_staff_read_only(client: Client, role: Role) -> None:
    of = people.organisation()
    client.force_login(people.person("iny", "Iný", "Zamestnanec", role))
    page = client.get(f"{RECORDS}{of.pk}/").content.decode()
    assert "Ministerstvo vzorov" in page
    assert "Udeliť oprávnenie" not in page
    for address in addresses(of):
        assert client.get(address).status_code == 403
        assert client.post(address, {}).status_code == 403
    assert not Event.objects.exists()


@pytest.mark.parametrize("words", ["1234", "12345678", "MINISTERSTVO", "vzorov minist"])
def test_it_finds_an_organisation_by_number_or_name(dusan: Client, words: str) -> None:
    enter(dusan)
    enter(dusan, ico="87654321", name="Obec Žilina")
    page = dusan.get(RECORDS, {"q": words}).content.decode()
    assert "Ministerstvo vzorov" in page
    assert "Obec Žilina" not in page


def test_it_finds_names_without_diacritics_and_a_suffix(dusan: Client) -> None:
    enter(dusan, ico="87654321_0002", name="Obec Žilina")
    for words in ("zilina", "8765 4321_0002"):
        assert "Obec Žilina" in dusan.get(RECORDS, {"q": words}).content.decode()
    assert "Obec Žilina" not in dusan.get(RECORDS, {"q": "87654321_0003"}).content.decode()


def enter(client: Client, ico: str = "12345678", name: str = "Ministerstvo vzorov") -> object:
    return client.post(f"{RECORDS}nova/", {"ico": ico, "name": name, "subject_type": "OVM"})


def test_it_enters_an_organisation_by_hand(dusan: Client) -> None:
    response = enter(dusan)
    entered = Organisation.objects.get()
    assert response["Location"] == f"{RECORDS}{entered.pk}/"
    assert (entered.source, last_event().kind) == ("by-hand", "organisation-entered")
    assert last_event().actor.endswith("Dušan Dubový")


@pytest.mark.parametrize(
    ("ico", "says"),
    [("123", "IČO má 8 alebo 12 číslic"), ("12345678", "Organizácia 12345678 je už v evidencii")],
)
def test_it_loses_nothing_typed_when_it_refuses(dusan: Client, ico: str, says: str) -> None:
    people.organisation()
    response = enter(dusan, ico=ico, name="Dlho písaný názov")
    page = response.content.decode()
    assert response.status_code == 422
    assert says in page
    assert "Dlho písaný názov" in page
    assert Organisation.objects.count() == 1


def change(client: Client, of: Organisation, **typed: object) -> object:
    sent = {"name": of.name, "subject_type": of.subject_type, "ended_on": "", "seen": seen(of)}
    return client.post(f"{RECORDS}{of.pk}/upravit/", {**sent, **typed})


def test_it_records_a_change_with_the_value_before(dusan: Client) -> None:
    of = people.organisation()
    assert change(dusan, of, name="Ministerstvo iných vzorov").status_code == 302
    assert last_event().data["changes"] == [
        {"datum": "name", "old": "Ministerstvo vzorov", "new": "Ministerstvo iných vzorov"}
    ]
    page = dusan.get(f"{RECORDS}{of.pk}/").content.decode()
    assert "názov: Ministerstvo vzorov → Ministerstvo iných vzorov" in page
    assert "Dušan Dubový" in page


def test_it_asks_whether_an_end_is_meant(dusan: Client) -> None:
    of = people.organisation()
    assert "Potvrďte, že to naozaj skončilo" in change(dusan, of, ended_on="01.11.2026").content.decode()
    assert change(dusan, of, ended_on="01.11.2026", sure="on").status_code == 302
    of.refresh_from_db()
    assert of.ended_on == date(2026, 11, 1)
    # Later changes need no second confirmation of the same end.
    assert change(dusan, of, ended_on="01.11.2026", name="X").status_code == 302


def test_it_refuses_an_end_to_come_in_the_readers_language(dusan: Client) -> None:
    of, tomorrow = people.organisation(), date.today() + timedelta(days=3)
    page = change(dusan, of, ended_on=f"{tomorrow:%d.%m.%Y}", sure="on").content.decode()
    assert "ešte nenastal" in page


def test_it_notices_that_a_colleague_was_quicker(dusan: Client) -> None:
    of = people.organisation()
    before = seen(of)
    change(dusan, of, name="Rýchlejšia")
    response = change(dusan, of, name="Pomalšia", seen=before)
    assert response.status_code == 422
    assert "medzitým zmenili" in response.content.decode()
    assert "Pomalšia" in response.content.decode()
    assert Organisation.objects.get(pk=of.pk).name == "Rýchlejšia"


def bodies(client: Client, of: Organisation, *lines: tuple[str, str, str]) -> object:
    sent: dict[str, object] = {"form-TOTAL_FORMS": len(lines), "form-INITIAL_FORMS": 0, "seen": seen(of)}
    for number, (name, role, since) in enumerate(lines):
        sent |= {f"form-{number}-name": name, f"form-{number}-role": role, f"form-{number}-since": since}
    return client.post(f"{RECORDS}{of.pk}/statutarne-organy/", sent)


def test_it_enters_and_removes_statutory_bodies(dusan: Client) -> None:
    of = people.organisation()
    bodies(dusan, of, ("Ing. Jana Vzorová", "Ministerka", "01.02.2024"), ("", "", ""))
    assert [(one.name, one.role) for one in StatutoryBody.objects.all()] == [
        ("Ing. Jana Vzorová", "Ministerka")
    ]
    assert "Ing. Jana Vzorová" in dusan.get(f"{RECORDS}{of.pk}/statutarne-organy/").content.decode()
    bodies(dusan, of, ("", "", ""))
    assert not StatutoryBody.objects.exists()
    assert "Jana" in last_event().data["changes"][0]["old"]


def test_it_wants_a_name_of_a_statutory_body(dusan: Client) -> None:
    of = people.organisation()
    response = bodies(dusan, of, ("", "Ministerka", ""))
    assert response.status_code == 422
    assert "Uveďte meno." in response.content.decode()


def test_it_shows_the_reviewer_who_acts_by_law_beside_who_filed(dusan: Client) -> None:
    """R-6.1: the organisation's record is in view; a part of an organisation is told by the whole."""
    filing = applications.in_review()
    bodies(dusan, filing.organisation, ("Ing. Jana Vzorová", "Ministerka", ""))
    page = dusan.get(f"/konzola/ziadosti/{filing.number}/").content.decode()
    assert "Ing. Jana Vzorová" in page
    assert f'href="{RECORDS}{filing.organisation.pk}/"' in page
    part = people.organisation(Ico("12345678", "10001"), name="Pracovisko", subject_type=SubjectType.PO)
    assert "podľa organizácie bez suffixu" in dusan.get(f"{RECORDS}{part.pk}/").content.decode()


def project(client: Client, of: Organisation, pk: int | None = None, **typed: object) -> object:
    sent = {"name": "Portál", "abbreviation": "", "finished_on": "", "ended_on": ""}
    numbers = Event.objects.filter(on_behalf_of=of).order_by("-number").values_list("number", flat=True)
    address = f"{RECORDS}{of.pk}/projekt/{f'{pk}/' if pk else ''}"
    return client.post(address, {**sent, "seen": numbers.first() or 0, **typed})


def test_it_enters_and_changes_a_project(dusan: Client) -> None:
    of = people.organisation()
    assert project(dusan, of, abbreviation="PVZ").status_code == 302
    known = IntegrationProject.objects.get()
    assert "už v evidencii je" in project(dusan, of).content.decode()
    assert project(dusan, of, known.pk, name="Premenovaný", finished_on="31.05.2026").status_code == 302
    known.refresh_from_db()
    assert (known.name, known.abbreviation, known.state) == ("Portál", "", "finished")
    page = dusan.get(f"{RECORDS}{of.pk}/").content.decode()
    assert "integrácia ukončená" in page
    assert "skratka: PVZ → –" in page


def test_it_shows_a_record_in_a_fixed_number_of_queries(
    dusan: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    of = people.organisation()
    for number in range(30):
        project(dusan, of, name=f"Projekt {number}")
        people.mandate(people.person(f"osoba{number}", "Osoba", str(number)), of)
    with django_assert_max_num_queries(20):
        assert dusan.get(f"{RECORDS}{of.pk}/").status_code == 200
