"""R-4: submit → automatic checks → rejected with every reason, or acknowledged."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pytest

from matrika import eform
from matrika.core.events import EventKind
from matrika.core.filing import Attachment, Authorisation, PowerOfAttorney
from matrika.core.people import Contact, Ico, SubjectType
from matrika.filings.access import NotEntitled
from matrika.filings.models import Filing
from matrika.filings.store import application_of, report_of
from matrika.filings.submit import examine, submit
from matrika.filings.withdraw import withdraw
from matrika.register import ledger
from matrika.register.models import Event
from tests import people
from tests.applications import change, filed, registered, registration
from tests.metadata import sp_metadata

pytestmark = pytest.mark.django_db
POWER = Attachment("splnomocnenie.pdf", "application/pdf", b"%PDF-1.7")


def names(application, actor=None) -> list[str]:
    actor = actor or people.alzbeta()
    return [found.name for found in examine(application, actor=actor, at=people.NOW).problems]


def kinds(filing: Filing) -> list[str]:
    events = Event.objects.filter(filing_number=filing.number)
    return list(events.values_list("kind", flat=True))


def test_it_acknowledges_a_good_registration_and_waits_for_paper() -> None:
    filing = filed()
    assert (filing.number, filing.status) == ("2026-000001", "awaiting-paper")
    assert kinds(filing) == [EventKind.FILING_ACCEPTED, EventKind.PAPER_AWAITED]
    assert ledger.verify() == 2


def test_it_tells_the_event_everything_a_message_needs() -> None:
    filing = filed()
    data = Event.objects.get(kind=EventKind.FILING_ACCEPTED).data
    assert set(data.pop("files")) == {"attachments", "metadata", "form"}  # for the chain, not for messages
    assert data == {
        "filing_number": "2026-000001",
        "filing_kind": "registration",
        "status": "awaiting-authorisation",
        "entity_id": "https://sp.example",
        "organisation": people.organisation().pk,
        "filed_by": filing.filed_by_id,
        "acting_for": people.organisation().pk,
        "contact_name": "Alžbeta Agátová",
        "contact_email": "sso@vzory.example",
        "attempted_at": "2026-11-22T12:00:00+00:00",
        "effective_on": "2026-11-23",
    }


def test_it_keeps_every_byte_and_datum_of_the_application() -> None:
    application = registration(
        metadata=sp_metadata().replace(b"\n", b"\r\n"),
        project="VZOR",
        note="Listinná žiadosť príde poštou.",
        attachments=(POWER,),
        power_of_attorney=PowerOfAttorney.PAPER,
    )
    filing = Filing.objects.get(pk=filed(application).pk)
    assert application_of(filing) == application
    assert application.metadata is not None
    assert filing.metadata_sha256 == hashlib.sha256(application.metadata).hexdigest()


def test_it_keeps_the_document_that_is_signed_or_printed() -> None:
    filing = Filing.objects.get(pk=filed(registration(reference="d-1", attachments=(POWER,))).pk)
    again = eform.document(application_of(filing))
    assert bytes(filing.form_document or b"") == again.content
    assert filing.form_sha256 == again.sha256


def test_it_writes_into_the_document_that_the_note_announces_paper() -> None:
    filing = filed(registration(authorisation=Authorisation.NONE, note="Pošlem listinne."))
    assert b"<Authorisation>PAPER</Authorisation>" in bytes(filing.form_document or b"")


@pytest.mark.parametrize("wrong", [{"note": "a\x0bb"}, {"note": "x" * 4001}, {"project": "\ufffe"}])
def test_it_rejects_what_no_form_can_hold_and_keeps_it_all_the_same(wrong: dict[str, str]) -> None:
    filing = submit(
        registration(**wrong), actor=people.alzbeta(), acting_for=people.organisation(), at=people.NOW
    )
    assert [found["name"] for found in filing.problems] == ["datum-malformed"]
    assert Filing.objects.get(pk=filing.pk).form_document is None


def test_it_keeps_the_whole_report() -> None:
    application = registration()
    filing = Filing.objects.get(pk=filed(application).pk)
    assert report_of(filing) == examine(application, actor=people.boris(), at=people.NOW).report


@pytest.mark.parametrize(
    "hostile",
    [b"", b"\0", b"<a>\0</a>", b"\xff\xfe\0", b"\x00" * 99, "<\ud800>".encode("utf-16", "surrogatepass")],
)
def test_it_keeps_a_report_about_bytes_that_no_database_text_can_hold(hostile: bytes) -> None:
    filing = submit(registration(metadata=hostile), actor=people.alzbeta(), acting_for=None, at=people.NOW)
    stored = Filing.objects.get(pk=filing.pk)
    assert bytes(stored.metadata) == hostile
    assert ledger.verify() == 1


def test_it_examines_without_storing_anything() -> None:
    examination = examine(registration(), actor=people.alzbeta(), at=people.NOW)
    assert examination.problems == ()
    assert examination.report is not None
    assert (Filing.objects.count(), Event.objects.count()) == (0, 0)


def test_it_stores_a_rejected_filing_with_its_bytes_and_reasons() -> None:
    bad = registration(metadata=b"<html/>")
    filing = submit(bad, actor=people.alzbeta(), acting_for=None, at=people.NOW)
    stored = Filing.objects.get(number=filing.number)
    assert (stored.status, bytes(stored.metadata)) == ("rejected", b"<html/>")
    assert [found["name"] for found in stored.problems] == ["metadata-faulty"]
    event = Event.objects.get(filing_number=filing.number)
    assert event.kind == EventKind.FILING_REJECTED
    assert event.data["problems"] == stored.problems
    assert stored.problems[0]["sk"].startswith("Metadáta nespĺňajú pravidlá: ")


def test_it_tells_every_problem_at_once() -> None:
    wrong = registration(
        ico=Ico("11111111"),
        contact=Contact("", "nobody", "1"),
        entity_id="https://other.example",
        metadata=b"nonsense",
        effective_on=date(2026, 11, 21),
        authorisation=Authorisation.NONE,
    )
    assert names(wrong) == [
        "datum-malformed",
        "datum-malformed",
        "datum-malformed",
        "date-past",
        "ico-unknown",
        "metadata-faulty",
        "not-entitled",
        "unsigned",
    ]


@pytest.mark.parametrize(
    ("wrong", "name", "datum"),
    [
        ({"ico": Ico("12345679")}, "ico-unknown", "ico"),
        ({"ico": Ico("12345678", "10001")}, "suffix-unknown", "ico_suffix"),
        ({"subject_type": SubjectType.PO}, "subject-type-differs", "subject_type"),
        ({"metadata": sp_metadata(entity_id="https://sp2.example")}, "entity-id-differs", "entity_id"),
    ],
)
def test_it_names_the_datum_that_does_not_agree(wrong: dict[str, object], name: str, datum: str) -> None:
    """R-4.6."""
    problems = examine(registration(**wrong), actor=people.alzbeta(), at=people.NOW).problems
    assert (name, datum) in [(found.name, found.datum) for found in problems]


def test_it_refuses_to_register_what_was_ever_registered_and_points_to_the_change() -> None:
    """R-4.1."""
    registered()
    filing = submit(
        registration(effective_on=date(2026, 12, 1)),
        actor=people.alzbeta(),
        acting_for=None,
        at=people.NOW + timedelta(days=3),
    )
    assert [found["name"] for found in filing.problems] == ["already-registered"]
    assert "žiadosť o zmenu" in filing.problems[0]["sk"]


def test_it_refuses_to_change_what_is_not_registered() -> None:
    assert names(change()) == ["not-registered"]


def test_it_refuses_a_change_by_another_owner_even_with_a_mandate_of_its_own() -> None:
    """R-4.2: the owner cannot be changed."""
    registered()
    people.mandate(people.cyril(), people.other_organisation())
    theirs = change(ico=people.OTHER_ICO, subject_type=SubjectType.PO)
    assert "owner-differs" in names(theirs, actor=people.cyril())


def test_it_refuses_a_second_filing_of_the_same_kind_with_the_guides_code() -> None:
    """R-4.7."""
    filed()
    second = submit(registration(), actor=people.boris(), acting_for=people.organisation(), at=people.NOW)
    assert second.status == "rejected"
    assert [(found["code"], found["sk"]) for found in second.problems] == [
        (
            24010019,
            "Žiadosť bola odmietnutá z dôvodu duplicity. Rovnaká žiadosť už čaká na spracovanie.",
        )
    ]


def test_it_accepts_the_same_again_once_the_first_was_withdrawn() -> None:
    withdraw(filed(), actor=people.boris(), at=people.NOW)
    assert filed().number == "2026-000002"


def test_it_wants_a_power_of_attorney_from_a_stranger() -> None:
    """R-4.5, R-5.4."""
    cyril = people.cyril()
    people.alzbeta()
    assert names(registration(), actor=cyril) == ["not-entitled"]
    assert names(registration(attachments=(POWER,)), actor=cyril) == ["not-entitled"]
    electronic = registration(power_of_attorney=PowerOfAttorney.ELECTRONIC, attachments=(POWER,))
    assert names(electronic, actor=cyril) == []
    assert names(registration(power_of_attorney=PowerOfAttorney.PAPER), actor=cyril) == []


def test_it_refuses_an_unsigned_filing_that_announces_no_paper() -> None:
    """R-5.2."""
    unsigned = registration(authorisation=Authorisation.NONE)
    assert names(unsigned) == ["unsigned"]
    assert names(replace(unsigned, note="Žiadosť s ÚRADNE OVERENÝM podpisom zašleme poštou")) == []
    assert filed(replace(unsigned, note="pošleme listinne")).authorisation == "paper"


@pytest.mark.parametrize("day", [date.min, date.max])
def test_it_bears_a_day_at_the_end_of_the_calendar(day: date) -> None:
    problems = names(registration(effective_on=day))
    assert problems[0] == ("date-past" if day == date.min else "date-too-far")


def test_it_refuses_to_act_for_an_organisation_without_a_mandate() -> None:
    people.alzbeta()
    with pytest.raises(NotEntitled):
        submit(registration(), actor=people.cyril(), acting_for=people.organisation(), at=people.NOW)
    assert Filing.objects.count() == 0


def test_it_numbers_filings_within_the_year_of_bratislava() -> None:
    new_year = people.NOW.replace(month=12, day=31, hour=23, minute=30)  # already 2027 in Bratislava
    first = filed()
    second = filed(registration(entity_id="https://b.example", effective_on=date(2027, 1, 5)), at=new_year)
    assert (first.number, second.number) == ("2026-000001", "2027-000001")


def test_it_uses_the_operators_codes(settings) -> None:
    """R-4.8."""
    settings.ERROR_CODES = {"unsigned": 24010777}
    unsigned = registration(authorisation=Authorisation.NONE)
    filing = submit(unsigned, actor=people.alzbeta(), acting_for=None, at=people.NOW)
    assert [found["code"] for found in filing.problems] == [24010777]
    assert Event.objects.get(filing_number=filing.number).data["problems"][0]["code"] == 24010777
