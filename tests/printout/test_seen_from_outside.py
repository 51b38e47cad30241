"""The printout as others meet it: a reader's camera, another PDF program, hostile text (R-5.2)."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from matrika.core.filing import Attachment
from matrika.filings.models import Filing
from matrika.printout import printout_of
from matrika.printout.facts import facts_of
from matrika.printout.render import typeset
from matrika.printout.words import MAY_BREAK, lines
from tests.applications import filed, registration
from tests.printout.test_printout import words

pytestmark = pytest.mark.django_db
DOTS_PER_INCH = 150  # what an office scanner does

HOSTILE = [
    "".join(map(chr, range(0x20))) + "\x7f\x80\x9f",
    "\u202eobrátené\u202c \u2066vnútri\u2069 \u200f\u200e \u061c",
    "\u2028nový riadok\u2029nový odsek\u0085 \ufeff\u00ad\u200b\u2060",
    "中文 العربية עברית हिन्दी 😀👩‍👩‍👧‍👦 \U000e0041 \ue000 \uffff",
    "e\u0301e\u0301 Z\u0310\u0311\u0312\u0313\u0314algo",
    '#set page(width: 1cm) #read("/etc/passwd") $ sum $ *b* _i_ <label> @ref `raw` // /* ~ -- --- \\ [ ] { }',
    "#" * 400,
    "x" * 240,
    "a" * 120 + "/" + "b" * 119,
    "slovo " * 100,
]


def page(pdf: bytes, folder: Path) -> tuple[bytes, int, int]:
    """The first page as a grey picture: its bytes, width and height."""
    (folder / "printout.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-gray", "-r", str(DOTS_PER_INCH), "-f", "1", "-l", "1", "-singlefile"]
    subprocess.run([*command, "printout.pdf", "page"], cwd=folder, check=True)
    picture = (folder / "page.pgm").read_bytes()
    magic, width, height = picture.split(maxsplit=3)[:3]
    assert magic == b"P5"
    return picture[-int(width) * int(height) :], int(width), int(height)


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="Debian's poppler-utils are not installed")
def test_it_shows_a_qr_code_that_leads_to_the_filing(settings: Settings, tmp_path: Path) -> None:
    settings.BASE_URL = "https://register.example"
    filing = filed()
    data, width, height = page(printout_of(Filing.objects.get(pk=filing.pk)), tmp_path)
    (code,) = zxingcpp.read_barcodes(memoryview(data).cast("B", (height, width)))
    assert code.format == zxingcpp.BarcodeFormat.QRCode
    assert code.text == f"https://register.example/konzola/ziadosti/{filing.number}/"


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="Debian's qpdf is not installed")
def test_it_has_no_flaw_that_another_reader_finds(tmp_path: Path) -> None:
    path = tmp_path / "printout.pdf"
    path.write_bytes(printout_of(Filing.objects.get(pk=filed().pk)))
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def squeezed(text: str) -> str:
    return "".join("".join(lines(text)).split()).replace(MAY_BREAK, "")


def test_it_prints_hostile_text_whole_in_every_place() -> None:
    """Nothing is obeyed, and nothing that was typed is silently left out."""
    filing = filed(registration(attachments=(Attachment("príloha.pdf", "application/pdf", b"%PDF"),)))
    facts = facts_of(Filing.objects.get(pk=filing.pk))
    for text in HOSTILE:
        typed = lines(text)
        hostile = {
            "applicant": typed,
            "facts": [("Poznámka", typed)],
            "attachments": [{"name": typed, "size": "1", "sha256": "0"}],
        }
        said = words(typeset(facts | hostile))
        assert said.count(squeezed(text)) >= 3, text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_it_prints_whatever_is_typed(facts: dict[str, object], text: str) -> None:
    said = words(typeset(facts | {"facts": [("Poznámka", lines(text))]}))
    assert squeezed(text) in said


@pytest.fixture
def facts() -> dict[str, object]:
    return facts_of(Filing.objects.get(pk=filed().pk))


def test_it_holds_an_operator_with_an_odd_address(settings: Settings) -> None:
    settings.OPERATOR_ADDRESS = ["Úrad 中 \u202e", "#pagebreak()", "x" * 300]
    pdf = printout_of(Filing.objects.get(pk=filed().pk))
    assert "[U+4E2D][U+202E]" in words(pdf)
    assert "#pagebreak()" in words(pdf)
