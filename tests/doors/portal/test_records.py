"""Profile, detail, history, certificates, downloads: for the organisation's agents only (R-7.1 to R-7.5)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from matrika.filings.models import Filing
from matrika.register.models import ServiceProvider
from tests import applications, people
from tests.doors.portal.forms import begin, send, text, typed
from tests.metadata import ENTITY_ID, sp_metadata

LAST_WEEK = people.NOW - timedelta(days=7)


@pytest.fixture
def provider(db: None) -> ServiceProvider:
    """Alžbeta's provider, in effect since last week."""
    tomorrow = (LAST_WEEK + timedelta(days=1)).date()
    return applications.registered(applications.registration(effective_on=tomorrow), at=LAST_WEEK)


def addresses(provider: ServiceProvider) -> list[str]:
    """Every address that shows something of the provider or of the filing that made it."""
    version = provider.versions.get()
    entry = version.certificates.first()
    assert entry is not None
    detail = f"/profil/poskytovatelia/{provider.pk}/"
    filing = f"/ziadosti/{version.filing_number}/"
    return [
        detail,
        f"{detail}historia/",
        f"{detail}metadata/1.xml",
        f"{detail}certifikaty/{entry.pk}/",
        f"{detail}certifikaty/{entry.pk}.cer",
        f"{detail}zmena/",
        f"{detail}zrusenie/",
        filing,
        f"{filing}tlac/",
        f"{filing}metadata.xml",
    ]


def test_it_shows_everything_to_a_colleague(provider: ServiceProvider, as_boris: Client) -> None:
    assert {as_boris.get(address).status_code for address in addresses(provider)} <= {200, 302}


def test_it_hides_everything_from_a_stranger(provider: ServiceProvider, as_cyril: Client) -> None:
    assert {as_cyril.get(address).status_code for address in addresses(provider)} == {404}


def test_it_asks_who_is_not_logged_in_to_log_in(provider: ServiceProvider, client: Client) -> None:
    for address in addresses(provider):
        assert client.get(address)["Location"].startswith("/ucet/")


def test_it_hides_the_withdrawal_from_a_stranger(as_cyril: Client) -> None:
    filing = applications.filed()
    assert as_cyril.post(f"/ziadosti/{filing.number}/vziat-spat/").status_code == 404


def test_it_asks_once_more_before_what_cannot_be_undone(as_alzbeta: Client) -> None:
    filing = text(as_alzbeta.get(f"/ziadosti/{applications.filed().number}/"))
    assert "Žiadosť sa ďalej nebude vybavovať a vrátiť sa to nedá." in filing
    assert ">Áno, vziať žiadosť späť</button>" in filing
    draft = text(as_alzbeta.get(begin(as_alzbeta)))
    assert "Zahodí sa všetko, čo ste do nej napísali a priložili" in draft
    assert ">Áno, zahodiť</button>" in draft


def test_it_says_where_one_would_ask_again_what_waits_already(
    provider: ServiceProvider, as_alzbeta: Client
) -> None:
    """R-4.7: the second would be rejected as a duplicate, which nobody should learn after filling it in."""
    detail = f"/profil/poskytovatelia/{provider.pk}/"
    assert "Otvorené žiadosti" not in text(as_alzbeta.get(detail))
    waiting = applications.filed(applications.change())
    assert f"/ziadosti/{waiting.number}/" in text(as_alzbeta.get(detail))
    change = text(as_alzbeta.get(begin(as_alzbeta, f"{detail}zmena/")))
    assert "Rovnaká žiadosť už čaká na spracovanie" in change
    assert waiting.number in change
    cancellation = text(as_alzbeta.get(begin(as_alzbeta, f"{detail}zrusenie/")))
    assert "Rovnaká žiadosť už čaká" not in cancellation


def test_it_withdraws_once(as_alzbeta: Client) -> None:
    address = f"/ziadosti/{applications.filed().number}/vziat-spat/"
    assert as_alzbeta.post(address).status_code == 302
    assert as_alzbeta.post(address).status_code == 409


def test_it_lists_the_providers_with_state_and_buttons(provider: ServiceProvider, as_alzbeta: Client) -> None:
    page = text(as_alzbeta.get("/profil/technicke-ucty/"))
    for said in (ENTITY_ID, "Aktivovaný", "Upraviť", "Zrušiť", "Registrácia poskytovateľa služieb"):
        assert said in page


def test_it_lists_ones_filings_with_their_owner(provider: ServiceProvider, as_boris: Client) -> None:
    page = text(as_boris.get("/ziadosti/"))
    row = page[page.index("<tbody>") : page.index("</tbody>")]
    assert ENTITY_ID in row
    assert "Ministerstvo vzorov" in row


