"""A filing against reference data that came from snapshots: each datum that disagrees is named (R-4.6)."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from matrika.core.filing import Application
from matrika.core.people import Ico, SubjectType
from matrika.core.reference import OrganisationFacts, Source
from matrika.filings.models import Filing
from matrika.filings.submit import submit
from matrika.filings.take_effect import take_next_due
from matrika.register import reference
from matrika.register.models import Organisation
from matrika.register.reference_import import formats, organisations
from matrika.register.reference_import.plan import carry_out
from tests import applications, people
from tests.metadata import sp_metadata

pytestmark = pytest.mark.django_db

LIST = """"ICO";"URI";"Nazov"
"12345678";"ico://sk/12345678";"Ministerstvo vzorov"
"12345678";"ico://sk/12345678_10001";"Pracovisko vzorov"
"""
NEXT_DAY = datetime.fromisoformat("2026-11-23T12:00:00+00:00")


@pytest.fixture(autouse=True)
def _snapshot(tmp_path: Path) -> None:
    file = tmp_path / "ovm.csv"
    file.write_text(LIST)
    found = formats.read(file, "ovm-csv", as_of=date(2026, 11, 22))
    plan = organisations.compare(found, source=Source.OVM_LIST, as_of=date(2026, 11, 22))
    assert plan.faults == []
    assert carry_out(plan, actor="worker", at=people.NOW) == []


def filed(application: Application) -> Filing:
    owner = Organisation.objects.get(ico="12345678", ico_suffix="")
    return submit(application, actor=people.alzbeta(), acting_for=owner, at=people.NOW)


def end(on: date, *, at: datetime) -> None:
    facts = OrganisationFacts(people.ICO, "Ministerstvo vzorov", says_end=True, ended_on=on)
    reference.organisations.write(facts, source=Source.RPO, as_of=on, actor="worker", at=at)


@pytest.mark.parametrize(
    ("typed", "name", "datum", "says"),
    [
        ({"ico": Ico("99999994")}, "ico-unknown", "ico", "IČO 99999994 nie je v evidencii"),
        ({"ico": Ico("12345678", "10002")}, "suffix-unknown", "ico_suffix", "nemá suffix „10002“"),
        ({"subject_type": SubjectType.PO}, "subject-type-differs", "subject_type", "typ subjektu PO"),
        (
            {"entity_id": "https://iny.example", "metadata": sp_metadata()},
            "entity-id-differs",
            "entity_id",
            "https://sp.example",
        ),
    ],
)
def test_it_names_the_datum_that_disagrees(typed: dict[str, Any], name: str, datum: str, says: str) -> None:
    filing = filed(applications.registration(**typed))
    assert filing.status == "rejected"
    problem = next(one for one in filing.problems if one["name"] == name)
    assert problem["datum"] == datum
    assert says in problem["sk"]


def test_it_takes_what_agrees() -> None:
    assert filed(applications.registration()).problems == []


def test_it_refuses_what_an_ended_organisation_files() -> None:
    end(date(2026, 11, 1), at=people.NOW)
    filing = filed(applications.registration())
    assert [(one["name"], one["datum"]) for one in filing.problems] == [("organisation-ended", "ico")]
    assert "zanikla 01.11.2026" in filing.problems[0]["sk"]


def test_it_sees_on_the_day_that_the_organisation_ended_meanwhile() -> None:
    """R-4.9: an approval does not freeze the reference data."""
    filing = applications.approved()
    end(date(2026, 11, 23), at=NEXT_DAY)
    take_next_due(at=NEXT_DAY)
    filing.refresh_from_db()
    assert filing.status == "rejected"
    assert [one["name"] for one in filing.problems] == ["organisation-ended"]


def test_it_leaves_an_unknown_project_to_the_reviewer() -> None:
    """The form's field is optional (guide §4.1/3): a project not on record is shown, not refused."""
    filing = filed(applications.registration(project="Neznámy projekt"))
    assert filing.problems == []
    assert reference.projects.of(filing.organisation_id, filing.project) is None
