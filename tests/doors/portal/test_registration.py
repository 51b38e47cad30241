"""The registration form: two steps, nothing lost, nothing sent twice (R-4.4, R-4.10)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from matrika.core.filing import Application
from matrika.filings import submit as submitting
from matrika.filings.models import Filing
from matrika.portal.models import Draft
from matrika.portal.views import filing_form
from samllint.report import Report
from tests import people
from tests.doors.portal.conftest import logged_in
from tests.doors.portal.forms import begin, fill_in, send, text, typed
from tests.metadata import ENTITY_ID, sp_metadata


def test_it_opens_empty_from_the_services(as_alzbeta: Client) -> None:
    page = text(as_alzbeta.get(begin(as_alzbeta)))
    assert "12345678" not in page
    assert "Založiť poskytovateľa služieb k dátumu" in page


def test_it_opens_prefilled_from_the_profile(as_alzbeta: Client) -> None:
    page = text(as_alzbeta.get(begin(as_alzbeta, "/profil/ziadost/registracia/")))
    assert 'value="12345678"' in page
    assert "Alžbeta Agátová" in page


def test_it_has_the_labels_of_the_guide_in_their_order(as_alzbeta: Client) -> None:
    page = text(as_alzbeta.get(begin(as_alzbeta)))
    labels = (
        "Typ subjektu",
        "IČO",
        "Suffix",
        "Meno a priezvisko",
        "E-mail",
        "Telefón",
        "Názov technického alebo programového prostriedku",
        "Identifikátor poskytovateľa služieb",
        "Založiť poskytovateľa služieb k dátumu",
        "MetaData poskytovateľa služieb",
        "Povinné prílohy",
        "Poznámka",
    )
    found = [page.index(f">{label}") for label in labels]
    assert found == sorted(found)


def test_it_shows_the_report_before_sending(as_alzbeta: Client) -> None:
    draft, answer = fill_in(as_alzbeta)
    assert answer["Location"] == f"{draft}kontrola/"
    page = text(as_alzbeta.get(answer["Location"]))
    assert "Metadáta prešli automatickou kontrolou" in page
    assert Filing.objects.count() == 0


def test_it_sends_and_shows_the_filing(as_alzbeta: Client) -> None:
    draft, _ = fill_in(as_alzbeta)
    answer = send(as_alzbeta, draft)
    filing = Filing.objects.get()
    assert answer["Location"] == f"/ziadosti/{filing.number}/"
    assert filing.status == "awaiting-paper"
    assert filing.entity_id == ENTITY_ID
    assert bytes(filing.metadata or b"") == sp_metadata()
    assert "Pribinova 25" in text(as_alzbeta.get(answer["Location"]))


def test_it_files_the_document_of_this_draft_and_no_other(as_alzbeta: Client) -> None:
    draft, _ = fill_in(as_alzbeta)
    send(as_alzbeta, draft)
    filing = Filing.objects.get()
    assert filing.reference == draft.strip("/").rsplit("/", 1)[-1]
    assert f"<Reference>{filing.reference}</Reference>".encode() in bytes(filing.form_document or b"")


def test_it_sends_nothing_twice(as_alzbeta: Client) -> None:
    draft, _ = fill_in(as_alzbeta)
    first, second = send(as_alzbeta, draft), send(as_alzbeta, draft)
    assert first["Location"] == second["Location"]
    assert Filing.objects.count() == 1


def test_it_checks_metadata_before_the_transaction_which_everybody_waits_for(
    as_alzbeta: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, _ = fill_in(as_alzbeta)
    inside: list[list[str | None]] = []
    check = submitting.check

    def watched(application: Application, *, at: datetime) -> Report | None:
        inside.append(list(connection.savepoint_ids))  # of the test's own transaction nothing is said here
        return check(application, at=at)

    monkeypatch.setattr(submitting, "check", watched)
    send(as_alzbeta, draft)
    assert inside == [[]]
    assert Filing.objects.count() == 1


@pytest.mark.parametrize("step", ["", "kontrola/"])
def test_it_leads_back_to_the_filing_whoever_comes_back_to_a_sent_form(as_alzbeta: Client, step: str) -> None:
    """By the browser's back button, or by a double click whose second half came late."""
    draft, _ = fill_in(as_alzbeta)
    filing = send(as_alzbeta, draft)["Location"]
    assert as_alzbeta.get(f"{draft}{step}")["Location"] == filing
    assert as_alzbeta.post(draft, typed(note="Ešte raz"))["Location"] == filing
    assert Filing.objects.count() == 1


