"""What a source says of an organisation is compared with the record, and each difference is an event."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from matrika.core.people import Ico, Role, SubjectType
from matrika.core.reference import Change, Ground, OrganisationFacts, ProjectFacts, ProjectState, Source
from matrika.core.reference import StatutoryBody as Body
from matrika.register import projects, reference, reference_organisations
from matrika.register.models import Event, IntegrationProject, Mandate, Organisation
from tests import people

DAY = date(2026, 11, 22)
AT = people.NOW
JANA = Body("Ing. Jana Vzorová", "Ministerka", "2024-02-01")
FACTS = OrganisationFacts(people.ICO, "Ministerstvo vzorov", SubjectType.OVM)


def write(facts: OrganisationFacts) -> tuple[Change, ...]:
    return reference_organisations.write(facts, source=Source.RPO, as_of=DAY, actor="worker", at=AT)


def last_event() -> Event:
    return Event.objects.order_by("number").last()


def test_it_enters_an_unknown_organisation_with_its_source_and_day(db: None) -> None:
    write(replace(FACTS, statutory_bodies=(JANA,)))
    entered = Organisation.objects.get()
    assert (entered.name, entered.source, entered.as_of) == ("Ministerstvo vzorov", "rpo", DAY)
    assert reference_organisations.bodies_of(entered) == (JANA,)
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
    with pytest.raises(reference.Refused, match="12345678 has not ended before 2026-11-23"):
        write(replace(FACTS, says_end=True, ended_on=DAY + timedelta(days=1)))
    assert not Event.objects.exists()


def record(**facts: object) -> tuple[Change, ...]:
    return projects.record_project(ProjectFacts(people.ICO, "Portál vzorov", **facts), actor="worker", at=AT)


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
    assert last_event().data["changes"] == [{"datum": "project_ended_on", "old": "", "new": "2026-11-22"}]
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
    projects.record_project(other, actor="worker", at=AT)
    with pytest.raises(reference.Refused, match=says):
        record(**facts)


def test_it_keeps_the_abbreviation_when_a_project_is_finished(db: None) -> None:
    people.organisation()
    record(abbreviation="PVZ")
    assert not projects.set_project(people.ICO, "Portál vzorov", DAY, actor="worker", at=AT)
    assert IntegrationProject.objects.get().abbreviation == "PVZ"


def test_it_tells_why_and_since_when_a_mandate_held(db: None) -> None:
    people.organisation()
    boris = people.person("boris", "Boris", "Bukový")
    since = date(2026, 1, 2)
    reference.give_mandate(boris, people.ICO, ground=Ground.MAILBOX, since=since, actor="worker", at=AT)
    assert Mandate.objects.get().ground == "mailbox"
    reference.end_mandate(boris, people.ICO, actor="worker", at=AT)
    assert not Mandate.objects.exists()
    ended = last_event().data
    assert (ended["ground"], ended["since"], ended["username"]) == ("mailbox", "2026-01-02", "boris")


def test_it_changes_a_role_among_staff_only(db: None) -> None:
    """Who filed must not decide; who decides gives nobody the rights of an owner's agent (R-7.5)."""
    zita = people.zita()
    assert reference.change_role(zita, Role.AUDITOR, actor="worker", at=AT)
    assert last_event().data["changes"] == [{"datum": "role", "old": "reviewer", "new": "auditor"}]
    assert not reference.change_role(zita, Role.AUDITOR, actor="worker", at=AT)
    for person, role in ((people.alzbeta(), Role.REVIEWER), (zita, Role.APPLICANT)):
        with pytest.raises(reference.Refused, match="does not become staff"):
            reference.change_role(person, role, actor="worker", at=AT)


def test_it_keeps_one_supervisor(db: None) -> None:
    dusan = people.dusan()
    with pytest.raises(reference.Refused, match="last supervisor"):
        reference.change_role(dusan, Role.AUDITOR, actor="worker", at=AT)
    people.person("vlado", "Vlado", "Vedúci", Role.SUPERVISOR)
    assert reference.change_role(dusan, Role.AUDITOR, actor="worker", at=AT)


def test_it_folds_names_for_the_search(db: None) -> None:
    reference.add_organisation(Ico("87654321"), "Obec Žilina", SubjectType.OVM, actor="worker", at=AT)
    assert Organisation.objects.get().folded_name == "obec zilina"
