"""Integration projects: found by what applicants write in the form, entered, and changed."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.db import transaction
from django.db.models import OuterRef, Q

from matrika.core.days import day_of
from matrika.core.events import EventKind
from matrika.core.events.data import ReferenceData
from matrika.core.filing import PROJECT_LENGTH
from matrika.core.people import Ico
from matrika.core.reference import ABBREVIATION_LENGTH, Change, ProjectFacts
from matrika.register import ledger
from matrika.register.models import IntegrationProject, Organisation
from matrika.register.reference import organisations
from matrika.register.reference.record import of_changes, record
from matrika.register.reference.refused import Refused

# Upper case, no diacritics, as the subjects of the integration's letters have it.
ABBREVIATION = re.compile(r"[A-Z0-9]+(?:[ _.-][A-Z0-9]+)*")


def named(words: str | OuterRef) -> Q:
    """Projects of that name or abbreviation; an abbreviation may be written in small letters.

    The guide asks for the project's name as in the agreement (§4.1/3); people write its abbreviation.
    """
    # "" would find every project that has no abbreviation.
    return Q(name=words) | (Q(abbreviation__iexact=words) & ~Q(abbreviation=""))


def of(organisation: int | None, words: str) -> IntegrationProject | None:
    """The project of the organisation (its id) that the words of a filing mean."""
    return IntegrationProject.objects.filter(named(words), organisation=organisation).order_by("pk").first()


def set_finished(ico: Ico, name: str, finished_on: date | None, *, actor: str, at: datetime) -> bool:
    """Enter a project of an organisation, or say when a known one was finished. True: it is new.

    Raises Refused.
    """
    owner = organisations.with_ico(ico)
    known = IntegrationProject.objects.filter(organisation=owner, name=name.strip()).first()
    abbreviation, ended_on = (known.abbreviation, known.ended_on) if known else ("", None)
    write(ProjectFacts(ico, name, abbreviation, finished_on, ended_on), actor=actor, at=at)
    return known is None


@transaction.atomic
def write(facts: ProjectFacts, *, actor: str, at: datetime) -> tuple[Change, ...]:
    """Enter a project or change a known one; () = it was known just so. Raises Refused."""
    ledger.lock()
    owner = organisations.with_ico(facts.ico)
    name = facts.name.strip()
    check(facts, owner, today=day_of(at))
    known = IntegrationProject.objects.filter(organisation=owner, name=name).first()
    changed = compare(known, facts)
    if known and not changed:
        return ()
    project = known or IntegrationProject(organisation=owner, name=name)
    project.abbreviation = facts.abbreviation
    project.finished_on, project.ended_on = facts.finished_on, facts.ended_on
    project.save()
    data = ReferenceData(
        name=name,
        finished_on=facts.finished_on.isoformat() if facts.finished_on else None,
        changes=of_changes(changed),
    )
    record(EventKind.PROJECT_RECORDED, owner, data, actor=actor, at=at)
    return changed or (Change("name", "", name),)


def compare(known: IntegrationProject | None, facts: ProjectFacts) -> tuple[Change, ...]:
    """What the facts would change; of an unknown project, what they tell beside its name."""
    before = (known.abbreviation, known.finished_on, known.ended_on) if known else ("", None, None)
    after = (facts.abbreviation, facts.finished_on, facts.ended_on)
    data = ("abbreviation", "finished_on", "project_ended_on")
    return tuple(
        Change(datum, str(old or ""), str(new or ""))
        for datum, old, new in zip(data, before, after, strict=True)
        if old != new
    )


def check(facts: ProjectFacts, owner: Organisation, *, today: date) -> None:
    """Raises Refused for facts that contradict themselves or another project."""
    name = facts.name.strip()
    if not name or len(name) > PROJECT_LENGTH:
        raise Refused(
            f"Názov projektu má 1 až {PROJECT_LENGTH} znakov.",
            f"the name of a project has 1 to {PROJECT_LENGTH} characters",
        )
    # A day to come would count as reached: the state is derived from whether there is one.
    for day in (facts.finished_on, facts.ended_on):
        if day is not None and day > today:
            raise Refused(f"Deň {day:%d.%m.%Y} ešte nenastal.", f"{day} has not come yet")
    if not facts.abbreviation:
        return
    if len(facts.abbreviation) > ABBREVIATION_LENGTH or not ABBREVIATION.fullmatch(facts.abbreviation):
        raise Refused(
            f"Skratka {facts.abbreviation} smie mať iba veľké písmená bez diakritiky a číslice.",
            f"{facts.abbreviation!r} is no abbreviation: upper-case letters without diacritics, digits",
        )
    same = IntegrationProject.objects.filter(abbreviation=facts.abbreviation)
    if other := same.exclude(organisation=owner, name=name).select_related("organisation").first():
        raise Refused(
            f"Skratku {facts.abbreviation} má projekt {other.name}, {other.organisation}.",
            f"the abbreviation {facts.abbreviation} is that of {other.name} of {other.organisation}",
        )
