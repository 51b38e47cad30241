"""Organisations of a snapshot against those on record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import partial

from matrika.core.people import Ico
from matrika.core.reference import Change, OrganisationFacts, Source
from matrika.register.models import Organisation
from matrika.register.reference import organisations
from matrika.register.reference_import.plan import Difference, Plan
from matrika.register.reference_import.tables import Fault

STEP = 1000


def compare(
    found: Iterable[tuple[str, OrganisationFacts | Fault]],
    *,
    source: Source,
    as_of: date,
    only_known: bool = False,
    complete: bool = False,
    progress: Callable[[int], None] = lambda done: None,
) -> Plan:
    """Everything in which the snapshot differs from the record.

    `only_known` passes over organisations that are not on record. `complete` says that the snapshot is the
    whole list: an organisation known from the same source and missing in it has ended.
    """
    known = _on_record()
    plan = Plan()
    seen: dict[Ico, tuple[str, OrganisationFacts]] = {}
    for number, (place, facts) in enumerate(found, start=1):
        if not number % STEP:
            progress(number)
        if isinstance(facts, Fault):
            plan.faults.append(facts)
        elif facts.ico in seen:
            _twice(plan, place, facts, *seen[facts.ico])
        else:
            seen[facts.ico] = (place, facts)
            _one(plan, known.get(facts.ico), facts, source, as_of, only_known=only_known)
    if complete:
        _end_missing(plan, known, seen, source, as_of)
    return plan


def confirm(plan_of: Iterable[Ico], *, source: Source, as_of: date) -> None:
    """Say that the source still tells the same on the later day. No datum changes, so no event is written."""
    told = {(ico.number, ico.suffix) for ico in plan_of}
    of_source = Organisation.objects.filter(source=source.value, as_of__lt=as_of)
    keys = [pk for pk, *key in of_source.values_list("pk", "ico", "ico_suffix") if tuple(key) in told]
    for start in range(0, len(keys), STEP):
        Organisation.objects.filter(pk__in=keys[start : start + STEP]).update(as_of=as_of)


def _on_record() -> dict[Ico, Organisation]:
    everybody = Organisation.objects.prefetch_related("statutory_bodies", "former_names")
    return {one.full_ico: one for one in everybody}


def _twice(plan: Plan, place: str, facts: OrganisationFacts, before: str, told: OrganisationFacts) -> None:
    if facts == told:
        plan.same += 1
    else:
        plan.faults.append(Fault(place, f"{facts.ico} stands at {before} already, with other data"))


def _one(
    plan: Plan,
    known: Organisation | None,
    facts: OrganisationFacts,
    source: Source,
    as_of: date,
    *,
    only_known: bool,
) -> None:
    if known is None:
        if only_known:
            plan.passed_over += 1
            return
    elif known.source == source and known.as_of is not None and known.as_of > as_of:
        plan.passed_over += 1
        return
    else:
        facts = _in_the_light_of(known, facts, source)
    changes = organisations.compare(known, facts)
    if known and not changes:
        plan.same += 1
        return
    plan.differences.append(_difference(known, facts, changes, source, as_of))


def _in_the_light_of(known: Organisation, facts: OrganisationFacts, source: Source) -> OrganisationFacts:
    if source is not Source.OVM_LIST:
        return facts
    if known.source == Source.RPO:
        # The RPO is where names are registered; the list only tells public authorities.
        return replace(facts, name=known.name)
    # What ended by being missing in this list, and is back, exists.
    return replace(facts, says_end=known.source == Source.OVM_LIST)


def _end_missing(
    plan: Plan, known: dict[Ico, Organisation], seen: Iterable[Ico], source: Source, as_of: date
) -> None:
    if plan.faults:
        says = "no missing organisation is ended: it may stand in a row that was left out"
        plan.faults.append(Fault("the whole file", says))
        return
    for ico in sorted(known.keys() - set(seen), key=str):
        one = known[ico]
        if one.source == source and one.ended_on is None and (one.as_of is None or one.as_of <= as_of):
            facts = OrganisationFacts(ico, one.name, says_end=True, ended_on=as_of)
            changes = organisations.compare(one, facts)
            plan.differences.append(_difference(one, facts, changes, source, as_of))


def _difference(
    known: Organisation | None,
    facts: OrganisationFacts,
    changes: tuple[Change, ...],
    source: Source,
    as_of: date,
) -> Difference:
    kind = "new" if known is None else "ended" if facts.ended_on and not known.ended_on else "changed"
    # The name of a known organisation is told even when it does not change.
    told = [str(change) for change in changes]
    words = "; ".join(told) if known is None else f"{known.name}; {'; '.join(told)}"
    write = partial(organisations.write, facts, source=source, as_of=as_of)
    return Difference(f"{kind} {facts.ico}: {words}", write)
