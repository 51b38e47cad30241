"""Integration projects of a table against those on record (columns: ico, suffix, name, abbreviation,
finished_on, ended_on).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from matrika.core.reference import ProjectFacts
from matrika.register.models import IntegrationProject
from matrika.register.reference import organisations, projects
from matrika.register.reference.refused import Refused
from matrika.register.reference_import.plan import Difference, Plan
from matrika.register.reference_import.tables import BadRow, Fault, Row, day_of_cell, ico_of, legible

COLUMNS = (("ico",), ("name", "nazov"))


def compare(rows: Iterable[Row], *, today: date) -> Plan:
    """Everything in which the table differs from the record; a project missing in it stays as it is."""
    plan = Plan()
    seen: dict[tuple[str, str], ProjectFacts] = {}
    for row in rows:
        try:
            facts = _facts(row)
            key = (str(facts.ico), facts.name)
            if seen.setdefault(key, facts) != facts:
                raise BadRow(f"{facts.name} of {facts.ico} stands before already, with other data")
            _one(plan, facts, today)
        except (BadRow, Refused) as problem:
            plan.faults.append(Fault(row.place, str(problem)))
    return plan


def _facts(row: Row) -> ProjectFacts:
    return ProjectFacts(
        ico_of(row.get("ico"), row.get("suffix")),
        legible(row.get("name", "nazov")),
        legible(row.get("abbreviation", "skratka")),
        day_of_cell(row.get("finished_on", "ukonceny")),
        day_of_cell(row.get("ended_on", "zanik")),
    )


def _one(plan: Plan, facts: ProjectFacts, today: date) -> None:
    owner = organisations.with_ico(facts.ico)
    projects.check(facts, owner, today=today)
    known = IntegrationProject.objects.filter(organisation=owner, name=facts.name).first()
    changes = projects.compare(known, facts)
    if known and not changes:
        plan.same += 1
        return
    words = "; ".join(map(str, changes))
    says = f"{'changed' if known else 'new'} {facts.name} of {owner.name} ({facts.ico})"
    plan.differences.append(Difference(f"{says}: {words}" if words else says, partial(projects.write, facts)))
