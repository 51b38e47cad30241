"""The register as staff read it: found by what people type, and as of any instant (R-7.2, R-7.4, R-7.5)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from matrika.notices.remind import remind_next
from matrika.notices.write import write_next
from matrika.register.models import CertificateEntry, ServiceProvider
from tests import people, pki
from tests.applications import change, filed, in_effect, registered, registration
from tests.metadata import sp_metadata
from tests.publication.registering import keys, publish_all  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
IN_DECEMBER = {"den": "01.12.2026", "cas": "10:00"}


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(people.zita())
    return client


@pytest.fixture
def provider() -> ServiceProvider:
    return registered()


def page(client: Client, path: str, **asked: str) -> str:
    answer = client.get(f"/konzola/register/{path}", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def entry() -> CertificateEntry:
    return CertificateEntry.objects.order_by("pk")[0]


def test_it_shows_who_came_last_before_anything_is_typed(staff: Client) -> None:
    assert "Naposledy zaregistrovaní" not in page(staff, "")
    for number in range(6):
        registered(registration(entity_id=f"https://sp{number}.example"))
    said = page(staff, "")
    assert [f"https://sp{number}.example</a>" in said for number in range(6)] == [False, *[True] * 5]
    assert "Naposledy zaregistrovaní" not in page(staff, "", q="sp5")


@pytest.mark.parametrize(
    "typed",
    ["https://sp.example", "sp.exa", "HTTPS://SP", "ministerstvo", "Ministerstvo vz", "12345678"],
)
def test_it_finds_a_provider_by_a_beginning_or_an_ico(staff: Client, provider: object, typed: str) -> None:
    registered(registration(entity_id="https://other.example"))
    people.other_organisation()
    said = page(staff, "", q=typed)
    assert "https://sp.example</a>" in said


@pytest.mark.parametrize("typed", ["p.example", "https://sp.examplf", "87654321", "erstvo", "%", "_"])
def test_it_finds_no_provider_by_anything_else(staff: Client, provider: object, typed: str) -> None:
    assert "https://sp.example</a>" not in page(staff, "", q=typed)


@pytest.mark.usefixtures("provider")
def test_it_finds_a_certificate_by_any_usual_writing(staff: Client) -> None:
    one = entry()
    print_ = one.fingerprint
    pairs = [print_[at : at + 2] for at in range(0, 64, 2)]
    written = [print_, print_.lower(), ":".join(pairs), " ".join(pairs).lower()]
    written += [f"sha256 Fingerprint={':'.join(pairs)}", f"  {print_} "]
    written += [one.serial_number, f"00{one.serial_number}", f"serial={one.serial_number}"]
    written += [str(int(one.serial_number, 16)), f"0x{one.serial_number.lower()}"]
    written += [one.subject, "ico-12345678"]
    for text in written:
        assert f"/konzola/register/certifikaty/{one.pk}/" in page(staff, "", q=text), text
    assert f"/konzola/register/certifikaty/{one.pk}/" not in page(staff, "", q=print_[:-1])


def test_it_finds_a_filing_by_its_number_and_its_entity(staff: Client) -> None:
    filing = filed()
    for text in (filing.number, "https://sp.example", "sp.example"):
        assert f"/konzola/ziadosti/{filing.number}/" in page(staff, "", q=text)


def test_it_goes_through_one_kind_page_by_page(staff: Client) -> None:
    for number in range(7):
        registered(registration(entity_id=f"https://sp{number}.example"))
    assert page(staff, "", q="sp").count("</a> <strong") == 5
    assert page(staff, "", q="sp", skupina="poskytovatelia").count("</a> <strong") == 7


def test_it_asks_as_often_for_many_as_for_one(
    staff: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        registered(registration(entity_id=f"https://sp{number}.example"))
        with django_assert_num_queries(15):
            page(staff, "", q="sp")


def test_it_shows_a_provider_with_everything_about_it(staff: Client, provider: ServiceProvider) -> None:
    waiting = filed(change())
    said = page(staff, f"poskytovatelia/{provider.pk}/", **IN_DECEMBER)
    for words in (
        "https://sp.example",
        "Ministerstvo vzorov",
        waiting.number,
        entry().fingerprint,
        "verzia 1",
    ):
        assert words in said
    assert "má aj iný poskytovateľ" not in said


def test_it_shows_which_certificate_the_owner_was_reminded_of(
    staff: Client, provider: ServiceProvider
) -> None:
    """Reminders come of time, not of an event; without them staff would say that nobody told the owner."""
    ends = entry().not_after - timedelta(days=7)
    while write_next(at=ends):
        pass
    while remind_next(at=ends, replaced_at=lambda _: None):
        pass
    said = page(staff, f"poskytovatelia/{provider.pk}/")
    assert "Spracovanie požiadavky v registri autentifikačných certifikátov" in said
    assert "Informácia o expirácii certifikátu" in said
    assert f"certifikát na podpisovanie {entry().fingerprint[:16]}" in said


def test_it_shows_where_a_certificate_or_its_key_is_met(staff: Client, provider: ServiceProvider) -> None:
    same_key = pki.certificate(key=pki.key(1), days=600)
    metadata = sp_metadata(entity_id="https://other.example", signing=same_key)
    other = registered(registration(entity_id="https://other.example", metadata=metadata))
    assert page(staff, f"poskytovatelia/{provider.pk}/", **IN_DECEMBER).count("má aj iný poskytovateľ") == 2
    said = page(staff, f"certifikaty/{entry().pk}/")
    assert f"/konzola/register/poskytovatelia/{other.pk}/" in said
    assert "iný certifikát, ten istý kľúč" in said


def test_it_tells_a_provider_as_of_an_instant(staff: Client, provider: ServiceProvider) -> None:
    in_effect(change(metadata=sp_metadata(replace={"/acs": "/acs2"})), at=people.NOW + 10 * DAY)
    path = f"poskytovatelia/{provider.pk}/"
    then = page(staff, path, den="24.11.2026", cas="10:00")
    assert "Čo platilo 24.11.2026 10:00:00" in then
    assert "podľa všetkého, čo register vie dnes" in then
    assert "/metadata/1.xml" in then
    before = page(staff, path, den="23.11.2026", cas="00:00", vedel_den="23.11.2026", vedel_cas="10:00")
    assert "podľa toho, čo bolo zapísané do 23.11.2026 10:00:00" in before
    assert "Platnosť ešte nezačala." in before


@pytest.mark.usefixtures("provider", "keys")
def test_it_lists_who_was_active_beside_what_was_published(staff: Client) -> None:
    publish_all(at=people.NOW + 5 * DAY)
    late = page(staff, "k-datumu/", den="24.11.2026", cas="10:00")
    assert "https://sp.example" in late
    assert '<span class="c-danger">žiadna</span>' in late
    assert '<span class="c-danger">žiadna</span>' not in page(
        staff, "k-datumu/", den="28.11.2026", cas="10:00"
    )
    assert "Aktívny nebol nikto." in page(staff, "k-datumu/", den="22.11.2026", cas="23:59:59")


def test_it_turns_the_pages_of_who_was_active(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matrika.console.views.register_as_of.A_PAGE", 2)
    for number in range(3):
        registered(registration(entity_id=f"https://sp{number}.example"))
    asked = {"den": "30.11.2026", "cas": "10:00"}
    first = staff.get("/konzola/register/k-datumu/", asked)
    place = first.context["next"]
    assert [seen.provider.entity_id for seen, _ in first.context["rows"]] == [
        "https://sp2.example",
        "https://sp1.example",
    ]
    second = staff.get(
        "/konzola/register/k-datumu/", {**asked, "za": f"{place.registered_at.isoformat()}_{place.pk}"}
    )
    assert [seen.provider.entity_id for seen, _ in second.context["rows"]] == ["https://sp0.example"]
    assert second.context["next"] is None


@pytest.mark.parametrize("place", ["x_y", "0001-01-01T00:00:00+14:00_1", "9999-12-31T23:59:59-14:00_1"])
def test_it_begins_anew_behind_a_place_that_is_none(staff: Client, place: str) -> None:
    asked = {"den": "30.11.2026", "cas": "10:00", "za": place}
    assert staff.get("/konzola/register/k-datumu/", asked).context["is_first"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"den": "28.03.2027", "cas": "02:30"}, "Taký čas nebol"),
        ({"den": "31.10.2027", "cas": "02:30"}, "Zobrazuje sa prvý."),
        ({"den": "31.10.2027", "cas": "02:30", "druhy": "on"}, "Zobrazuje sa druhý."),
        ({"den": "30.02.2027", "cas": "02:30"}, "Uveďte dátum v tvare"),
        ({"den": "01.03.2027", "cas": ""}, "Uveďte čas."),
        ({"den": "01.01.0001", "cas": "00:00"}, "Uveďte rok medzi"),
        ({"den": "01.03.2027", "cas": "10:00", "vedel_cas": "10:00"}, "Uveďte dátum."),
    ],
)
def test_it_says_what_is_wrong_with_an_instant(staff: Client, asked: dict[str, str], sentence: str) -> None:
    assert sentence in page(staff, "k-datumu/", **asked)
