"""The public check: the verdict of the command line, as a page, as JSON and as PDF; nothing of it stays."""

from __future__ import annotations

import base64
import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from samllint import base64field, cli, rules
from tests.doors.portal.forms import text
from tests.metadata import sp_metadata
from tests.rules import cases

CASES = sorted(cases.FOLDER.glob("*/*.toml"))
FAULTY = sp_metadata(replace={"https://sp.example/slo": "http://sp.example/slo"})


def uploaded(data: bytes, **more: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("sp.xml", data), **more}


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    cli.main(["check", "--format", "json", "--lang", "sk", *arguments])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize("folder", sorted({path.parent for path in CASES}), ids=lambda path: path.name)
def test_it_says_what_the_command_line_says(
    db: None, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    """Of every case of every rule, on its day, by its profile, for its owner."""
    for path in sorted(folder.glob("*.toml")):
        case = cases.read(path)
        if not case.document or len(case.document) > 1024 * 1024:
            continue  # no file to upload, and more than one: each with its own sentence
        (tmp_path / "sp.xml").write_bytes(case.document)
        at, owner = case.at.isoformat(), case.context.owner or ""
        how = ["--profile", case.profile, "--at", at]
        if is_base64(case.document):
            how.append("--base64")
        expected = printed(capsys, *how, *(["--owner", owner] if owner else []), str(tmp_path / "sp.xml"))
        ico, _, suffix = owner.partition("_")
        sent = uploaded(case.document, at=at, profile=case.profile, ico=ico, ico_suffix=suffix)
        answer = client.post("/kontrola/", {**sent, "as": "json"})
        assert answer.status_code == 200, path
        found = json.loads(answer.content)
        for both in (found, expected):
            both.pop("file")
            # The command judges the Base64 itself, too; the page has taken it off.
            both["rules"] = [rule for rule in both["rules"] if rule["id"] != "base64-field"]
        assert found == expected, path


def is_base64(data: bytes) -> bool:
    try:
        base64field.decode(data)
    except base64field.NotDecodable:
        return False
    return True


def test_it_judges_for_an_owner(db: None, client: Client) -> None:
    page = text(client.post("/kontrola/", uploaded(sp_metadata(), ico="87654321")))
    assert "certificate-owner" in page
    assert "Metadáta neprešli" in page


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"ico": "1"}, "IČO má 8 alebo 12 číslic"),
        ({"ico_suffix": "10001"}, "K suffixu zadajte aj IČO."),
        ({"document": "PGE+", "text": "<a/>"}, "nie oboje"),
        ({"document": "%%%"}, "Stránka sa poškodila."),
        ({"document": "PGE+", "at": "včera"}, "Stránka sa poškodila."),
    ],
)
def test_it_refuses_what_it_cannot_judge(
    db: None, client: Client, given: dict[str, str], sentence: str
) -> None:
    answer = client.post("/kontrola/", {"text": "" if "document" in given else "<a/>", **given})
    assert answer.status_code == 422
    assert sentence in text(answer)


def hidden(page: str) -> dict[str, str]:
    """What the page would send for the report as a file."""
    form = page[page.index("data-again") :]
    form = form[: form.index("</form>")]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def test_it_gives_the_report_that_was_shown_as_a_file(db: None, client: Client) -> None:
    page = text(client.post("/kontrola/", uploaded(FAULTY, day="01.12.2026", ico="12345678")))
    again = hidden(page)
    assert base64.b64decode(again["document"]) == FAULTY
    answer = client.post("/kontrola/", {**again, "as": "json"})
    found = json.loads(answer.content)
    assert (found["at"], found["file"]) == ("2026-11-30T23:00:00Z", "sp.xml")
    assert found["sha256"] in page
    assert 'attachment; filename="kontrola.json"' in answer["Content-Disposition"]


@pytest.mark.parametrize(("language", "verdict"), [("sk", "neprešli automatickou"), ("en", "did not pass")])
def test_it_gives_the_report_as_pdf(db: None, client: Client, language: str, verdict: str) -> None:
    client.cookies["django_language"] = language
    answer = client.post("/kontrola/", uploaded(FAULTY, **{"as": "pdf"}))
    assert answer["Content-Type"] == "application/pdf"
    said = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert verdict in said
    assert "slo-location-https" in said
    assert all(rule.id in said.replace("\u200b", "") for rule in rules.every())


def test_it_copies_the_command_only(db: None, client: Client) -> None:
    page = text(client.post("/kontrola/", uploaded(b"\n" + sp_metadata())))
    command = re.search(r'<pre class="m-command" id="(oprava-\d+)">([^<]*)</pre>', page)
    assert command
    assert command[2].startswith("perl -0pi -e ")
    assert f'data-copy="{command[1]}"' in page


def test_it_leads_from_the_finding_to_its_line_and_back(db: None, client: Client) -> None:
    page = text(client.post("/kontrola/", uploaded(FAULTY)))
    for target in set(re.findall(r'href="#((?:r|nalez-)\d+)"', page)):
        assert f'id="{target}"' in page
    assert 'href="#nalez-1"' in page


def test_it_has_a_page_for_every_rule_that_a_report_names(db: None, client: Client) -> None:
    page = text(client.post("/kontrola/", uploaded(FAULTY)))
    linked = set(re.findall(r'href="(/pravidla/[a-z0-9-]+/)"', page))
    assert len(linked) == len(rules.every())
    for address in linked | {"/pravidla/", "/pravidla/base64-field/"}:
        assert client.get(address).status_code == 200
    assert client.get("/pravidla/nijake/").status_code == 404


def test_it_makes_no_page_of_megabytes_of_a_hostile_document(db: None, client: Client) -> None:
    """Twenty thousand wrong tags: each rule's findings are bounded, and so are the lines shown."""
    answer = client.post("/kontrola/", uploaded(b"<a>" + b"<b x='&#1;'/>\n" * 60_000))
    assert answer.status_code == 200
    wide = client.post("/kontrola/", uploaded(sp_metadata() + b"<!--" + b"x" * 900_000 + b"-->"))
    assert all(len(one.content) < 3 * 1024 * 1024 for one in (answer, wide))
    assert "Ďalšie riadky sa nezobrazujú" in text(answer)


def test_it_is_kept_by_no_cache(db: None, client: Client) -> None:
    assert "no-store" in client.post("/kontrola/", uploaded(FAULTY))["Cache-Control"]


def test_it_offers_the_check_on_the_front_page(db: None, client: Client) -> None:
    page = text(client.get("/"))
    assert 'action="/kontrola/"' in page
    assert 'name="text"' in page
    assert 'name="file"' in page
