"""R-4.1 to R-4.9, R-5.2 as plain values: no database, no document, no clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrika.core import admission
from matrika.core.admission import Records
from matrika.core.days import day_of, start_of
from matrika.core.filing import Application, Attachment, Authorisation, Kind, PowerOfAttorney
from matrika.core.people import Contact, Ico, SubjectType
from samllint.report import Finding, Outcome, Report, RuleResult, Severity
from samllint.text import Text

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)
ICO = Ico("12345678", "10001")
T = Text("a", "b")

# Alžbeta, an agent of the owner, files for an entityID nobody has registered.
CLEAN = Records(
    ico_is_known=True,
    subject_type=SubjectType.PO,
    registered_owner=None,
    is_cancelled=False,
    waiting="",
    is_agent=True,
)


def report(*results: RuleResult, entity_id: str | None = "https://sp.example") -> Report:
    return Report("0" * 64, 1, "upvs", "samllint", NOW, entity_id, results)


def result(rule_id: str, severity: Severity, outcome: Outcome = Outcome.FAILED) -> RuleResult:
    finding = Finding(rule_id, severity, None, "", T, T, T)
    return RuleResult(rule_id, T, ("3.1.5",), severity, outcome, (finding,))


def application(**changes: Any) -> Application:
    facts: dict[str, Any] = {
        "kind": Kind.REGISTRATION,
        "subject_type": SubjectType.PO,
        "ico": ICO,
        "contact": Contact("Alžbeta Agátová", "a@vzory.example", "+421 900 000 000"),
        "entity_id": "https://sp.example",
        "effective_on": TODAY,
        "metadata": b"<x/>",
        "authorisation": Authorisation.PAPER,
    }
    return Application(**{**facts, **changes})


def judged(
    filed: Application, records: Records = CLEAN, checked: Report | None = None, at: datetime = NOW
) -> list[str]:
    found = admission.at_submission(filed, report=checked or report(), records=records, at=at)
    return [problem.name for problem in found]


def test_it_finds_nothing_wrong_with_a_good_filing() -> None:
    assert judged(application()) == []


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(0, 1439), st.integers(-800, 800))
def test_it_takes_days_from_today_to_a_year_ahead(today: date, minute: int, ahead: int) -> None:
    """R-4.9, at every minute of the year, the nights of the clock changes included."""
    at = start_of(today) + timedelta(minutes=minute)
    today = day_of(at)  # a day of 23 hours ends before its 1439th minute
    day = today + timedelta(days=ahead)
    named = judged(application(effective_on=day), at=at)
    assert ("date-past" in named) == (ahead < 0)
    assert ("date-too-far" in named) == ((day.year, day.month, day.day) > _a_year_on(today))


def _a_year_on(today: date) -> tuple[int, int, int]:
    """Compared as numbers: the 29th of February of a common year lies between the 28th and March."""
    return today.year + 1, today.month, today.day


@pytest.mark.parametrize("at", ["2026-11-21T22:59:59", "2026-11-21T23:00:00"])
def test_it_goes_by_the_day_in_bratislava(at: str) -> None:
    instant = datetime.fromisoformat(at).replace(tzinfo=UTC)
    yesterday = application(effective_on=date(2026, 11, 21))
    assert judged(yesterday, at=instant) == ([] if instant.hour == 22 else ["date-past"])


@pytest.mark.parametrize("kind", [Kind.REGISTRATION, Kind.CANCELLATION])
def test_it_wants_a_date_except_for_a_change(kind: Kind) -> None:
    assert "date-missing" in judged(application(kind=kind, effective_on=None))
    known = replace(CLEAN, registered_owner=ICO)
    assert judged(application(kind=Kind.CHANGE, effective_on=None), known) == []


@pytest.mark.parametrize(
    ("records", "name"),
    [
        (replace(CLEAN, ico_is_known=False, subject_type=None), "ico-unknown"),
        (replace(CLEAN, subject_type=None), "suffix-unknown"),
        (replace(CLEAN, subject_type=SubjectType.OVM), "subject-type-differs"),
        (replace(CLEAN, registered_owner=ICO), "already-registered"),
        (replace(CLEAN, registered_owner=ICO, is_cancelled=True), "already-registered"),
        (replace(CLEAN, is_agent=False), "not-entitled"),
        (replace(CLEAN, waiting="2026-000001"), "duplicate"),
    ],
)
def test_it_names_what_does_not_agree_with_the_records(records: Records, name: str) -> None:
    assert judged(application(), records) == [name]


@pytest.mark.parametrize("kind", [Kind.CHANGE, Kind.CANCELLATION])
def test_it_changes_only_what_is_registered_and_ones_own(kind: Kind) -> None:
    metadata = None if kind is Kind.CANCELLATION else b"<x/>"
    filed = application(kind=kind, metadata=metadata)
    assert judged(filed) == ["not-registered"]
    assert judged(filed, replace(CLEAN, registered_owner=Ico("87654321"))) == ["owner-differs"]
    assert judged(filed, replace(CLEAN, registered_owner=Ico("12345678"))) == ["owner-differs"]
    assert judged(filed, replace(CLEAN, registered_owner=ICO)) == []


def test_it_changes_but_does_not_cancel_what_is_cancelled() -> None:
    """R-4.2: a change reactivates."""
    cancelled = replace(CLEAN, registered_owner=ICO, is_cancelled=True)
    assert judged(application(kind=Kind.CHANGE), cancelled) == []
    assert judged(application(kind=Kind.CANCELLATION, metadata=None), cancelled) == ["already-cancelled"]


def test_it_names_every_broken_rule_with_its_paragraph() -> None:
    checked = report(
        result("certificate-lifetime", Severity.ERROR),
        result("certificate-days-left", Severity.WARNING),
        RuleResult("keys-differ", T, (), Severity.ERROR, Outcome.CRASHED),
        result("entity-id-typed", Severity.ERROR),
    )
    (found,) = admission.at_submission(application(), report=checked, records=CLEAN, at=NOW)
    assert (found.name, found.datum) == ("metadata-faulty", "metadata")
    assert found.detail == "§3.1.5 certificate-lifetime, keys-differ"


def test_it_compares_entity_ids_byte_for_byte() -> None:
    """R-4.6, R-3.2.5."""
    for other in ("https://sp.example/", "https://SP.example", "https://sp2.example"):
        assert judged(application(), checked=report(entity_id=other)) == ["entity-id-differs"]
    assert judged(application(), checked=report(entity_id=None)) == []


def test_it_wants_metadata() -> None:
    found = admission.at_submission(application(metadata=None), report=None, records=CLEAN, at=NOW)
    assert [problem.name for problem in found] == ["metadata-missing"]


POWER = Attachment("splnomocnenie.pdf", "application/pdf", b"%PDF-")


@pytest.mark.parametrize(
    ("power", "attachments", "lets"),
    [
        (PowerOfAttorney.NONE, (), False),
        (PowerOfAttorney.NONE, (POWER,), False),
        (PowerOfAttorney.ELECTRONIC, (), False),
        (PowerOfAttorney.ELECTRONIC, (POWER,), True),
        (PowerOfAttorney.CONVERTED, (), False),
        (PowerOfAttorney.CONVERTED, (POWER,), True),
        (PowerOfAttorney.PAPER, (), True),
    ],
)
def test_it_lets_a_stranger_file_only_with_a_power_of_attorney(
    power: PowerOfAttorney, attachments: tuple[Attachment, ...], lets: bool
) -> None:
    """R-4.5, R-5.4."""
    filed = application(power_of_attorney=power, attachments=attachments)
    assert judged(filed, replace(CLEAN, is_agent=False)) == ([] if lets else ["not-entitled"])


@pytest.mark.parametrize("power", PowerOfAttorney)
def test_it_wants_no_power_of_attorney_from_an_agent(power: PowerOfAttorney) -> None:
    assert judged(application(power_of_attorney=power)) == []


@pytest.mark.parametrize(
    ("note", "announced"),
    [
        ("", False),
        ("Ďakujem.", False),
        ("Zašleme listinne.", True),
        ("LISTINNÁ žiadosť príde", True),
        ("s úradne overeným podpisom", True),
        ("pošlem POŠTOU", True),
        ("It will follow on paper.", True),
    ],
)
def test_it_reads_in_the_note_that_paper_follows(note: str, announced: bool) -> None:
    """Guide §4.2/5."""
    filed = application(authorisation=Authorisation.NONE, note=note)
    assert judged(filed) == ([] if announced else ["unsigned"])


@pytest.mark.parametrize(
    ("contact", "datum"),
    [
        (Contact(" ", "a@b.example", "+421900000000"), "contact_name"),
        (Contact("x" * 1024, "a@b.example", "+421900000000"), "contact_name"),
        (Contact("A", "a@b.example, c@d.example", "+421900000000"), "contact_email"),
        (Contact("A", "a" * 250 + "@b.sk", "+421900000000"), "contact_email"),
        (Contact("A", "a@b.example", "12345678"), "contact_phone"),
        (Contact("A", "a@b.example", "zavolajte mi"), "contact_phone"),
    ],
)
def test_it_names_a_datum_of_the_wrong_form(contact: Contact, datum: str) -> None:
    filed = application(contact=contact)
    (found,) = admission.at_submission(filed, report=report(), records=CLEAN, at=NOW)
    assert (found.name, found.datum) == ("datum-malformed", datum)


def test_it_asks_on_the_day_only_what_can_have_changed() -> None:
    """R-4.9: the day has come, the paper is there; only register and metadata are judged anew."""
    old = application(effective_on=date(2020, 1, 1), authorisation=Authorisation.NONE)
    stranger = replace(CLEAN, is_agent=False, waiting="2026-000009")
    assert admission.on_the_day(old, report=report(), records=stranger) == ()
    registered = replace(CLEAN, registered_owner=ICO)
    (found,) = admission.on_the_day(old, report=report(), records=registered)
    assert found.name == "already-registered"


def test_it_names_the_end_of_an_organisation() -> None:
    """R-4.6: what it leaves behind may still be cancelled."""
    ended = replace(CLEAN, ended_on=date(2026, 11, 1))
    assert judged(application(), ended) == ["organisation-ended"]
    found = admission.on_the_day(application(), report=report(), records=ended)
    assert [(problem.datum, problem.detail) for problem in found] == [("ico", "01.11.2026")]
    theirs = replace(ended, registered_owner=ICO)
    assert judged(application(kind=Kind.CANCELLATION, metadata=None), theirs) == []
