"""Further addresses under "Môj profil", the holder's page, contacts that e-mail does not reach (R-8.3)."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from matrika.notices.further import addresses
from matrika.notices.models import Delivery, FurtherAddress
from matrika.notices.write import write_next
from tests import people
from tests.applications import filed, registered, registration
from tests.doors.portal.forms import text
from tests.notices.further.makers import HELPER, agreed, asked

pytestmark = pytest.mark.django_db
LIST = "/profil/dalsie-adresy/"


def shown(client: Client) -> str:
    return text(client.get(LIST))


def path(address: FurtherAddress) -> str:
    return "/" + addresses.link(address).split("/", 3)[3]


def test_it_adds_an_address_and_asks_its_holder(as_alzbeta: Client) -> None:
    assert "Zatiaľ ste nepridali žiadnu adresu." in shown(as_alzbeta)
    answer = as_alzbeta.post(LIST, {"email": f" {HELPER} ", "copies": "on"}, follow=True)
    assert f"Na adresu {HELPER} sme poslali odkaz." in text(answer)
    assert "čaká na potvrdenie" in text(answer)
    address = FurtherAddress.objects.get()
    assert (address.email, address.wants_copies, address.wants_digest) == (HELPER, True, False)
    assert Delivery.objects.get().further_address == address


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"email": "", "copies": "on"}, "Zadajte e-mailovú adresu."),
        ({"email": "nikto", "copies": "on"}, "Zadajte jednu e-mailovú adresu"),
        ({"email": "a@b.example\r\nBcc: c@d.example", "copies": "on"}, "Zadajte jednu e-mailovú adresu"),
        ({"email": HELPER}, "Vyberte, čo sa má na adresu posielať."),
        ({"email": "x" * 300, "copies": "on"}, "254"),
    ],
)
def test_it_says_what_is_wrong_with_an_address(as_alzbeta: Client, typed: dict[str, str], error: str) -> None:
    answer = as_alzbeta.post(LIST, typed)
    assert answer.status_code == 422
    assert error in text(answer)
    assert not FurtherAddress.objects.exists()


def test_it_refuses_an_address_that_is_there(as_alzbeta: Client) -> None:
    agreed()
    answer = as_alzbeta.post(LIST, {"email": HELPER.upper(), "copies": "on"})
    assert "Túto adresu už v zozname máte." in text(answer)


def test_it_changes_and_removes(as_alzbeta: Client) -> None:
    address = agreed()
    one = f"{LIST}{address.pk}/"
    assert "je zmenená" in text(as_alzbeta.post(one, {"digest": "1"}, follow=True))
    address.refresh_from_db()
    assert (address.wants_copies, address.wants_digest) == (False, True)
    assert address.digest_due_at
    assert "je odobratá" in text(as_alzbeta.post(one, {"digest": "1", "odobrat": "1"}, follow=True))
    assert as_alzbeta.post(one, {"copies": "1"}).status_code == 404
    assert HELPER not in shown(as_alzbeta)


def test_it_removes_an_address_to_which_nothing_shall_go(as_alzbeta: Client) -> None:
    address = agreed()
    as_alzbeta.post(f"{LIST}{address.pk}/", {})
    address.refresh_from_db()
    assert address.removed_at


def test_it_is_nobody_elses_business(as_alzbeta: Client, as_cyril: Client) -> None:
    address = agreed()
    assert HELPER in shown(as_alzbeta)
    assert HELPER not in shown(as_cyril)
    assert as_cyril.post(f"{LIST}{address.pk}/", {"odobrat": "1"}).status_code == 404
    assert Client().get(LIST).status_code == 302
    address.refresh_from_db()
    assert address.removed_at is None


def test_it_has_no_list_for_who_acts_for_nobody(as_zita: Client) -> None:
    assert as_zita.get(LIST).status_code == 404


def test_it_says_that_e_mail_does_not_arrive_there(as_alzbeta: Client) -> None:
    agreed()
    Delivery.objects.update(refused_at=timezone.now(), last_error="550 <b>no</b>")
    assert "E-maily na túto adresu nedochádzajú:" in shown(as_alzbeta)
    assert "550 &lt;b&gt;no&lt;/b&gt;" in shown(as_alzbeta)


class TestHolder:
    def test_it_agrees_by_a_press_and_not_by_opening(self, client: Client) -> None:
        address = asked(at=timezone.now())
        page = client.get(path(address))
        assert "Organizácia Ministerstvo vzorov chce" in text(page)
        assert page["Referrer-Policy"] == "same-origin"  # the secret stands in the address
        assert "no-store" in page["Cache-Control"]
        client.head(path(address))
        address.refresh_from_db()
        assert address.confirmed_at is None
        assert "Adresa je potvrdená." in text(client.post(path(address), follow=True))
        address.refresh_from_db()
        assert address.confirmed_at

    @pytest.mark.parametrize("make", [asked, agreed])
    def test_it_puts_an_end_to_it(self, client: Client, make) -> None:
        address = make(at=timezone.now())
        answer = client.post(path(address), {"odobrat": "1"}, follow=True)
        assert "už z registra nič neposielame" in text(answer)
        address.refresh_from_db()
        assert address.removed_at
        client.post(path(address))
        address.refresh_from_db()
        assert address.removed_at

    def test_it_says_that_a_link_is_too_old(self, client: Client) -> None:
        address = asked(at=timezone.now() - timedelta(days=7))
        assert "Odkaz už neplatí." in text(client.post(path(address), follow=True))

    def test_it_wants_the_form_of_this_site(self) -> None:
        address = asked(at=timezone.now())
        assert Client(enforce_csrf_checks=True).post(path(address)).status_code == 403

    @pytest.mark.parametrize("token", ["1.x", "nic", "%00", "1" * 500])
    def test_it_knows_no_other_link(self, client: Client, token: str) -> None:
        asked()
        assert client.get(f"/dalsia-adresa/{token}/").status_code == 404


def test_it_asks_as_many_questions_for_ten_addresses(
    as_alzbeta: Client, django_assert_max_num_queries
) -> None:
    people.organisation()
    for number in range(10):
        agreed(f"a{number}@b.example")
    with django_assert_max_num_queries(8):
        shown(as_alzbeta)


# Contacts that e-mail does not reach

CONTACT = "sso@vzory.example"
WARNING = f'E-maily na adresu <span class="m-anywhere">{CONTACT}</span> nedochádzajú.'
PAGES = ("/profil/", "/profil/technicke-ucty/", "/spravy/")


def came_back() -> None:
    while write_next(at=people.NOW):
        pass
    now = timezone.now() - timedelta(hours=1)
    letters = Delivery.objects.filter(email=CONTACT)
    assert letters.update(delivered_at=now, bounced_at=now, last_error="5.1.1 <b>no such user</b>")


def page_of(client: Client, page: str) -> str:
    return unescape(text(client.get(page)))


def test_it_warns_the_owner_and_names_what_to_do(as_alzbeta: Client) -> None:
    provider = registered()
    came_back()
    for page in (*PAGES, f"/profil/poskytovatelia/{provider.pk}/"):
        assert WARNING in page_of(as_alzbeta, page), page
    answer = text(as_alzbeta.get("/profil/"))
    assert "5.1.1 &lt;b&gt;no such user&lt;/b&gt;" in answer
    assert f'href="/profil/poskytovatelia/{provider.pk}/zmena/"' in answer


def test_it_warns_of_the_contact_of_an_open_filing(as_alzbeta: Client) -> None:
    filing = filed()
    came_back()
    assert WARNING in page_of(as_alzbeta, "/profil/")
    page = page_of(as_alzbeta, f"/ziadosti/{filing.number}/")
    assert f"E-mail na {CONTACT} nedošiel: 5.1.1 <b>no such user</b>" in page


def test_it_warns_of_a_contact_as_soon_as_it_is_given(as_alzbeta: Client) -> None:
    assert "nedochádzajú" not in page_of(as_alzbeta, "/profil/")  # its contacts are remembered now
    filed()
    came_back()
    assert WARNING in page_of(as_alzbeta, "/profil/")


def test_it_asks_for_contacts_only_when_something_has_happened(as_alzbeta: Client) -> None:
    registered()
    as_alzbeta.get("/profil/")
    with CaptureQueriesContext(connection) as asked_again:
        as_alzbeta.get("/profil/")
    assert not [query for query in asked_again.captured_queries if "DISTINCT" in query["sql"]]


def test_it_remembers_the_contacts_of_an_owner_once_whatever_happens(as_alzbeta: Client) -> None:
    caches["process"].clear()
    for one in ("https://one.example", "https://two.example"):
        filed(registration(entity_id=one))
        as_alzbeta.get("/profil/")
    assert len([key for key in caches["process"]._cache if "contacts:" in key]) == 1


def test_it_warns_nobody_else(as_cyril: Client, as_alzbeta: Client) -> None:
    registered()
    came_back()
    assert "nedochádzajú" not in page_of(as_cyril, "/profil/")


def test_it_warns_nobody_while_letters_arrive(as_alzbeta: Client) -> None:
    registered()
    while write_next(at=people.NOW):
        pass
    Delivery.objects.filter(email=CONTACT).update(delivered_at=people.NOW)
    for page in PAGES:
        assert "nedochádzajú" not in page_of(as_alzbeta, page), page