def test_it_gives_the_bytes_as_filed(provider: ServiceProvider, as_alzbeta: Client) -> None:
    answer = as_alzbeta.get(f"/profil/poskytovatelia/{provider.pk}/metadata/1.xml")
    assert answer.content == sp_metadata()
    assert answer["Content-Disposition"].startswith("attachment")


def test_it_gives_certificates_as_der(provider: ServiceProvider, as_alzbeta: Client) -> None:
    entry = provider.versions.get().certificates.all()[0]
    answer = as_alzbeta.get(f"/profil/poskytovatelia/{provider.pk}/certifikaty/{entry.pk}.cer")
    assert answer.content == bytes(entry.der)
    page = text(as_alzbeta.get(f"/profil/poskytovatelia/{provider.pk}/certifikaty/{entry.pk}/"))
    assert entry.fingerprint in page
    assert entry.subject in page


def test_it_prefills_the_change_from_the_record(provider: ServiceProvider, as_alzbeta: Client) -> None:
    page = text(as_alzbeta.get(begin(as_alzbeta, f"/profil/poskytovatelia/{provider.pk}/zmena/")))
    for known in (ENTITY_ID, "12345678", "sso@vzory.example", "Zmeniť údaje poskytovateľa služby k dátumu"):
        assert known in page
    assert "Názov technického" not in page


def test_it_has_no_metadata_in_the_cancellation(provider: ServiceProvider, as_alzbeta: Client) -> None:
    page = text(as_alzbeta.get(begin(as_alzbeta, f"/profil/poskytovatelia/{provider.pk}/zrusenie/")))
    assert "Zrušiť poskytovateľa služby k dátumu" in page
    assert "metadata_text" not in page


def in_order(page: str, labels: tuple[str, ...]) -> bool:
    """Whether each label stands behind the one before it."""
    found = [page.index(f">{label}") for label in labels]
    return found == sorted(found)


SHARED = (
    "Údaje o poskytovateľovi služieb",
    "Typ subjektu",
    "IČO",
    "Suffix",
    "Kontaktné údaje",
    "Meno a priezvisko",
    "E-mail",
    "Telefón",
    "Technické údaje poskytovateľa služieb",
    "Identifikátor poskytovateľa služieb",
)


@pytest.mark.parametrize("address", ["/sluzby/zmena/", "profile"])
def test_it_has_the_labels_of_fig_7(provider: ServiceProvider, as_alzbeta: Client, address: str) -> None:
    """R-4.4: the same form, empty from the services and prefilled from the profile."""
    opened = f"/profil/poskytovatelia/{provider.pk}/zmena/" if address == "profile" else address
    page = text(as_alzbeta.get(begin(as_alzbeta, opened)))
    own = ("Zmeniť údaje poskytovateľa služby k dátumu", "Metadata poskytovateľa služieb")
    assert in_order(page, (*SHARED, *own, "Povinné prílohy", "Splnomocnenie v prípade podania"))
    assert ('value="12345678"' in page) is (address == "profile")


def test_it_has_the_labels_of_fig_11(provider: ServiceProvider, as_alzbeta: Client) -> None:
    page = text(as_alzbeta.get(begin(as_alzbeta, "/sluzby/zrusenie/")))
    own = ("Zrušiť poskytovateľa služby k dátumu", "Povinné prílohy", "Splnomocnenie v prípade podania")
    assert in_order(page, (*SHARED, *own))


def test_it_costs_the_same_whatever_the_history(
    provider: ServiceProvider, as_alzbeta: Client, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(13):  # one asks how far the register's history is
        as_alzbeta.get("/profil/technicke-ucty/")


@pytest.mark.parametrize(("slug", "kind"), [("zmena", "change"), ("zrusenie", "cancellation")])
def test_it_files_a_change_and_a_cancellation(
    provider: ServiceProvider, as_alzbeta: Client, slug: str, kind: str
) -> None:
    draft = begin(as_alzbeta, f"/profil/poskytovatelia/{provider.pk}/{slug}/")
    only_some = {"project": None} if kind == "change" else {"project": None, "metadata_text": None}
    answer = as_alzbeta.post(draft, typed(**only_some))
    page = text(as_alzbeta.get(answer["Location"]))
    assert "Údaje súhlasia s evidenciou" in page
    send(as_alzbeta, draft)
    filing = Filing.objects.get(kind=kind)
    assert filing.status == "awaiting-paper"
    assert filing.problems == []
