"""What is refused is said in the product's look, and costs nobody their work."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client, RequestFactory

from matrika.core.words import Outward
from matrika.filings.models import Filing
from matrika.filings.review import ask
from matrika.filings.submit import submit
from matrika.portal import drafts
from matrika.portal.views import errors
from tests import applications, people
from tests.doors.portal.conftest import logged_in
from tests.doors.portal.forms import fill_in, send, text


def asked() -> Filing:
    """A filing that waits for Alžbeta's answer."""
    filing = applications.in_review()
    ask(filing, actor=people.zita(), at=people.NOW, text=Outward("Pošlite zmluvu."))
    return filing


def test_it_takes_the_answer_to_a_reviewer(as_alzbeta: Client) -> None:
    filing = asked()
    page = text(as_alzbeta.get(f"/ziadosti/{filing.number}/"))
    by_the_form = page.partition("Doplniť žiadosť")[2].partition("Vaša odpoveď")[0]
    assert "Pošlite zmluvu." in by_the_form
    file = SimpleUploadedFile("zmluva.pdf", b"%PDF-1.7")
    answer = as_alzbeta.post(f"/ziadosti/{filing.number}/doplnit/", {"text": "Tu je.", "attachments": file})
    assert answer.status_code == 302, text(answer)
    filing.refresh_from_db()
    assert filing.status == "in-review"
    assert filing.attachments.get().name == "zmluva.pdf"


def test_it_refuses_an_answer_without_words(as_alzbeta: Client) -> None:
    page = text(as_alzbeta.post(f"/ziadosti/{asked().number}/doplnit/", {"text": " "}))
    assert "Napíšte, čím žiadosť dopĺňate." in page


def test_it_calls_no_success_what_the_automatic_check_rejected_at_once(as_alzbeta: Client) -> None:
    applications.filed()
    draft, _ = fill_in(as_alzbeta)
    send(as_alzbeta, draft)
    filing = Filing.objects.latest("pk")
    assert filing.status == "rejected"
    page = text(as_alzbeta.get(f"/ziadosti/{filing.number}/"))
    said = f"Žiadosť {filing.number} bola odoslaná a automatická kontrola ju zamietla."
    assert f'm-inset--error"><p class="govuk-body">{said}' in page


def test_it_refuses_an_answer_nobody_asked_for(as_alzbeta: Client) -> None:
    number = applications.filed().number
    assert as_alzbeta.post(f"/ziadosti/{number}/doplnit/", {"text": "Tu je."}).status_code == 409


def test_it_lets_staff_withdraw_nothing(as_zita: Client) -> None:
    number = applications.filed().number
    assert as_zita.post(f"/ziadosti/{number}/vziat-spat/").status_code == 403


def test_it_refuses_to_send_for_an_organisation_one_no_longer_acts_for(as_alzbeta: Client) -> None:
    draft, _ = fill_in(as_alzbeta)
    people.alzbeta().mandates.all().delete()
    assert send(as_alzbeta, draft).status_code == 403
    assert Filing.objects.count() == 0


def test_it_leads_back_to_the_check_when_the_log_in_expired_before_sending(as_alzbeta: Client) -> None:
    draft, _ = fill_in(as_alzbeta)
    as_alzbeta.logout()
    assert send(as_alzbeta, draft)["Location"].endswith(f"{draft}kontrola/")
    assert logged_in(people.alzbeta()).get(f"{draft}kontrola/").status_code == 200


def test_it_says_that_a_pasted_text_is_too_long(db: None, client: Client) -> None:
    """Too long for a field, yet not so long that the request is refused before it is read."""
    answer = client.post("/kontrola/", {"text": "A" * (7 * 512 * 1024)})
    assert answer.status_code == 413
    assert "vyberte radšej súbor" in text(answer)


def test_it_shows_a_page_when_everything_is_broken(rf: RequestFactory) -> None:
    """Without a database: the fixture is left out on purpose."""
    answer = errors.server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "Niečo sa pokazilo" in text(answer)


def test_it_asks_to_come_back_when_the_database_does_not_serve(
    as_alzbeta: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(drafts, "begin", locked)
    answer = as_alzbeta.get("/sluzby/registracia/")
    assert answer.status_code == 503
    assert "Nič sa neuložilo" in text(answer)


def test_it_dresses_every_page_of_the_log_in_library(as_alzbeta: Client) -> None:
    for address in ("/ucet/2fa/", "/ucet/password/change/", "/ucet/logout/"):
        answer = as_alzbeta.get(address, follow=True)
        assert answer.status_code == 200, address
        assert "m-brand" in text(answer), address
        assert "<script>" not in text(answer), address


def test_it_has_nothing_at_the_librarys_page_of_several_addresses(as_alzbeta: Client) -> None:
    assert as_alzbeta.get("/ucet/email/").status_code == 404


def test_it_says_that_the_checks_refused_and_offers_a_new_filing(as_alzbeta: Client) -> None:
    """In the ledger a rejection at submission stands under the filer, who rejected nothing."""
    filing = submit(
        applications.registration(metadata=b"none"),
        actor=people.alzbeta(),
        acting_for=people.organisation(),
        at=people.NOW,
    )
    page = text(as_alzbeta.get(f"/ziadosti/{filing.number}/"))
    assert "automatická kontrola" in page
    assert 'href="/profil/ziadost/registracia/"' in page
