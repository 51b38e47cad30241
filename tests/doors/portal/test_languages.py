"""The language is changed by a button of the form: what was typed is kept, and nothing is judged."""

from __future__ import annotations

import base64

from django.test import Client

from tests.doors.portal.forms import begin, text, typed
from tests.metadata import sp_metadata


def test_it_keeps_a_half_filled_form(as_alzbeta: Client) -> None:
    draft = begin(as_alzbeta)
    assert 'name="language" value="en" lang="en" form="ziadost"' in text(as_alzbeta.get(draft))
    answer = as_alzbeta.post(draft, typed(language="en", contact_phone="", note="Rozpísaná poznámka"))
    assert answer["Location"] == draft
    page = text(as_alzbeta.get(draft))
    assert '<html lang="en"' in page
    assert "Rozpísaná poznámka" in page
    assert "govuk-error-summary" not in page


def test_it_ignores_a_language_that_it_does_not_speak(as_alzbeta: Client) -> None:
    draft = begin(as_alzbeta)
    assert as_alzbeta.post(draft, typed(language="xx"))["Location"] == f"{draft}kontrola/"


def test_it_keeps_what_was_pasted_for_the_check(db: None, client: Client) -> None:
    page = text(client.post("/kontrola/", {"text": "<rozpísané/>", "ico": "12", "language": "en"}))
    assert '<html lang="en"' in page
    assert "&lt;rozpísané/&gt;" in page
    assert 'value="12"' in page
    assert "govuk-error-summary" not in page
    assert '<html lang="en"' in text(client.get("/kontrola/"))


def test_it_tells_the_same_report_in_the_other_language(db: None, client: Client) -> None:
    content = sp_metadata()
    document = base64.b64encode(content).decode()
    page = text(client.post("/kontrola/", {"document": document, "language": "en"}))
    assert "The metadata passed the automatic check" in page
    assert "&lt;md:EntityDescriptor" in page[page.index("<textarea") : page.index("</textarea>")]
