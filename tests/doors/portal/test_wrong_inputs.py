"""Every wrong input gets its own clear sentence, and nothing typed is lost (R-4, limits)."""

from __future__ import annotations

import base64
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from matrika.portal.models import Draft, DraftFile
from tests import pki
from tests.doors.portal.forms import begin, fill_in, text, typed
from tests.metadata import sp_metadata

GOOD = base64.b64encode(sp_metadata()).decode()
WRONG = {
    "no subject type": ({"subject_type": None}, "Vyberte typ subjektu."),
    "unknown subject type": ({"subject_type": "XY"}, "XY"),
    "no IČO": ({"ico": ""}, "Zadajte IČO."),
    "IČO of seven digits": ({"ico": "1234567"}, "IČO má 8 alebo 12 číslic"),
    "IČO with letters": ({"ico": "1234567x"}, "IČO má 8 alebo 12 číslic"),
    "suffix of three digits": ({"ico_suffix": "123"}, "Suffix má 4 alebo 5 číslic"),
    "no name": ({"contact_name": " "}, "Zadajte meno a priezvisko"),
    "name too long": ({"contact_name": "a" * 1024}, "má 1024 znakov, najviac môže mať 1023"),
    "two e-mails": ({"contact_email": "a@b.sk, c@d.sk"}, "Zadajte jednu e-mailovú adresu"),
    "e-mail nobody has": ({"contact_email": "a@vzory..example"}, "Zadajte jednu e-mailovú adresu"),
    "name of two lines": ({"contact_name": "A\r\nBcc: b@c.sk"}, "neviditeľný znak U+000D"),
    "name written from the right": ({"contact_name": "A\u202eB"}, "neviditeľný znak U+202E"),
    "name with a zero byte": ({"contact_name": "A\0B"}, "neviditeľný znak U+FFFD"),
    "entityID with unseen sign": ({"entity_id": "https://s\u200bp.example"}, "neviditeľný znak U+200B"),
    "e-mail too long": ({"contact_email": "a" * 250 + "@b.sk"}, "najviac môže mať 254"),
    "short telephone": ({"contact_phone": "12345"}, "Telefónne číslo má aspoň 9"),
    "telephone in words": ({"contact_phone": "nula deväť nula päť"}, "Telefónne číslo má aspoň 9"),
    "project too long": ({"project": "p" * 257}, "najviac môže mať 256"),
    "no entityID": ({"entity_id": ""}, "Zadajte identifikátor (EntityID)."),
    "no date": ({"effective_on": ""}, "Zadajte dátum v tvare dd.mm.rrrr."),
    "date that does not exist": ({"effective_on": "31.02.2027"}, "Taký deň v kalendári nie je."),
    "date of another habit": ({"effective_on": "2027-03-01"}, "Napíšte deň v tvare dd.mm.rrrr"),
    "date in the past": ({"effective_on": "21.11.2026"}, "Tento deň už uplynul."),
    "date far ahead": ({"effective_on": "23.11.2027"}, "vzdialený viac ako rok"),
    "no metadata": ({"metadata_text": " "}, "Vložte metadáta"),
    "Base64 without padding": ({"metadata_text": base64.b64encode(b"<ab>").decode()[:-2]}, "chýba výplň"),
    "Base64 with a foreign sign": ({"metadata_text": "*" + GOOD}, "do Base64 nepatrí"),
    "Base64 twice": ({"metadata_text": base64.b64encode(GOOD.encode()).decode()}, "dvakrát"),
}


@pytest.mark.parametrize("name", WRONG)
def test_it_names_what_is_wrong(as_alzbeta: Client, name: str) -> None:
    changes, sentence = WRONG[name]
    _, answer = fill_in(as_alzbeta, **changes)
    page = text(answer)
    assert answer.status_code == 200
    assert "Vo formulári treba niečo opraviť" in page
    assert "<title>Chyba:" in page
    assert sentence in page
    assert "VZOR" in page or name == "project too long"


