"""Mandates of a table against those on record (columns: username, ico, suffix, ground, since, until)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from matrika.core.people import Role
from matrika.core.reference import Ground
from matrika.register.models import Mandate, Organisation, Person
from matrika.register.reference import accounts, mandates, organisations
from matrika.register.reference.refused import Refused
from matrika.register.reference_import.plan import Difference, Plan
from matrika.register.reference_import.tables import BadRow, Fault, Row, day_of_cell, ico_of, legible

COLUMNS = (("username", "meno"), ("ico",))


def compare(rows: Iterable[Row], *, as_of: date, complete: bool = False) -> Plan:
    """`complete` says that the table has every mandate of the organisations it names: others of them end."""
    plan = Plan()
    told: dict[Organisation, set[Person]] = {}
    for row in rows:
        try:
            person = accounts.with_username(legible(row.get("username", "meno")))
            whom = organisations.with_ico(ico_of(row.get("ico"), row.get("suffix")))
            if person in told.setdefault(whom, set()):
                raise BadRow(f"{person.username} for {whom.full_ico} stands before already")
            told[whom].add(person)
            _one(plan, row, person, whom, as_of)
        except (BadRow, Refused) as problem:
            plan.faults.append(Fault(row.place, str(problem)))
    if complete:
        _end_missing(plan, told)
    return plan


def _one(plan: Plan, row: Row, person: Person, whom: Organisation, as_of: date) -> None:
    since, until = day_of_cell(row.get("since", "od")), day_of_cell(row.get("until", "do"))
    ground = _ground(row.get("ground", "dovod"))
    if person.role != Role.APPLICANT:
        raise BadRow(f"{person.username} is staff ({person.role}); only applicants act for organisations")
    if any(day is not None and day > as_of for day in (since, until)):
        raise BadRow("a day lies ahead: a mandate begins and ends when a snapshot of that day tells it")
    known = Mandate.objects.filter(person=person, organisation=whom).first()
    if until is not None:
        if known:
            plan.differences.append(_ended(person, whom))
        else:
            plan.same += 1
    elif known and (ground is None or known.ground == ground) and since in (None, known.since):
        plan.same += 1  # an empty cell says nothing
    else:
        words = ", ".join(filter(None, (ground, f"since {since}" if since else "")))
        says = f"{'changed' if known else 'new'} {person.username} acts for {whom.name} ({whom.full_ico})"
        write = partial(mandates.give, person, whom.full_ico, ground=ground, since=since)
        plan.differences.append(Difference(f"{says}: {words}" if words else says, write))


def _end_missing(plan: Plan, told: dict[Organisation, set[Person]]) -> None:
    if plan.faults:
        says = "no missing mandate is ended: it may stand in a row that was left out"
        plan.faults.append(Fault("the whole file", says))
        return
    for mandate in Mandate.objects.filter(organisation__in=told).select_related("person", "organisation"):
        if mandate.person not in told[mandate.organisation]:
            plan.differences.append(_ended(mandate.person, mandate.organisation))


def _ended(person: Person, whom: Organisation) -> Difference:
    says = f"ended {person.username} acts no more for {whom.name} ({whom.full_ico})"
    return Difference(says, partial(mandates.end, person, whom.full_ico))


def _ground(text: str) -> Ground | None:
    if not text:
        return None
    if text not in set(Ground):
        raise BadRow(f"{text!r} is no ground: {', '.join(Ground)}")
    return Ground(text)
