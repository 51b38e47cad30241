"""Four eyes, who works on what, and the catalogue of reasons, as staff meet them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from matrika.core.events import EventKind
from matrika.core.words import Outward
from matrika.filings.models import Filing
from matrika.filings.review import reject
from matrika.register.models import Event
from tests import applications, people

pytestmark = pytest.mark.django_db


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def zita() -> Client:
    return logged_in(people.zita())


@pytest.fixture
def dusan() -> Client:
    return logged_in(people.dusan())


def url(filing: Filing, act: str = "") -> str:
    return f"/konzola/ziadosti/{filing.number}/{act}"


def status() -> str:
    return Filing.objects.get().status


def test_it_takes_two_people_to_approve_by_four_eyes(zita: Client, dusan: Client, settings) -> None:
    settings.FOUR_EYES = True
    filing = applications.in_review()
    assert "Navrhnúť schválenie" in zita.get(url(filing)).content.decode()
    answer = zita.post(url(filing, "schvalit/"), {"approve-internal": "za mňa áno"}, follow=True)
    assert "Schválenie je navrhnuté" in answer.content.decode()
    assert status() == "awaiting-confirmation"
    page = dusan.get(url(filing)).content.decode()
    assert "Schválenie navrhuje Zita Zemanová." in page
    assert "Schválenie navrhnuté" in page, "the timeline"
    assert dusan.post(url(filing, "potvrdit/")).status_code == 302
    assert status() == "scheduled"


def test_it_tells_whoever_proposed_that_another_must_confirm(zita: Client, settings) -> None:
    settings.FOUR_EYES = True
    filing = applications.in_review()
    zita.post(url(filing, "schvalit/"))
    assert "/potvrdit/" not in zita.get(url(filing)).content.decode()
    answer = zita.post(url(filing, "potvrdit/"), {"approve-internal": "skúsim to"})
    assert answer.status_code == 409
    assert "Potvrdiť ho musí niekto iný." in answer.content.decode()
    assert "skúsim to" in answer.content.decode()
    assert status() == "awaiting-confirmation"


def test_it_shows_in_the_queue_what_waits_for_a_second_approval(zita: Client, settings) -> None:
    settings.FOUR_EYES = True
    zita.post(url(applications.in_review(), "schvalit/"))
    page = zita.get("/konzola/?stav=awaiting-confirmation")
    assert [row.filing.status for row in page.context["rows"]] == ["awaiting-confirmation"]
    assert "navrhuje Zita Zemanová" in page.content.decode()


def test_it_returns_a_proposal_with_a_reason(zita: Client, dusan: Client, settings) -> None:
    settings.FOUR_EYES = True
    filing = applications.in_review()
    zita.post(url(filing, "schvalit/"))
    assert dusan.post(url(filing, "vratit/")).status_code == 422
    assert dusan.post(url(filing, "vratit/"), {"return-internal": "Pozri projekt."}).status_code == 302
    assert status() == "in-review"
    assert "Pozri projekt." in zita.get(url(filing)).content.decode()


def test_it_is_taken_and_let_go(zita: Client) -> None:
    filing, me = applications.in_review(), people.zita()
    page = zita.post(url(filing, "pridelit/"), {"assign-to": me.pk, "assign-seen": ""}, follow=True)
    assert "Žiadosť má Zita Zemanová." in page.content.decode()
    assert "Uvoľniť" in page.content.decode()
    zita.post(url(filing, "pridelit/"), {"assign-to": "", "assign-seen": me.pk})
    kinds = (EventKind.FILING_ASSIGNED.value, EventKind.FILING_RELEASED.value)
    found = Event.objects.filter(kind__in=kinds).order_by("number").values_list("kind", "actor")
    assert list(found) == [(kinds[0], me.as_actor), (kinds[1], me.as_actor)]


def test_it_says_who_was_quicker(zita: Client, dusan: Client) -> None:
    filing = applications.in_review()
    dusan.post(url(filing, "pridelit/"), {"assign-to": people.dusan().pk, "assign-seen": ""})
    answer = zita.post(url(filing, "pridelit/"), {"assign-to": people.zita().pk, "assign-seen": ""})
    assert answer.status_code == 409
    assert "Dušan Dubový" in answer.content.decode()
    assert Filing.objects.get().assigned_to == people.dusan()


def test_it_refuses_to_give_work_to_an_applicant_or_of_a_closed_filing(zita: Client) -> None:
    filing = applications.in_review()
    assert zita.post(url(filing, "pridelit/"), {"assign-to": people.alzbeta().pk}).status_code == 422
    reject(filing, actor=people.zita(), at=people.NOW, reasons=["review-other"], text=Outward(""))
    assert zita.post(url(filing, "pridelit/"), {"assign-to": people.zita().pk}).status_code == 409


def test_it_asks_once_whom_work_can_be_given_to(zita: Client) -> None:
    filing = applications.in_review()
    with CaptureQueriesContext(connection) as asked:
        page = zita.get(f"/konzola/ziadosti/{filing.number}/").content.decode()
    assert "Zita Zemanová</option>" in page
    assert len([query for query in asked.captured_queries if "'supervisor'" in query["sql"]]) == 1


def test_it_shows_who_else_has_the_page_open(zita: Client, dusan: Client) -> None:
    filing = applications.in_review()
    assert "Otvorenú ju má aj" not in zita.get(url(filing)).content.decode()
    assert "Otvorenú ju má aj Zita Zemanová" in dusan.get(url(filing)).content.decode()
    other = applications.in_review(applications.registration(entity_id="https://second.example"))
    zita.get(url(other))
    assert "Otvorenú ju má aj" not in dusan.get(url(filing)).content.decode(), "she has left it"


def test_it_lets_a_supervisor_look_after_the_reasons(dusan: Client) -> None:
    typed = {"code": "90020001", "sk": "Zmluva skončila.", "en": "The contract has ended."}
    assert dusan.post("/konzola/dovody/novy/", typed).status_code == 302
    assert "Zmluva skončila." in dusan.get("/konzola/dovody/").content.decode()
    filing = applications.in_review()
    assert "Zmluva skončila." in dusan.get(url(filing)).content.decode()
    retired = {"sk": "Zmluva skončila.", "en": "The contract has ended.", "retired": "on"}
    assert dusan.post("/konzola/dovody/own-90020001/", retired).status_code == 302
    assert "Zmluva skončila." not in dusan.get(url(filing)).content.decode()


def test_it_says_what_is_wrong_with_a_reason(dusan: Client) -> None:
    answer = dusan.post("/konzola/dovody/novy/", {"code": "24010019", "sk": "x", "en": "y"})
    assert answer.status_code == 422
    assert "Kód 24010019 už má iná chyba." in answer.content.decode()
    answer = dusan.post("/konzola/dovody/novy/", {"code": "abc", "sk": "", "en": ""})
    assert answer.status_code == 422
    for sentence in ("Kód je celé číslo.", "Napíšte vetu po slovensky.", "Napíšte vetu po anglicky."):
        assert sentence in answer.content.decode()
    assert dusan.get("/konzola/dovody/nothing/").status_code == 404


def test_it_lets_reviewers_read_the_reasons_only(zita: Client) -> None:
    assert zita.get("/konzola/dovody/").status_code == 200
    assert "Pridať dôvod" not in zita.get("/konzola/dovody/").content.decode()
    for address in ("/konzola/dovody/novy/", "/konzola/dovody/review-other/"):
        assert zita.get(address).status_code == 403
        assert zita.post(address).status_code == 403


def test_it_sums_up_what_the_reviewer_must_have_seen(zita: Client) -> None:
    people.project(people.organisation(), name="VZOR")
    page = zita.get(url(applications.in_review(applications.registration(project="VZOR"))))
    assert {(one.name, one.mood) for one in page.context["signals"]} == {
        ("Metadáta", "good"),
        ("Listina", "good"),
        ("Vlastník", "good"),
        ("Oprávnenie podať", "good"),
        ("Integračný projekt", "good"),
    }
    waiting = applications.filed(applications.registration(entity_id="https://second.example"))
    moods = {one.name: one.mood for one in zita.get(url(waiting)).context["signals"]}
    assert (moods["Listina"], moods["Integračný projekt"]) == ("bad", "judge")
