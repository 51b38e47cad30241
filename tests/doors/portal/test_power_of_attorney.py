"""R-4.5, R-5.4: choosing in what form the power of attorney comes, and being told what each needs."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from matrika.filings.models import Filing
from matrika.portal.models import DraftFile
from tests import people
from tests.doors.portal.forms import begin, fill_in, send, text, typed

NOT_ENTITLED = "Nemáte oprávnenie na prístup do elektronickej schránky vlastníka"
ATTACH = "Priložte súbor so splnomocnením"


def power() -> SimpleUploadedFile:
    return SimpleUploadedFile("splnomocnenie.asice", b"%PDF-1.7 ...")


def test_it_says_what_each_form_needs(as_cyril: Client) -> None:
    page = text(as_cyril.get(begin(as_cyril)))
    for words in (
        "kvalifikovanú časovú pečiatku",
        "s osvedčovacou doložkou v kontajneri ASiC-E",
        "s úradne overeným podpisom splnomocniteľa",
        "Netreba",
    ):
        assert words in page


def test_it_says_so_in_english(as_cyril: Client) -> None:
    as_cyril.cookies["django_language"] = "en"
    page = text(as_cyril.get(begin(as_cyril)))
    assert "a qualified time stamp" in page
    assert "Power of attorney" in page


@pytest.mark.parametrize("form", ["electronic", "converted"])
def test_it_wants_the_file_of_one_that_is_to_be_attached(as_cyril: Client, form: str) -> None:
    draft, answer = fill_in(as_cyril, power_of_attorney=form)
    assert ATTACH in text(answer)
    answer = as_cyril.post(draft, typed(power_of_attorney=form, attachments=power()))
    assert answer["Location"] == f"{draft}kontrola/"


def test_it_refuses_a_form_that_there_is_not(as_cyril: Client) -> None:
    _, answer = fill_in(as_cyril, power_of_attorney="oral")
    assert (answer.status_code, "govuk-error-summary" in text(answer)) == (200, True)


@pytest.mark.parametrize(
    ("form", "lets"), [(None, False), ("none", False), ("electronic", True), ("paper", True)]
)
def test_it_lets_a_stranger_send_only_with_one(as_cyril: Client, form: str | None, lets: bool) -> None:
    people.alzbeta()
    draft, _ = fill_in(as_cyril, power_of_attorney=form, attachments=power())
    assert (NOT_ENTITLED not in text(as_cyril.get(f"{draft}kontrola/"))) is lets


def test_it_shows_what_was_chosen_before_and_after_sending(as_cyril: Client) -> None:
    people.alzbeta()
    draft, _ = fill_in(as_cyril, power_of_attorney="converted", attachments=power())
    assert "priložené, zaručene konvertované" in text(as_cyril.get(f"{draft}kontrola/"))
    send(as_cyril, draft)
    filing = Filing.objects.get()
    assert filing.power_of_attorney == "converted"
    assert "priložené, zaručene konvertované" in text(as_cyril.get(f"/ziadosti/{filing.number}/"))


def test_it_takes_the_kind_of_a_file_from_its_content_and_never_shows_it_as_a_page(as_cyril: Client) -> None:
    people.alzbeta()
    page = SimpleUploadedFile("splnomocnenie.html", b"%PDF-1.7<script>alert(1)</script>", "text/html")
    draft, _ = fill_in(as_cyril, power_of_attorney="electronic", attachments=page)
    send(as_cyril, draft)
    stored = Filing.objects.get().attachments.get()
    answer = as_cyril.get(f"/ziadosti/{stored.filing.number}/prilohy/{stored.pk}/")
    assert answer["Content-Disposition"] == 'attachment; filename="splnomocnenie.html.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"<html><script>alert(1)</script>", "iný druh súboru"),
        (b"PK\x03\x04 word/document.xml", "archív ZIP bez označenia ASiC"),
    ],
)
def test_it_refuses_what_is_no_attachment_and_keeps_the_rest(as_cyril: Client, content, found) -> None:
    file = SimpleUploadedFile("splnomocnenie.pdf", content, "application/pdf")
    draft = begin(as_cyril)
    page = text(as_cyril.post(draft, typed(power_of_attorney="electronic", attachments=file, note="Prosím.")))
    assert "Súbor splnomocnenie.pdf nemôže byť prílohou" in page
    assert found in page
    assert "Prosím." in page
    assert not DraftFile.objects.exists()
