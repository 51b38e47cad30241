"""A form document for people: everything that was typed, as text and as a page that does nothing."""

from __future__ import annotations

import re

import pytest

from matrika.core.filing import Application, Attachment, PowerOfAttorney
from matrika.eform import ALL, as_html, as_text, document
from matrika.eform.forms import HTML, TEXT
from tests.applications import cancellation, change, registration

POWER = Attachment("splnomocnenie.pdf", "application/pdf", b"%PDF-1.7")
FULL = registration(
    project="VZOR",
    note="Prvý riadok\nDruhý <b>riadok</b>",
    attachments=(POWER,),
    power_of_attorney=PowerOfAttorney.PAPER,
    reference="7f2c",
)


def test_it_shows_a_registration_as_text() -> None:
    lines = as_text(document(FULL).content).splitlines()
    metadata = next(line for line in lines if line.startswith("MetaData"))
    assert [line for line in lines if line is not metadata] == [
        "Žiadosť o registráciu poskytovateľa služieb v module IAM",
        "",
        "Typ subjektu: Orgán verejnej moci",
        "IČO: 12345678",
        "Meno a priezvisko: Alžbeta Agátová",
        "E-mail: sso@vzory.example",
        "Telefón: +421 2 1234 5678",
        "Názov technického alebo programového prostriedku: VZOR",
        "Identifikátor poskytovateľa služieb: https://sp.example",
        "Založiť poskytovateľa služieb k dátumu: 23.11.2026",
        "Príloha: splnomocnenie.pdf (application/pdf, 8 B,"
        " SHA-256 86edbaa24831badfa0a8b04bb410141e2ee4182b6d0014493fe262a7a331c20b)",
        "Splnomocnenie: doručí sa listinne",
        "Poznámka: Prvý riadok",
        "Druhý <b>riadok</b>",
        "Autorizácia: Listinne s úradne overeným podpisom",
        "Označenie podania: 7f2c",
    ]


@pytest.mark.parametrize("application", [FULL, change(), cancellation()])
def test_it_shows_the_same_on_a_page(application: Application) -> None:
    content = document(application).content
    page = as_html(content)
    shown = re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page.partition("<body>")[2]))
    for line in as_text(content).splitlines():
        for part in line.split(": ", 1):
            assert re.sub(r"\s+", "", part).replace("<", "&lt;").replace(">", "&gt;") in shown


def test_it_turns_nothing_typed_into_markup() -> None:
    page = as_html(document(registration(note="<script>alert(1)</script>")).content)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page


def test_it_reads_nothing_from_elsewhere() -> None:
    for form in ALL:
        for file in (TEXT, HTML):
            source = form.content(file).decode()
            assert not re.search(r"document\(|xsl:import|xsl:include|script|href|src=|disable-output", source)


def test_it_shows_what_the_three_forms_share_alike() -> None:
    for file in (TEXT, HTML):
        shared = [set(form.content(file).decode().splitlines()[3:]) for form in ALL]
        for one in shared:
            # Its name, its title, its day, and what a cancellation lacks.
            assert len(one - shared[0]) <= 8
