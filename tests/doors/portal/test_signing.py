"""R-5.1: signing a draft, with Autogram or elsewhere, and sending what came back."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from matrika import eform
from matrika.core.filing import Authorisation, Kind
from matrika.filings.models import Filing
from matrika.filings.signatures.verify import verify_next
from matrika.filings.store import application_of
from tests import people, verdicts
from tests.containers import asic
from tests.doors.portal.forms import fill_in, text
from tests.verdicts import verdict

pytestmark = pytest.mark.django_db


def draft_of(client: Client, **changes: Any) -> str:
    draft, _ = fill_in(client, **{"paper": None, **changes})
    return draft


def document(client: Client, draft: str) -> bytes:
    return bytes(client.get(f"{draft}podpis/dokument/").content)


def upload(client: Client, draft: str, content: bytes, name: str = "ziadost.asice") -> HttpResponse:
    return client.post(f"{draft}podpis/", {"container": SimpleUploadedFile(name, content)})


def signed(client: Client) -> str:
    """File a signed registration; its address."""
    draft = draft_of(client)
    response = upload(client, draft, asic(form_xdcf=document(client, draft)))
    assert response.status_code == 302, text(response)
    return str(response["Location"])


def test_it_files_what_was_signed_and_waits_for_the_verdict(as_alzbeta: Client) -> None:
    address = signed(as_alzbeta)
    filing = Filing.objects.get()
    assert (filing.status, filing.authorisation) == ("awaiting-authorisation", "signature")
    assert application_of(filing).signed is not None
    assert "Podpis sa overuje." in text(as_alzbeta.get(address))


def test_it_signs_the_very_document_that_the_filing_keeps(as_alzbeta: Client) -> None:
    draft = draft_of(as_alzbeta)
    to_sign = document(as_alzbeta, draft)
    upload(as_alzbeta, draft, asic(form_xdcf=to_sign))
    assert bytes(Filing.objects.get().form_document or b"") == to_sign
    assert b"<Authorisation>SIGNATURE</Authorisation>" in to_sign


def test_it_forgets_the_announcement_of_paper_when_the_filing_is_signed(as_alzbeta: Client) -> None:
    draft, _ = fill_in(as_alzbeta, paper="on")
    upload(as_alzbeta, draft, asic(form_xdcf=document(as_alzbeta, draft)))
    assert Filing.objects.get().authorisation == Authorisation.SIGNATURE.value


def test_it_shows_what_is_signed_as_the_signing_program_will(as_alzbeta: Client) -> None:
    draft = draft_of(as_alzbeta)
    page = text(as_alzbeta.get(f"{draft}podpis/"))
    shown = eform.as_text(document(as_alzbeta, draft)).strip().splitlines()[0].strip()
    assert shown
    assert shown in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7", "Toto nie je podpísaný kontajner ASiC-E."),
        (asic(other_txt=b"another"), "V kontajneri nie je dokument tejto žiadosti"),
        (asic(form_xdcf=b"x")[:80], "V kontajneri nie je dokument tejto žiadosti"),
        (b"", "Súbor je prázdny."),
    ],
    ids=["a PDF", "another document", "half a container", "nothing"],
)
def test_it_files_nothing_when_the_container_is_a_wrong_one(
    as_alzbeta: Client, content: bytes, sentence: str
) -> None:
    response = upload(as_alzbeta, draft_of(as_alzbeta), content)
    assert sentence in text(response)
    assert not Filing.objects.exists()


def test_it_files_a_form_that_the_signing_program_wrote_anew(as_alzbeta: Client) -> None:
    """What verifies later is not turned away before: equal as canonical XML is equal."""
    draft = draft_of(as_alzbeta)
    response = upload(as_alzbeta, draft, asic(form_xdcf=document(as_alzbeta, draft) + b"\n"))
    assert response.status_code == 302, text(response)


def test_it_files_no_container_that_holds_something_else_besides(as_alzbeta: Client) -> None:
    """It would be rejected as soon as it is verified."""
    draft = draft_of(as_alzbeta)
    response = upload(as_alzbeta, draft, asic(form_xdcf=document(as_alzbeta, draft), other_txt=b"another"))
    assert "alebo v ňom nie je sám" in text(response)


def test_it_refuses_the_document_of_another_draft(as_alzbeta: Client) -> None:
    """A signed form cannot be filed a second time: each names the draft it was made of."""
    first, second = draft_of(as_alzbeta), draft_of(as_alzbeta)
    response = upload(as_alzbeta, second, asic(form_xdcf=document(as_alzbeta, first)))
    assert "V kontajneri nie je dokument tejto žiadosti" in text(response)


def test_it_wants_a_container_to_be_chosen(as_alzbeta: Client) -> None:
    response = as_alzbeta.post(f"{draft_of(as_alzbeta)}podpis/", {"x": ""})
    assert "Vyberte podpísaný kontajner." in text(response)


def test_it_shows_the_field_for_the_container_as_any_other_for_files(as_alzbeta: Client) -> None:
    page = text(as_alzbeta.get(f"{draft_of(as_alzbeta)}podpis/"))
    assert 'type="file" name="container" class="govuk-file-upload m-file"' in page


def test_it_asks_nothing_of_whose_signature_is_being_verified(as_alzbeta: Client) -> None:
    page = text(as_alzbeta.get(signed(as_alzbeta)))
    assert "Ak sa podpis nepodarí overiť do" in page
    assert "Ak sa tak nestane" not in page


def test_it_sends_a_signed_draft_once(as_alzbeta: Client) -> None:
    draft = draft_of(as_alzbeta)
    container = asic(form_xdcf=document(as_alzbeta, draft))
    first, second = (upload(as_alzbeta, draft, container)["Location"] for _ in range(2))
    assert first == second
    assert Filing.objects.count() == 1


def test_it_asks_autogram_for_a_container_around_the_document_as_it_is(as_alzbeta: Client) -> None:
    """Autogram, POST /sign: a finished XMLDataContainer is signed byte for byte."""
    draft = draft_of(as_alzbeta)
    question = as_alzbeta.get(f"{draft}podpis/autogram.json").json()
    assert base64.b64decode(question["document"]["content"]) == document(as_alzbeta, draft)
    assert question["payloadMimeType"] == "application/vnd.gov.sk.xmldatacontainer+xml;base64"
    assert (question["parameters"]["container"], question["parameters"]["level"]) == (
        "ASiC_E",
        "XAdES_BASELINE_B",
    )
    form = eform.form_of(Kind.REGISTRATION)
    assert base64.b64decode(question["parameters"]["schema"]) == form.content("form.xsd")


def test_it_lets_the_page_talk_to_autogram_and_to_nobody_else(as_alzbeta: Client) -> None:
    draft = draft_of(as_alzbeta)
    policy = as_alzbeta.get(f"{draft}podpis/")["Content-Security-Policy"]
    assert re.findall(r"connect-src ([^;]*)", policy) == ["'self' http://localhost:37200"]
    assert "37200" not in as_alzbeta.get(f"{draft}kontrola/")["Content-Security-Policy"]


@pytest.mark.parametrize("step", ["podpis/", "podpis/dokument/", "podpis/autogram.json"])
def test_it_shows_a_stranger_nothing_of_a_draft(as_alzbeta: Client, as_cyril: Client, step: str) -> None:
    draft = draft_of(as_alzbeta)
    assert as_cyril.get(f"{draft}{step}").status_code == 404
    assert upload(as_cyril, draft, asic(x_y=b"")).status_code == 404


def test_it_leads_back_to_a_form_that_is_not_filled_in(as_alzbeta: Client) -> None:
    draft = draft_of(as_alzbeta, entity_id="")
    assert as_alzbeta.get(f"{draft}podpis/")["Location"] == f"{draft}?chyby=1"
    assert as_alzbeta.get(f"{draft}podpis/dokument/").status_code == 404


def test_it_tells_the_applicant_the_verdict_in_plain_words(as_alzbeta: Client) -> None:
    address = signed(as_alzbeta)
    verify_next(at=people.NOW, verify=lambda file, *, at: verdict())
    page = text(as_alzbeta.get(address))
    assert "Podpis je platný: kvalifikovaný elektronický podpis (KEP)" in page
    assert "PNOSK" not in page  # the personal number is for staff


def test_it_says_when_an_undecided_signature_is_verified_again(as_alzbeta: Client) -> None:
    address = signed(as_alzbeta)
    verify_next(at=people.NOW, verify=lambda file, *, at: verdicts.undecided())
    page = text(as_alzbeta.get(address))
    assert "Podpis sa zatiaľ nedá overiť" in page
    assert "Overenie sa samo zopakuje 22.11.2026 13:05" in page


def test_it_calls_the_container_neither_attachment_of_the_form_nor_power_of_attorney(
    as_alzbeta: Client,
) -> None:
    """It holds the form; what the form names stands at `Splnomocnenie`."""
    page = text(as_alzbeta.get(signed(as_alzbeta)))
    power = re.search(r"<dt>Splnomocnenie</dt><dd>(.*?)</dd>", page, re.DOTALL)
    assert power is not None
    assert ".asice" not in power[1]
    assert re.search(r">ziadost\.asice</a> \(Podpísaná žiadosť\)", page)


def test_it_leads_from_signing_to_the_way_on_paper(as_alzbeta: Client) -> None:
    draft = draft_of(as_alzbeta)
    link = re.search(
        r'href="([^"#]+)#([^"]+)">Odoslať radšej bez podpisu', text(as_alzbeta.get(f"{draft}podpis/"))
    )
    assert link is not None
    assert f'id="{link[2]}"' in text(as_alzbeta.get(link[1]))
