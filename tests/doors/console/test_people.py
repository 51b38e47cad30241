"""A supervisor looks after people: mandates, roles, access; nobody gets what the role forbids (R-7.5)."""

from __future__ import annotations

import pytest
from django.test import Client

from matrika.core.people import Role
from matrika.register.models import Event, Mandate, Organisation, Person
from tests import applications, people

pytestmark = pytest.mark.django_db

RECORDS = "/konzola/evidencia/"


@pytest.fixture
def dusan(client: Client) -> Client:
    client.force_login(people.dusan())
    return client


def give(client: Client, username: str, of: Organisation) -> object:
    typed = {"username": username, "ground": "mailbox", "since": "02.01.2026"}
    return client.post(f"{RECORDS}{of.pk}/opravnenie/", typed)


def test_it_gives_and_ends_a_mandate(dusan: Client) -> None:
    of, cyril = people.organisation(), people.cyril()
    give(dusan, "cyril", of)
    mandate = Mandate.objects.get(person=cyril, organisation=of)
    assert (mandate.ground, str(mandate.since)) == ("mailbox", "2026-01-02")
    page = dusan.get(f"{RECORDS}{of.pk}/").content.decode()
    assert "oprávnenie na prístup do schránky" in page
    ending = f"{RECORDS}{of.pk}/opravnenie/{cyril.pk}/"
    assert "Áno, ukončiť" in dusan.get(ending).content.decode()
    assert Mandate.objects.filter(pk=mandate.pk).exists()  # only asked so far
    dusan.post(ending)
    assert not Mandate.objects.filter(pk=mandate.pk).exists()
    assert dusan.post(ending).status_code == 404  # a second click finds nothing to end
    kinds = list(Event.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["mandate-given", "mandate-ended"]


def test_it_ends_a_mandate_in_an_open_session(dusan: Client) -> None:
    filing = applications.in_review()
    boris, theirs = people.boris(), Client()
    theirs.force_login(boris)
    assert theirs.get(f"/ziadosti/{filing.number}/").status_code == 200
    dusan.post(f"{RECORDS}{filing.organisation.pk}/opravnenie/{boris.pk}/")
    assert theirs.get(f"/ziadosti/{filing.number}/").status_code == 404


@pytest.mark.parametrize(
    ("username", "says"),
    [("zita", "zita je zamestnanec"), ("dusan", "dusan je zamestnanec"), ("nikto", "nie je v evidencii")],
)
def test_it_lets_no_staff_act_for_an_owner(dusan: Client, username: str, says: str) -> None:
    people.zita()
    response = give(dusan, username, people.organisation())
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Mandate.objects.exists()


def test_it_enters_a_person(dusan: Client) -> None:
    assert f'<a href="{RECORDS}osoby/">Späť bez zmeny' in dusan.get(f"{RECORDS}osoby/nova/").content.decode()
    typed = {"username": "maja", "first_name": "Mája", "last_name": "Malinová", "role": "applicant"}
    weak = dusan.post(f"{RECORDS}osoby/nova/", typed | {"password": "slabe"})
    assert weak.status_code == 422
    assert "Malinová" in weak.content.decode()
    assert dusan.post(f"{RECORDS}osoby/nova/", typed | {"password": people.PASSWORD}).status_code == 302
    assert Person.objects.get(username="maja").check_password(people.PASSWORD)
    assert people.PASSWORD not in str(list(Event.objects.values()))


def role(client: Client, person: Person, word: str) -> object:
    return client.post(f"{RECORDS}osoby/{person.pk}/rola/", {"role": word})


def test_it_changes_a_role(dusan: Client) -> None:
    zita = people.zita()
    assert role(dusan, zita, "auditor").status_code == 302
    assert Person.objects.get(pk=zita.pk).role == "auditor"
    assert "Audítor" in dusan.get(f"{RECORDS}osoby/", {"q": "zemanov"}).content.decode()


def test_it_makes_no_staff_of_an_applicant(dusan: Client) -> None:
    alzbeta = people.alzbeta()
    assert "Zo žiadateľa sa nestane zamestnanec" in role(dusan, alzbeta, "reviewer").content.decode()
    assert role(dusan, people.zita(), "applicant").status_code == 422
    assert Person.objects.get(pk=alzbeta.pk).role == "applicant"


def test_it_keeps_the_last_supervisor(dusan: Client) -> None:
    last = Person.objects.get(username="dusan")
    assert "je posledný vedúci" in role(dusan, last, "auditor").content.decode()
    closing = f"{RECORDS}osoby/{last.pk}/ukoncit/"
    assert "je posledný vedúci" in dusan.post(closing).content.decode()
    last.refresh_from_db()
    assert last.is_active
    assert last.role == "supervisor"


def test_it_ends_the_access_of_a_person_at_once(dusan: Client) -> None:
    cyril, theirs = people.cyril(), Client()
    theirs.force_login(cyril)
    assert theirs.get("/ziadosti/").status_code == 200
    closing = f"{RECORDS}osoby/{cyril.pk}/ukoncit/"
    assert "otvorené relácie skončia hneď" in dusan.get(closing).content.decode()
    assert dusan.post(closing).status_code == 302
    assert theirs.get("/ziadosti/").status_code == 302
    assert "prístup skončil" in dusan.get(f"{RECORDS}osoby/").content.decode()


@pytest.mark.parametrize("who", [Role.REVIEWER, Role.AUDITOR])
def test_it_lets_nobody_else_give_rights(client: Client, who: Role) -> None:
    one, of = people.person("iny", "Iný", "Zamestnanec", who), people.organisation()
    client.force_login(one)
    assert role(client, one, "supervisor").status_code == 403
    assert give(client, "iny", of).status_code == 403
    assert client.get(f"{RECORDS}osoby/").status_code == 200
