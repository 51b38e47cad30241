"""What ends when, for owners: the page, the table to save, and the calendar at a secret address."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import icalendar
import pytest
import time_machine
from django.core.cache import caches
from django.test import Client

from matrika.notices.remind import remind_next
from matrika.register.certificates import in_metadata
from matrika.register.models import CalendarAddress, Event, Organisation, ServiceProvider
from matrika.register.reference import calendar_addresses
from matrika.register.versions import open_version
from tests import applications, people, pki
from tests.doors.portal.forms import text
from tests.metadata import sp_metadata

pytestmark = pytest.mark.django_db
PAGE, TABLE = "/profil/koniec-platnosti/", "/profil/koniec-platnosti.csv"
DAY = timedelta(days=1)
BEGAN = people.NOW - 100 * DAY


def metadata(entity_id: str, days: int) -> bytes:
    """Two certificates that end so many days from now."""
    signing, encryption = (
        pki.certificate(
            key=pki.key(number), not_before=people.NOW - 300 * DAY, not_after=people.NOW + days * DAY
        )
        for number in (1, 2)
    )
    return sp_metadata(entity_id=entity_id, signing=signing, encryption=encryption)


def provider(name: str = "sp", days: int = 20):
    entity_id = f"https://{name}.example"
    day = (BEGAN + DAY).date()
    filled = applications.registration(
        entity_id=entity_id, metadata=metadata(entity_id, days), effective_on=day
    )
    return applications.registered(filled, at=BEGAN)


def rows(answer) -> list[list[str]]:
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=";"))


def made_address(client: Client) -> str:
    page = text(client.post("/profil/kalendar/"))
    found = re.search(r">http://127.0.0.1:8000(/kalendar/[A-Za-z0-9_-]{43}\.ics)</textarea>", page)
    assert found, page
    return found[1]


def test_it_shows_what_ends_what_replaces_it_and_who_was_reminded(as_alzbeta: Client) -> None:
    one = provider()
    while remind_next(at=people.NOW, replaced_at=lambda certificate: None):
        pass
    page = text(as_alzbeta.get(PAGE))
    for said in ("https://sp.example", "12.12.2026 13:00:00", "20 dní", "CN=ico-12345678"):
        assert said in page
    assert page.count(f'href="/profil/poskytovatelia/{one.pk}/zmena/"') == 2
    assert '<td data-label="Pripomenuté">20 <span' in page
    later = metadata("https://sp.example", 390).replace(b"sp.example/acs", b"sp.example/acs2")
    filing = applications.approved(applications.change(metadata=later, effective_on=date(2026, 12, 1)))
    page = text(as_alzbeta.get(PAGE))
    assert page.count(f'href="/ziadosti/{filing.number}/"') == 2
    assert "schválená zmena od 01.12.2026 00:00:00" in page
    assert f'href="/profil/poskytovatelia/{one.pk}/zmena/"' not in page


def test_it_says_that_there_is_nothing(as_alzbeta: Client) -> None:
    assert "nič nekončí" in text(as_alzbeta.get(PAGE))
    assert len(rows(as_alzbeta.get(TABLE))) == 1


def test_it_shows_and_hands_out_nothing_of_strangers(as_cyril: Client) -> None:
    provider()
    assert "sp.example" not in text(as_cyril.get(PAGE))
    assert len(rows(as_cyril.get(TABLE))) == 1


def test_it_has_nothing_for_who_acts_for_nobody(client: Client) -> None:
    client.force_login(people.person("nikto", "Nik", "Nikto"))
    assert "Nekonáte za žiadnu organizáciu" in text(client.get(PAGE))
    assert client.get(TABLE).status_code == 404
    assert client.post("/profil/kalendar/").status_code == 404


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3),
        ("?obdobie=30", 2),
        ("?obdobie=90&pouzitie=signing", 1),
        ("?obdobie=365", 3),
        ("?obdobie=skoncene", 1),
        ("?obdobie=2026-12-12", 2),
        ("?obdobie=2026-12-07&q=https://sp", 2),
        ("?q=nikto", 0),
        ("?obdobie=9999-12-31&pouzitie=nic&strana=x", 3),
        ("?obdobie=0001-01-01", 3),
        ("?obdobie=9998-12-31", 0),
        ("?obdobie=2020-01-01", 0),
        ("?obdobie=2026-W99&q=%00", 3),
    ],
)
def test_it_narrows_page_and_table_alike(as_alzbeta: Client, query: str, count: int) -> None:
    provider(days=20)
    signing = tuple(
        pki.certificate(key=pki.key(key), not_before=BEGAN, not_after=people.NOW + days * DAY)
        for key, days in ((1, -1), (3, 99))
    )
    enter(sp_metadata(entity_id="https://rok.example", signing=signing, encryption=()))
    page = text(as_alzbeta.get(PAGE + query))
    assert f"Počet certifikátov: {count}" in page
    assert len(rows(as_alzbeta.get(TABLE + query))) == count + 1


def enter(content: bytes) -> None:
    """Without an encryption certificate, as only imports are; and without the event that an import writes."""
    caches["process"].clear()
    owner = people.organisation()
    made = ServiceProvider.objects.create(entity_id="https://rok.example", owner=owner, registered_at=BEGAN)
    open_version(
        made,
        content,
        in_metadata(content),
        contact=applications.CONTACT,
        filing_number="",
        effective_from=BEGAN,
        recorded_at=BEGAN,
    )


def test_it_asks_as_often_for_many_as_for_one(as_alzbeta: Client, django_assert_max_num_queries) -> None:
    provider("prvy")
    with django_assert_max_num_queries(12) as asked:
        as_alzbeta.get(PAGE)
    for number in range(5):
        provider(f"sp{number}")
    with django_assert_max_num_queries(len(asked.captured_queries)):
        as_alzbeta.get(PAGE)


def test_it_names_a_week_in_which_many_end(as_alzbeta: Client) -> None:
    for number in range(5):
        provider(f"sp{number}")
    page = text(as_alzbeta.get(PAGE))
    assert "V týždni od 07.12.2026 do 13.12.2026 končí naraz 10 certifikátov." in page
    assert 'class="is-mass"' in page


def test_it_lets_no_name_become_a_formula(as_alzbeta: Client) -> None:
    provider()
    for hostile in ("=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1"):
        Organisation.objects.filter(ico="12345678").update(name=hostile)
        (_, first, _) = rows(as_alzbeta.get(TABLE))
        assert first[1] == f"'{hostile}"
    assert first[7] == "20"  # a number stays one


def test_it_writes_the_table_for_a_slovak_excel(as_alzbeta: Client) -> None:
    provider()
    answer = as_alzbeta.get(TABLE)
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbfPoskytovate\xc4\xbe slu\xc5\xbeieb;Vlastn\xc3\xadk;")
    assert answer["Content-Disposition"] == 'attachment; filename="koniec-platnosti-2026-11-22.csv"'
    assert "no-store" in answer["Cache-Control"]


def test_it_gives_a_calendar_without_log_in_or_cookie(as_alzbeta: Client) -> None:
    one = provider()
    address = made_address(as_alzbeta)
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "private" in answer["Cache-Control"]
    assert not answer.cookies
    events = list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))
    assert len(events) == 2
    assert {event.decoded("DTSTART") for event in events} == {date(2026, 12, 12)}
    assert {event["URL"] for event in events} == {
        f"http://127.0.0.1:8000/profil/poskytovatelia/{one.pk}/zmena/"
    }
    assert {len(event.walk("VALARM")) for event in events} == {5}
    assert "Končí certifikát na šifrovanie: https://sp.example" in [event["SUMMARY"] for event in events]
    english = Client().get(f"{address}?jazyk=en").content.decode()
    assert "A certificate for signing ends" in english


def test_it_keeps_the_event_of_a_certificate_that_goes_on(as_alzbeta: Client) -> None:
    provider(days=200)
    address = made_address(as_alzbeta)

    def uids() -> set[str]:
        calendar = icalendar.Calendar.from_ical(Client().get(address).content)
        return {str(one["UID"]) for one in calendar.walk("VEVENT")}

    before = uids()
    moved = metadata("https://sp.example", 200).replace(b"sp.example/acs", b"sp.example/nova")
    applications.in_effect(applications.change(metadata=moved), at=people.NOW - DAY)
    assert uids() == before
    assert len(before) == 2


def test_it_wakes_nobody_for_what_an_approved_change_replaces(as_alzbeta: Client) -> None:
    provider()
    later = metadata("https://sp.example", 390)
    filing = applications.approved(applications.change(metadata=later, effective_on=date(2026, 12, 1)))
    calendar = icalendar.Calendar.from_ical(Client().get(made_address(as_alzbeta)).content)
    events = calendar.walk("VEVENT")
    assert events
    assert calendar.walk("VALARM") == []
    assert all(filing.number in event["DESCRIPTION"] for event in events)


def test_it_ends_the_old_address_at_once_when_a_new_one_is_made(as_alzbeta: Client) -> None:
    provider()
    first = made_address(as_alzbeta)
    second = made_address(as_alzbeta)
    assert first != second
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    as_alzbeta.post("/profil/kalendar/zrusit/")
    assert Client().get(second).status_code == 404
    kinds = Event.objects.filter(kind__startswith="calendar").order_by("number").values_list("kind", "actor")
    alzbeta = people.alzbeta().as_actor
    assert list(kinds) == [("calendar-address-made", alzbeta)] * 2 + [("calendar-address-ended", alzbeta)]
    as_alzbeta.post("/profil/kalendar/zrusit/")
    assert Event.objects.filter(kind="calendar-address-ended").count() == 1


def test_it_stores_no_address_and_tells_it_once(as_alzbeta: Client) -> None:
    token = made_address(as_alzbeta).removeprefix("/kalendar/").removesuffix(".ics")
    kept = CalendarAddress.objects.get()
    assert token not in str(vars(kept)) + str(list(Event.objects.values()))
    assert token not in str(dict(as_alzbeta.session))
    page = text(as_alzbeta.get(PAGE))
    assert token not in page
    assert "Terajšiu adresu vytvoril(a) Alžbeta Agátová 22.11.2026 13:00:00." in page


@pytest.mark.parametrize("token", ["x", "a" * 43, "ľ", "%00", "..", "a" * 5000])
def test_it_knows_no_other_address(as_alzbeta: Client, token: str) -> None:
    made_address(as_alzbeta)
    assert Client().get(f"/kalendar/{token}.ics").status_code == 404


def test_it_ends_with_nothing_that_was_not_there() -> None:
    whom = people.organisation()
    assert not calendar_addresses.end(whom, actor=people.alzbeta(), at=people.NOW)
    assert calendar_addresses.of("") is None


def test_it_shows_each_organisation_its_own(as_alzbeta: Client, as_cyril: Client) -> None:
    provider()
    theirs = made_address(as_cyril)
    assert b"VEVENT" not in Client().get(theirs).content
    with time_machine.travel(people.NOW + DAY):
        as_alzbeta.force_login(people.alzbeta())  # no session lasts overnight
        assert b"VEVENT" in Client().get(made_address(as_alzbeta)).content


def test_it_says_that_an_earlier_address_serves_no_more_only_where_there_was_one(as_alzbeta: Client) -> None:
    says = "Adresa, ktorá platila predtým, už neplatí."
    assert says not in text(as_alzbeta.post("/profil/kalendar/"))
    assert says in text(as_alzbeta.post("/profil/kalendar/"))
