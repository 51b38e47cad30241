"""Organisations as a source tells them: what differs from the record, and writing it down (R-4.6, R-7.4)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from matrika.core.days import day_of
from matrika.core.events import EventKind
from matrika.core.events.data import ReferenceData
from matrika.core.people import NAME_LENGTH, Ico, SubjectType
from matrika.core.reference import Change, FormerName, OrganisationFacts, Source, StatutoryBody
from matrika.core.words import folded
from matrika.register import ledger, models
from matrika.register.models import Organisation
from matrika.register.reference.record import of_changes, record
from matrika.register.reference.refused import Refused


def with_ico(ico: Ico) -> Organisation:
    """The organisation with that IČO and suffix. Raises Refused."""
    try:
        return Organisation.objects.get(ico=ico.number, ico_suffix=ico.suffix)
    except Organisation.DoesNotExist:
        raise Refused(
            f"Organizácia {ico} nie je v evidencii.",
            f"there is no organisation {ico}; enter it first: matrika add_organisation",
        ) from None


@transaction.atomic
def add(ico: Ico, name: str, subject_type: SubjectType, *, actor: str, at: datetime) -> Organisation:
    """Enter an organisation by hand.

    Raises Refused for one that is known, and for a name too short or too long.
    """
    name = _checked_name(name)
    ledger.lock()  # of two who enter the same at once, the second sees the first
    if known := Organisation.objects.filter(ico=ico.number, ico_suffix=ico.suffix).first():
        raise Refused(
            f"Organizácia {ico} je už v evidencii: {known.name}.", f"{ico} is known already: {known.name}"
        )
    entered = Organisation.objects.create(
        ico=ico.number,
        ico_suffix=ico.suffix,
        name=name,
        folded_name=folded(name),
        subject_type=subject_type.value,
        source=Source.BY_HAND.value,
        as_of=day_of(at),
    )
    data = ReferenceData(name=name, subject_type=subject_type.value, source=Source.BY_HAND.value)
    record(EventKind.ORGANISATION_ENTERED, entered, data, actor=actor, at=at)
    return entered


def compare(known: Organisation | None, facts: OrganisationFacts) -> tuple[Change, ...]:
    """Each datum of which the source says something else than the record; () = they agree."""
    said = _said(facts)
    before = _on_record(known) if known else {}
    return tuple(
        Change(datum, before.get(datum, ""), new)
        for datum, new in said.items()
        if new != before.get(datum, "")
    )


@transaction.atomic
def write(
    facts: OrganisationFacts, *, source: Source, as_of: date, actor: str, at: datetime
) -> tuple[Change, ...]:
    """Enter the organisation, or change what differs; () = nothing did. Raises Refused."""
    # Two supervisors, or a supervisor and an import: the second compares with what the first wrote.
    ledger.lock()
    _check(facts, today=day_of(at))
    known = Organisation.objects.filter(ico=facts.ico.number, ico_suffix=facts.ico.suffix).first()
    changes = compare(known, facts)
    if known and not changes:
        return ()
    entered = known or Organisation(ico=facts.ico.number, ico_suffix=facts.ico.suffix)
    _set(entered, facts, changes, source=source, as_of=as_of)
    data = ReferenceData(
        name=entered.name,
        subject_type=entered.subject_type,
        source=source.value,
        as_of=as_of.isoformat(),
        changes=of_changes(changes),
    )
    kind = EventKind.ORGANISATION_CHANGED if known else EventKind.ORGANISATION_ENTERED
    record(kind, entered, data, actor=actor, at=at)
    return changes


def bodies_of(organisation: Organisation) -> tuple[StatutoryBody, ...]:
    """The statutory bodies on record, as values, in a lasting order."""
    return tuple(
        sorted(
            StatutoryBody(body.name, body.role, _day(body.since), _day(body.until))
            for body in organisation.statutory_bodies.all()
        )
    )


def _checked_name(name: str) -> str:
    """The name of an organisation without spaces around it. Raises Refused."""
    name = name.strip()
    if not name or len(name) > NAME_LENGTH:
        raise Refused(
            f"Názov organizácie má 1 až {NAME_LENGTH} znakov.",
            f"the name of an organisation has 1 to {NAME_LENGTH} characters",
        )
    return name


def _said(facts: OrganisationFacts) -> dict[str, str]:
    """The data a source speaks of, in words."""
    said = {"name": facts.name.strip()}
    if facts.subject_type is not None:
        said["subject_type"] = facts.subject_type.value
    if facts.says_end:
        said["ended_on"] = _day(facts.ended_on)
    if facts.statutory_bodies is not None:
        said["statutory_bodies"] = "; ".join(_words(body) for body in sorted(facts.statutory_bodies))
    if facts.former_names is not None:
        said["former_names"] = "; ".join(_former(one) for one in sorted(facts.former_names))
    return said


def _on_record(known: Organisation) -> dict[str, str]:
    names = [FormerName(one.name, _day(one.until)) for one in known.former_names.all()]
    return {
        "name": known.name,
        "subject_type": known.subject_type,
        "ended_on": _day(known.ended_on),
        "statutory_bodies": "; ".join(_words(body) for body in bodies_of(known)),
        "former_names": "; ".join(_former(one) for one in sorted(names)),
    }


def _set(
    entered: Organisation,
    facts: OrganisationFacts,
    changes: tuple[Change, ...],
    *,
    source: Source,
    as_of: date,
) -> None:
    changed = {change.datum for change in changes}
    former = entered.name if entered.pk and "name" in changed else ""
    entered.name = facts.name.strip()
    entered.folded_name = folded(entered.name)
    entered.subject_type = (facts.subject_type or SubjectType(entered.subject_type or SubjectType.PO)).value
    if facts.says_end:
        entered.ended_on = facts.ended_on
    # The list of public authorities adds the subject type to what the RPO tells; the RPO stays the source.
    if not (source is Source.OVM_LIST and entered.source == Source.RPO):
        entered.source, entered.as_of = source.value, as_of
    entered.save()
    if facts.former_names is not None and "former_names" in changed:
        entered.former_names.all().delete()
        models.FormerName.objects.bulk_create(
            models.FormerName(organisation=entered, name=one.name, until=_parsed(one.until))
            for one in facts.former_names
        )
    elif former and facts.former_names is None:
        entered.former_names.create(name=former, until=as_of)
    if facts.statutory_bodies is not None and "statutory_bodies" in changed:
        _set_bodies(entered, facts.statutory_bodies)


def _set_bodies(entered: Organisation, bodies: tuple[StatutoryBody, ...]) -> None:
    """Rows anew: the event tells what they were."""
    entered.statutory_bodies.all().delete()
    models.StatutoryBody.objects.bulk_create(
        models.StatutoryBody(
            organisation=entered,
            name=body.name,
            role=body.role,
            since=_parsed(body.since),
            until=_parsed(body.until),
        )
        for body in bodies
    )


def _check(facts: OrganisationFacts, *, today: date) -> None:
    _checked_name(facts.name)
    if facts.ended_on is not None and facts.ended_on > today:
        raise Refused(
            f"Deň {facts.ended_on:%d.%m.%Y} ešte nenastal.",
            f"{facts.ico} has not ended before {facts.ended_on}",
        )


def _words(body: StatutoryBody) -> str:
    role = f" ({body.role})" if body.role else ""
    days = f" {body.since}–{body.until}" if body.since or body.until else ""
    return f"{body.name}{role}{days}"


def _former(one: FormerName) -> str:
    return f"{one.name} (–{one.until})" if one.until else one.name


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _parsed(day: str) -> date | None:
    return date.fromisoformat(day) if day else None
