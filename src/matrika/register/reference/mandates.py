"""Who may act for an organisation, on which ground, since when (R-4.5, R-5.3)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from matrika.core.days import day_of
from matrika.core.events import EventKind
from matrika.core.events.data import ReferenceData
from matrika.core.people import Ico, Role
from matrika.core.reference import Change, Ground
from matrika.register import ledger
from matrika.register.models import Mandate, Person
from matrika.register.reference import organisations
from matrika.register.reference.record import of_changes, of_person, record
from matrika.register.reference.refused import Refused


@transaction.atomic
def give(
    person: Person,
    ico: Ico,
    *,
    ground: Ground | None = None,
    since: date | None = None,
    actor: str,
    at: datetime,
) -> bool:
    """Let a person act for an organisation, or correct the ground and the first day.

    False: they could already, just so. Raises Refused.
    """
    if person.role != Role.APPLICANT:
        raise Refused(
            f"{person.username} je zamestnanec; za organizácie konajú iba žiadatelia.",
            f"{person.username} is staff ({person.role}); only applicants act for organisations",
        )
    if since is not None and since > day_of(at):
        raise Refused(
            f"Deň {since:%d.%m.%Y} ešte nenastal; oprávnenie udeľte v ten deň.",
            f"{since} has not come yet; give the mandate on that day",
        )
    ledger.lock()
    whom = organisations.with_ico(ico)
    mandate = Mandate.objects.filter(person=person, organisation=whom).first()
    before = _terms(mandate) if mandate else ("", "")
    mandate = mandate or Mandate(person=person, organisation=whom)
    mandate.ground = ground.value if ground else mandate.ground
    mandate.since = since or mandate.since
    data = _of_mandate(mandate)
    if mandate.pk:
        changes = _changes(before, _terms(mandate))
        if not changes:
            return False
        data["changes"] = of_changes(changes)
    mandate.save()
    record(EventKind.MANDATE_GIVEN, whom, data, actor=actor, at=at)
    return True


@transaction.atomic
def end(person: Person, ico: Ico, *, actor: str, at: datetime) -> bool:
    """From now on the person does not act for the organisation. False: they did not anyway.

    The row says who may act now and goes; who could act before is told by the events.
    """
    whom = organisations.with_ico(ico)
    mandate = Mandate.objects.select_for_update().filter(person=person, organisation=whom).first()
    if mandate is None:
        return False
    record(EventKind.MANDATE_ENDED, whom, _of_mandate(mandate), actor=actor, at=at)
    mandate.delete()
    return True


def _of_mandate(mandate: Mandate) -> ReferenceData:
    data = of_person(mandate.person)
    data["ground"], data["since"] = _terms(mandate)
    return data


def _changes(before: tuple[str, str], after: tuple[str, str]) -> list[Change]:
    told = zip(("ground", "since"), before, after, strict=True)
    return [Change(datum, old, new) for datum, old, new in told if old != new]


def _terms(mandate: Mandate) -> tuple[str, str]:
    return mandate.ground, mandate.since.isoformat() if mandate.since else ""