def test_it_names_everything_wrong_at_once(as_alzbeta: Client) -> None:
    _, answer = fill_in(as_alzbeta, ico="1", contact_phone="x", effective_on="zajtra", metadata_text="")
    assert text(answer).count("govuk-error-message") == 4


def test_it_refuses_a_file_that_is_too_large(as_alzbeta: Client) -> None:
    draft = begin(as_alzbeta)
    large = SimpleUploadedFile("sp.xml", b"x" * (1024 * 1024 + 1))
    page = text(as_alzbeta.post(draft, typed(metadata_text="", metadata=large)))
    assert "Súbor sp.xml je priveľký" in page


def test_it_refuses_an_empty_file(as_alzbeta: Client) -> None:
    draft = begin(as_alzbeta)
    page = text(as_alzbeta.post(draft, typed(metadata_text="", metadata=SimpleUploadedFile("sp.xml", b""))))
    assert "prázdny" in page


def test_it_survives_zero_bytes(as_alzbeta: Client) -> None:
    draft, _ = fill_in(as_alzbeta, note="\x00", **{"no\x00field": "\x00"})
    assert as_alzbeta.get(f"{draft}kontrola/").status_code == 200


@pytest.mark.parametrize("given", ["text", "base64", "file", "base64 of der", "der"])
def test_it_keeps_no_private_key(as_alzbeta: Client, given: str) -> None:
    """It is named, and only its first line is remembered."""
    secret = pki.private_pem(pki.key())
    encoded = base64.b64encode(secret.encode()).decode()
    binary = pki.private_der(pki.key())
    in_base64 = base64.b64encode(binary).decode()
    fields = {
        "text": {"metadata_text": secret},
        "base64": {"metadata_text": encoded},
        "file": {"metadata_text": "", "metadata": SimpleUploadedFile("key.xml", secret.encode())},
        "base64 of der": {"metadata_text": in_base64},
        "der": {"metadata_text": "", "metadata": SimpleUploadedFile("key.xml", binary)},
    }[given]
    draft, answer = fill_in(as_alzbeta, **fields)
    page = text(as_alzbeta.get(f"{draft}kontrola/")) if answer.status_code == 302 else text(answer)
    assert "súkromný kľúč" in page.lower()
    kept = str(Draft.objects.get().typed) + str([bytes(file.content) for file in DraftFile.objects.all()])
    assert secret[40:100] not in kept
    assert encoded[40:100] not in kept
    assert in_base64[40:100] not in kept
    assert str(binary[40:60])[2:-1] not in kept


def test_it_names_the_limit_of_attachments_and_keeps_what_was_typed(as_alzbeta: Client) -> None:
    draft = begin(as_alzbeta)
    files = [SimpleUploadedFile(f"{number}.pdf", b"%PDF-1.7") for number in range(13)]
    page = text(as_alzbeta.post(draft, typed(attachments=files)))
    assert "Príloh môže byť najviac 12." in page
    assert "sso@vzory.example" in page
    again = text(as_alzbeta.post(draft, typed()))
    assert "Príloh môže byť najviac 12." in again
    kept = re.findall(r'name="forget" value="([0-9]+)"', again)
    assert as_alzbeta.post(draft, typed(forget=kept[:1])).status_code == 302


@pytest.mark.parametrize("forget", ["\u00b2", "9" * 40, "9" * 5000])
def test_it_forgets_no_file_that_there_is_not(as_alzbeta: Client, forget: str) -> None:
    _, answer = fill_in(as_alzbeta, forget=forget)
    assert answer.status_code == 302


@pytest.mark.parametrize("charset", ["hex", "idna", "undefined", "unicode_escape", "utf-16"])
def test_it_reads_forms_in_utf_8_only(client: Client, db: None, charset: str) -> None:
    body = b'--B\r\nContent-Disposition: form-data; name="text"\r\n\r\n\\ud800\r\n--B--\r\n'
    kind = f"multipart/form-data; boundary=B; charset={charset}"
    assert client.generic("POST", "/kontrola/", body, content_type=kind).status_code == 400
