"""The pages beside the guide's figures: the same labels and buttons in the same order (R-4, R-7.1, R-7.3)."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from matrika.register.models import ServiceProvider
from tests import applications, people
from tests.doors.portal.forms import begin, text

OWNER = ("Údaje o poskytovateľovi služieb", "Typ subjektu *", "Právnická osoba/Fyzická osoba - podnikateľ")
CONTACT = ("Orgán verejnej moci", "Kontaktné údaje", "Meno a priezvisko *", "E-mail *", "Telefón *", "i")
TECHNICAL = ("Technické údaje poskytovateľa služieb", "Identifikátor poskytovateľa služieb *", "i")
ATTACHMENTS = (
    "Povinné prílohy",
    "Splnomocnenie v prípade podania žiadosti v mene inej osoby",
    "nedisponujete oprávnením na prístup do elektronickej schránky danej osoby.",
    "Podrobnosti o náležitostiach formulára nájdete v návode na portáli slovensko.sk",
)
FIGURES = {
    "registracia": (  # Obr. 2
        "Žiadosť o registráciu poskytovateľa služieb v module IAM",
        *OWNER,
        *CONTACT,
        "Názov technického alebo programového prostriedku",
        "Názov technického alebo programového prostriedku",
        "i",
        *TECHNICAL,
        "Založiť poskytovateľa služieb k dátumu *",
        "i",
        "MetaData poskytovateľa služieb *",
        "i",
        *ATTACHMENTS,
    ),
    "zmena": (  # Obr. 7
        "Žiadosť o zmenu údajov poskytovateľa služieb v module IAM",
        *OWNER,
        *CONTACT,
        *TECHNICAL,
        "Zmeniť údaje poskytovateľa služby k dátumu",
        "i",
        "Metadata poskytovateľa služieb *",
        "i",
        *ATTACHMENTS,
    ),
    "zrusenie": (  # Obr. 11
        "Žiadosť o zrušenie poskytovateľa služieb v module IAM",
        *OWNER,
        *CONTACT,
        *TECHNICAL,
        "Zrušiť poskytovateľa služby k dátumu *",
        "i",
        *ATTACHMENTS,
    ),
}
LIST = (  # Obr. 5, 6, 10
    "Titulná stránka",
    "Môj profil",
    "Technické účty a certifikáty",
    "Poskytovatelia služieb (Service provider)",
    "Názov",
    "Dátum registrácie",
    "Stav",
    "Poskytovateľ služieb",
    "https://sp.example",
    "Aktivovaný",
    "Upraviť",
    "Zrušiť",
    "Registrácia poskytovateľa služieb",
)
CERTIFICATE = (
    "Dátum registrácie",
    "Platnosť od",
    "Platnosť do",
    "Informácia",
    "Platný",
    "Kontaktné osoby",
    "Certifikát poskytovateľa služieb",
    "Detail",
    "História",
    "Prevziať",
)
DETAIL = (  # Obr. 14
    "Titulná stránka",
    "Môj profil",
    "Technické účty a certifikáty",
    "späť na zoznam",
    "Poskytovateľ služby (Service provider) – detail",
    "Názov",
    "Dátum registrácie",
    "Vlastník",
    "Kontaktné osoby",
    "História",
    "Prevziať metadáta",
    "Certifikáty poskytovateľa služieb",
    *CERTIFICATE,
    *CERTIFICATE,
)


def words(page: str) -> str:
    """What the page shows, from its heading or trail on; the sign of a help is "i"."""
    body = re.split(r'<nav class="govuk-breadcrumbs|<main ', page, maxsplit=1)[1].split("</main>")[0]
    body = re.sub(r"<summary><svg.*?Čo sem patrí.*?</summary>", " i ", body, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body))).replace(" .", ".")


def assert_in_order(page: str, wanted: tuple[str, ...]) -> None:
    said, at = words(page), 0
    for label in wanted:
        found = said.find(f" {label}", at)
        assert found >= 0, f"{label!r} does not follow: …{said[at : at + 300]}"
        at = found + len(label)


@pytest.mark.parametrize("slug", FIGURES)
def test_it_has_the_labels_of_the_form_s_figure(as_alzbeta: Client, slug: str) -> None:
    assert_in_order(text(as_alzbeta.get(begin(as_alzbeta, f"/sluzby/{slug}/"))), FIGURES[slug])


def test_it_asks_for_no_date_of_a_change(as_alzbeta: Client) -> None:
    """Fig. 7 has no asterisk there, Figs. 2 and 11 have one."""
    page = words(text(as_alzbeta.get(begin(as_alzbeta, "/sluzby/zmena/"))))
    assert "Zmeniť údaje poskytovateľa služby k dátumu *" not in page


@pytest.fixture
def provider(db: None) -> ServiceProvider:
    return applications.registered(
        applications.registration(effective_on=people.NOW.date()), at=people.NOW - timedelta(days=2)
    )


def test_it_has_the_labels_of_the_list_s_figure(provider: ServiceProvider, as_alzbeta: Client) -> None:
    assert_in_order(text(as_alzbeta.get("/profil/technicke-ucty/")), LIST)


def test_it_has_the_labels_of_the_detail_s_figure(provider: ServiceProvider, as_alzbeta: Client) -> None:
    assert_in_order(text(as_alzbeta.get(f"/profil/poskytovatelia/{provider.pk}/")), DETAIL)