def test_it_leads_to_the_filing_when_a_click_overtook_half_of_the_first(
    as_alzbeta: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second request read the draft; then the first sent it, and the chosen file was gone."""
    draft = begin(as_alzbeta)
    as_alzbeta.post(draft, typed(metadata_text="", metadata=SimpleUploadedFile("sp.xml", sp_metadata())))
    form_of = filing_form.form_of

    def overtaken(*arguments: Any, **named: Any) -> Any:
        monkeypatch.setattr(filing_form, "form_of", form_of)
        send(as_alzbeta, draft)
        return form_of(*arguments, **named)

    monkeypatch.setattr(filing_form, "form_of", overtaken)
    answer = as_alzbeta.post(f"{draft}odoslat/", {"paper": "on"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/ziadosti/{Filing.objects.get().number}/"
    assert answer.status_code == 200


def test_it_says_until_when_the_paper_must_come(as_alzbeta: Client) -> None:
    draft, _ = fill_in(as_alzbeta)
    page = text(as_alzbeta.get(send(as_alzbeta, draft)["Location"]))
    assert "Ak sa tak nestane do 20.02.2027 13:00:00, žiadosť zanikne." in page


def test_it_keeps_a_chosen_file_through_an_error(as_alzbeta: Client) -> None:
    draft = begin(as_alzbeta)
    file = SimpleUploadedFile("sp.xml", sp_metadata())
    page = text(as_alzbeta.post(draft, typed(ico="1", metadata_text="", metadata=file)))
    assert "IČO má 8 alebo 12 číslic" in page
    assert "sp.xml" in page
    answer = as_alzbeta.post(draft, typed(metadata_text=""))
    assert answer["Location"] == f"{draft}kontrola/"
    send(as_alzbeta, draft)
    assert bytes(Filing.objects.get().metadata or b"") == sp_metadata()


def test_it_keeps_what_was_typed_when_the_log_in_expired(as_alzbeta: Client) -> None:
    draft = begin(as_alzbeta)
    as_alzbeta.logout()
    answer = as_alzbeta.post(draft, typed(project="Projekt, ktorý sa nestratil"))
    assert answer["Location"] == f"/ucet/prihlasenie/?next={draft}" or answer["Location"].endswith(draft)
    page = text(logged_in(people.alzbeta()).get(draft))
    assert "Projekt, ktorý sa nestratil" in page


def test_it_shows_the_form_filled_in_after_going_back(as_alzbeta: Client) -> None:
    draft, _ = fill_in(as_alzbeta, note="Poznámka pre vás")
    assert "Poznámka pre vás" in text(as_alzbeta.get(draft))


def test_it_asks_for_the_paper_when_nothing_announces_it(as_alzbeta: Client) -> None:
    draft, _ = fill_in(as_alzbeta, paper=None)
    answer = as_alzbeta.post(f"{draft}odoslat/", {})
    assert answer["Location"] == f"{draft}kontrola/?nepodpisane=1"
    assert "Zaškrtnite, že žiadosť doručíte listinne" in text(as_alzbeta.get(answer["Location"]))
    assert Filing.objects.count() == 0


def test_it_names_a_duplicate_before_sending(as_alzbeta: Client) -> None:
    first, _ = fill_in(as_alzbeta)
    send(as_alzbeta, first)
    second, _ = fill_in(as_alzbeta)
    page = text(as_alzbeta.get(f"{second}kontrola/"))
    assert "24010019" in page
    assert "Rovnaká žiadosť už čaká na spracovanie" in page


def test_it_stores_attachments(as_alzbeta: Client) -> None:
    draft = begin(as_alzbeta)
    file = SimpleUploadedFile("../../spl<nomocnenie>.pdf", b"%PDF-1.7 ...")
    answer = as_alzbeta.post(draft, typed(attachments=file))
    assert answer["Location"] == f"{draft}kontrola/"
    send(as_alzbeta, draft)
    stored = Filing.objects.get().attachments.get()
    assert (stored.name, stored.content_type) == ("spl_nomocnenie_.pdf", "application/pdf")


def test_it_lists_what_was_begun_and_not_sent(as_alzbeta: Client) -> None:
    begin(as_alzbeta)
    assert "Rozpísané" not in text(as_alzbeta.get("/ziadosti/"))
    fill_in(as_alzbeta)
    assert "Rozpísané" in text(as_alzbeta.get("/ziadosti/"))


def test_it_forgets_a_draft_on_request(as_alzbeta: Client) -> None:
    draft = begin(as_alzbeta)
    as_alzbeta.post(f"{draft}zahodit/")
    assert Draft.objects.count() == 0


def test_it_opens_a_draft_for_nobody_else(as_alzbeta: Client, as_boris: Client) -> None:
    draft, _ = fill_in(as_alzbeta)
    for address in (draft, f"{draft}kontrola/"):
        assert as_boris.get(address).status_code == 404
    assert as_boris.post(draft, typed(note="Bol tu Boris")).status_code == 404
    assert "Bol tu Boris" not in text(as_alzbeta.get(draft))
    assert send(as_boris, draft).status_code == 404
