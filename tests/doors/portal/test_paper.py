"""Fig. 3 and 4: what is shown before sending, and what is left to do on paper afterwards (R-5.2)."""

from __future__ import annotations

from html import unescape

from django.test import Client

from matrika.filings.models import Filing
from tests.applications import filed, in_review
from tests.doors.portal.forms import fill_in, send, text


def test_it_shows_before_sending_the_very_document_that_is_stored(as_alzbeta: Client) -> None:
    draft, _ = fill_in(as_alzbeta, paper="", note="Prvý riadok\r\nDruhý")
    page = unescape(text(as_alzbeta.get(f"{draft}kontrola/")))
    send(as_alzbeta, draft)
    filing = Filing.objects.get()
    assert filing.form_sha256 in page
    assert f"Označenie podania: {filing.reference}" in page
    assert "Autorizácia: Listinne s úradne overeným podpisom" in page


def test_it_asks_whether_to_send_unsigned_or_to_go_back(as_alzbeta: Client) -> None:
    draft, _ = fill_in(as_alzbeta, paper="")
    page = text(as_alzbeta.get(f"{draft}kontrola/"))
    assert "Odoslať bez podpisu alebo vrátiť sa a podpísať" in page
    assert 'name="paper" id="id_paper">' in page  # nothing is announced for the applicant


def test_it_sends_nothing_unsigned_that_announces_no_paper(as_alzbeta: Client) -> None:
    draft, _ = fill_in(as_alzbeta, paper="")
    answer = as_alzbeta.post(f"{draft}odoslat/", {})
    assert answer["Location"] == f"{draft}kontrola/?nepodpisane=1"
    assert Filing.objects.count() == 0


def test_it_says_what_to_print_have_certified_and_post_where_and_until_when(as_alzbeta: Client) -> None:
    page = text(as_alzbeta.get(f"/ziadosti/{filed().number}/"))
    for said in (
        "Dokončite podanie listinne",
        "úradne overiť u notára alebo na mestskom či obecnom úrade",
        "P.O.BOX 5<br>810 08 Bratislava",
        "prišlo do 20.02.2027 13:00:00",
        "/ziadosti/2026-000001/tlac/",
    ):
        assert said in page


def test_it_gives_the_printout_under_a_clear_name(as_alzbeta: Client) -> None:
    answer = as_alzbeta.get(f"/ziadosti/{filed().number}/tlac/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="ziadost-2026-000001.pdf"'
    assert answer.content.startswith(b"%PDF-")


def test_it_gives_the_printout_to_no_stranger(as_cyril: Client) -> None:
    assert as_cyril.get(f"/ziadosti/{filed().number}/tlac/").status_code == 404


def test_it_asks_for_nothing_on_paper_once_it_came(as_alzbeta: Client) -> None:
    page = text(as_alzbeta.get(f"/ziadosti/{in_review().number}/"))
    assert "Dokončite podanie listinne" not in page
