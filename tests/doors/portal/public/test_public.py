"""Pages without log-in: the check, the demo log-in, errors, languages."""

from __future__ import annotations

import base64

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from matrika.register.models import Event
from tests import people
from tests.doors.portal.forms import text
from tests.metadata import sp_metadata


def test_it_answers_on_the_front_page(db: None, client: Client) -> None:
    assert client.get("/").status_code == 200


def test_it_checks_a_file_without_log_in(db: None, client: Client) -> None:
    page = text(client.post("/kontrola/", {"file": SimpleUploadedFile("sp.xml", sp_metadata())}))
    assert "Metadáta prešli automatickou kontrolou" in page
    assert "SPSSODescriptor" in page


@pytest.mark.parametrize(
    "given",
    [sp_metadata().decode(), "\ufeff" + sp_metadata().decode(), base64.b64encode(sp_metadata()).decode()],
    ids=["xml", "xml-behind-a-byte-order-mark", "base64"],
)
def test_it_checks_what_is_pasted(db: None, client: Client, given: str) -> None:
    assert "Metadáta prešli automatickou kontrolou" in text(client.post("/kontrola/", {"text": given}))


def test_it_shows_place_found_expected_and_remedy(db: None, client: Client) -> None:
    wrong = sp_metadata(replace={"https://sp.example/slo/response": "http://sp.example/slo/response"})
    page = text(client.post("/kontrola/", {"text": wrong.decode()}))
    for said in ("Metadáta neprešli", "§ 3.2.8", "riadok", "http://sp.example/slo/response", "Oprava"):
        assert said in page
    assert 'class="is-error"' in page


def test_it_escapes_what_the_document_says(db: None, client: Client) -> None:
    page = text(client.post("/kontrola/", {"text": "<script>alert(1)</script>"}))
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Vložte metadáta do poľa, alebo vyberte súbor"),
        ({"text": "   "}, "Vložte metadáta do poľa, alebo vyberte súbor"),
        ({"file": SimpleUploadedFile("a.xml", b"")}, "Súbor je prázdny."),
        ({"text": "PD94"[:-1] + "*"}, "do Base64 nepatrí"),
        ({"text": "-----BEGIN CERTIFICATE-----"}, "PEM"),
        ({"text": "PGE+", "day": "zajtra"}, "dd.mm.rrrr"),
        ({"text": "PGE+", "profile": "nijaky"}, "nijaky"),
    ],
)
def test_it_says_what_is_wrong_with_the_input(
    db: None, client: Client, given: dict[str, object], sentence: str
) -> None:
    answer = client.post("/kontrola/", given)
    assert answer.status_code == 422
    assert sentence in text(answer)


def test_it_judges_for_the_day_asked(db: None, client: Client) -> None:
    page = text(client.post("/kontrola/", {"text": sp_metadata().decode(), "day": "01.01.2030"}))
    assert "Metadáta neprešli" in page


def test_it_stores_nothing_of_a_check(db: None, client: Client) -> None:
    client.post("/kontrola/", {"text": sp_metadata().decode()})
    assert Event.objects.count() == 0
    assert "sessionid" not in client.cookies


def test_it_logs_demo_people_in_with_one_click(db: None, client: Client, settings: Settings) -> None:
    settings.DEMO = True
    people.alzbeta()
    assert "Prihlásiť sa ako Alžbeta Agátová" in text(client.get("/ucet/login/"))
    client.post("/ukazka/prihlasit/", {"username": "alzbeta", "next": "https://evil.example/"})
    assert "Alžbeta Agátová" in text(client.get("/profil/"))


def test_it_has_no_demo_log_in_outside_the_demo(db: None, client: Client) -> None:
    people.alzbeta()
    assert client.post("/ukazka/prihlasit/", {"username": "alzbeta"}).status_code == 404
    assert "Prihlásiť sa ako" not in text(client.get("/ucet/login/"))
    assert client.get("/profil/").status_code == 302


def test_it_leads_nobody_away(db: None, client: Client, settings: Settings) -> None:
    settings.DEMO = True
    people.alzbeta()
    answer = client.post("/ukazka/prihlasit/", {"username": "alzbeta", "next": "https://evil.example/"})
    assert answer["Location"] == "/profil/"


def test_it_lets_nobody_sign_up(db: None, client: Client) -> None:
    assert "Účet si nemožno založiť" in text(client.get("/ucet/signup/"))


def test_it_logs_in_by_name_and_password(db: None, client: Client) -> None:
    people.alzbeta()
    answer = client.post("/ucet/login/", {"login": "alzbeta", "password": people.PASSWORD})
    assert answer["Location"] == "/profil/"


def test_it_says_not_found_in_the_product_s_look(db: None, client: Client) -> None:
    answer = client.get("/neexistuje/")
    assert answer.status_code == 404
    assert "Stránka sa nenašla" in text(answer)


def test_it_speaks_slovak_until_english_is_chosen(db: None, client: Client) -> None:
    assert '<html lang="sk"' in text(client.get("/", headers={"accept-language": "en"}))
    client.post("/jazyk/setlang/", {"language": "en", "next": "/"})
    page = text(client.get("/"))
    assert '<html lang="en"' in page
    assert "Check metadata" in page


def test_it_switches_the_organisation_only_to_one_s_own(as_alzbeta: Client) -> None:
    other = people.other_organisation()
    assert as_alzbeta.post("/konat-za/", {"organisation": other.pk}).status_code == 404
    people.mandate(people.alzbeta(), other)
    as_alzbeta.post("/konat-za/", {"organisation": other.pk})
    assert "87654321" in text(as_alzbeta.get("/profil/"))


def test_it_allows_no_inline_script(db: None, client: Client) -> None:
    answer = client.get("/ucet/login/")
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "<script>" not in text(answer)
    assert "style=" not in text(answer)


@pytest.mark.parametrize(
    "path", ["/", "/kontrola/", "/sluzby/", "/o-registri/", "/formulare/", "/pristupnost/"]
)
def test_it_answers_those_who_only_ask_whether_a_page_is_there(db: None, client: Client, path: str) -> None:
    answer = client.head(path)
    assert (answer.status_code, answer.content) == (200, b"")


def test_it_bears_a_next_page_that_is_no_address(db: None, client: Client) -> None:
    assert client.get("/ucet/login/", {"next": "http://[::1"}).status_code == 200


@pytest.mark.parametrize("path", ["/ziadosti/%00/", "/konzola/ziadosti/2026%00/metadata.xml", "/%00"])
def test_it_knows_no_address_with_a_zero_byte(db: None, client: Client, path: str) -> None:
    client.force_login(people.zita())
    assert client.get(path).status_code == 404


def test_it_bears_zero_bytes_where_a_person_is_looked_for(
    db: None, client: Client, settings: Settings
) -> None:
    settings.DEMO = True
    assert client.post("/ukazka/prihlasit/", {"username": "\0"}).status_code == 404
    client.cookies["sessionid"] = "aaaaaaaaaaaa\0"
    assert client.get("/profil/").status_code == 302


def test_it_has_an_icon_for_browsers_that_read_no_page(db: None, client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/x-icon")
    assert answer.content[:4] == b"\x00\x00\x01\x00"
    assert len(answer.content) < 2048
