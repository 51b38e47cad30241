"""Integration projects: found by what people write, and never at odds with one another (R-4.6)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from matrika.core.reference import Change, ProjectFacts, ProjectState
from matrika.register.models import Event, IntegrationProject
from matrika.register.reference import projects
from matrika.register.reference.refused import Refused
from tests import people

DAY = date(2026, 11, 22)
AT = people.NOW


def told() -> dict[str, object]:
    """What the newest event keeps."""
    return Event.objects.order_by("number").last().data


def record(**facts: object) -> tuple[Change, ...]:
    return projects.write(ProjectFacts(people.ICO, "Portál vzorov", **facts), actor="worker", at=AT)


def test_it_finds_a_project_by_name_or_abbreviation(db: None) -> None:
    owner = people.organisation()
    record(abbreviation="PVZ")
    people.project(owner, name="Iný")
    for words in ("Portál vzorov", "PVZ", "pvz"):
        assert projects.of(owner.pk, words).abbreviation == "PVZ"
    assert projects.of(owner.pk, "") is None
    assert projects.of(owner.pk, "Portál") is None


def test_it_tells_how_far_a_project_is(db: None) -> None:
    people.organisation()
    record()
    assert IntegrationProject.objects.get().state is ProjectState.OPEN
    record(finished_on=DAY)
    assert IntegrationProject.objects.get().state is ProjectState.FINISHED
    record(finished_on=DAY, ended_on=DAY)
    assert IntegrationProject.objects.get().state is ProjectState.ENDED
    assert told()["changes"] == [{"datum": "project_ended_on", "old": "", "new": "2026-11-22"}]
    assert record(finished_on=DAY, ended_on=DAY) == ()


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"abbreviation": "pvž"}, "is no abbreviation"),
        ({"abbreviation": "INY"}, "is that of Iný of Cudzia"),
        ({"finished_on": DAY + timedelta(days=1)}, "has not come yet"),
        ({"ended_on": DAY + timedelta(days=1)}, "has not come yet"),
    ],
)
def test_it_refuses_a_project_that_contradicts(db: None, facts: dict[str, object], says: str) -> None:
    people.organisation(), people.other_organisation()
    other = ProjectFacts(people.OTHER_ICO, "Iný", "INY")
    projects.write(other, actor="worker", at=AT)
    with pytest.raises(Refused, match=says):
        record(**facts)


def test_it_keeps_the_abbreviation_when_a_project_is_finished(db: None) -> None:
    people.organisation()
    record(abbreviation="PVZ")
    assert not projects.set_finished(people.ICO, "Portál vzorov", DAY, actor="worker", at=AT)
    assert IntegrationProject.objects.get().abbreviation == "PVZ"
