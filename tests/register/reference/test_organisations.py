"""What a source says of an organisation is compared with the record, and each difference is an event."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from matrika.core.people import Ico, SubjectType
from matrika.core.reference import Change, OrganisationFacts, Source
from matrika.core.reference import StatutoryBody as Body
from matrika.register.models import Event, Organisation
from matrika.register.reference import organisations
from matrika.register.reference.refused import Refused
from tests import people

DAY = date(2026, 11, 22)
AT = people.NOW
JANA = Body("Ing. Jana Vzorová", "Ministerka", "2024-02-01")
FACTS = OrganisationFacts(people.ICO, "Ministerstvo vzorov", SubjectType.OVM)


def write(facts: OrganisationFacts) -> tuple[Change, ...]:
    return organisations.write(facts, source=Source.RPO, as_of=DAY, actor="worker", at=AT)


def last_event() -> Event:
    return Event.objects.order_by("number").last()


def test_it_enters_an_unknown_organisation_with_its_source_and_day(db: None) -> None:
    write(replace(FACTS, statutory_bodies=(JANA,)))
    entered = Organisation.objects.get()
    assert (entered.name, entered.source, entered.as_of) == ("Ministerstvo vzorov", "rpo", DAY)
    assert organisations.bodies_of(entered) == (JANA,)
    assert last_event().kind == "organisation-entered"
    assert last_event().data["as_of"] == "2026-11-22"


def test_it_does_nothing_when_the_source_agrees(db: None) -> None:
    write(replace(FACTS, statutory_bodies=(JANA,)))
    assert write(replace(FACTS, statutory_bodies=(JANA,))) == ()
    assert Event.objects.count() == 1


def test_it_tells_the_value_before_and_after(db: None) -> None:
    """R-7.4: rows of statutory bodies are made anew, the event keeps the old ones."""
    write(replace(FACTS, statutory_bodies=(JANA,)))
    write(replace(FACTS, statutory_bodies=(Body("Boris Nový", "Minister"),)))
    assert last_event().kind == "organisation-changed"
    assert last_event().data["changes"] == [
        {
            "datum": "statutory_bodies",
            "old": "Ing. Jana Vzorová (Ministerka) 2024-02-01–",
            "new": "Boris Nový (Minister)",
        }
    ]


def test_it_keeps_what_the_source_does_not_speak_of(db: None) -> None:
    write(replace(FACTS, statutory_bodies=(JANA,), says_end=True, ended_on=DAY))
    write(OrganisationFacts(people.ICO, "Ministerstvo nových vzorov"))
    changed = Organisation.objects.get()
    assert (changed.subject_type, changed.ended_on) == ("OVM", DAY)
    assert changed.statutory_bodies.count() == 1


def test_it_remembers_the_former_name(db: None) -> None:
    write(FACTS)
    write(replace(FACTS, name="Ministerstvo nových vzorov"))
    former = Organisation.objects.get().former_names.get()
    assert (former.name, former.until) == ("Ministerstvo vzorov", DAY)


def test_it_refuses_an_end_that_has_not_come(db: None) -> None:
    with pytest.raises(Refused, match="12345678 has not ended before 2026-11-23"):
        write(replace(FACTS, says_end=True, ended_on=DAY + timedelta(days=1)))
    assert not Event.objects.exists()


def test_it_folds_names_for_the_search(db: None) -> None:
    organisations.add(Ico("87654321"), "Obec Žilina", SubjectType.OVM, actor="worker", at=AT)
    assert Organisation.objects.get().folded_name == "obec zilina"
