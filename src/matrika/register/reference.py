"""The reference data: which organisations exist, their projects, and who acts for whom.

In the state's operation they come from its registers. Until such a connection exists, an
administrator enters them here, through the commands in `matrika/management/commands`. Every entry and
every end of one is an event: who could act for whom, and since when, stays in the history.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from matrika.core.events import EventKind, ReferenceData
from matrika.core.filing import PROJECT_LENGTH
from matrika.core.people import NAME_LENGTH, Ico, Role, SubjectType
from matrika.register import ledger
from matrika.register.models import IntegrationProject, Mandate, Organisation, Person


class Refused(Exception):
    """The entry contradicts what is there already, or lacks something; str() says what."""


@transaction.atomic
def add_organisation(
    ico: Ico, name: str, subject_type: SubjectType, *, actor: str, at: datetime
) -> Organisation:
    """Enter an organisation. Raises Refused for one that is known, and for a name too short or too long."""
    name = name.strip()
    if not name or len(name) > NAME_LENGTH:
        raise Refused(f"the name of an organisation has 1 to {NAME_LENGTH} characters")
    if known := Organisation.objects.filter(ico=ico.number, ico_suffix=ico.suffix).first():
        raise Refused(f"{ico} is known already: {known.name}")
    entered = Organisation.objects.create(
        ico=ico.number, ico_suffix=ico.suffix, name=name, subject_type=subject_type.value
    )
    data = ReferenceData(name=name, subject_type=subject_type.value)
    _record(EventKind.ORGANISATION_ENTERED, entered, data, actor=actor, at=at)
    return entered


@transaction.atomic
def set_project(ico: Ico, name: str, finished_on: date | None, *, actor: str, at: datetime) -> bool:
    """Enter a project of an organisation, or say when a known one was finished. True: it is new.

    Raises Refused.
    """
    name = name.strip()
    if not name or len(name) > PROJECT_LENGTH:
        raise Refused(f"the name of a project has 1 to {PROJECT_LENGTH} characters")
    owner = organisation(ico)
    _, is_new = IntegrationProject.objects.update_or_create(
        organisation=owner, name=name, defaults={"finished_on": finished_on}
    )
    data = ReferenceData(name=name, finished_on=finished_on.isoformat() if finished_on else None)
    _record(EventKind.PROJECT_RECORDED, owner, data, actor=actor, at=at)
    return is_new


@transaction.atomic
def add_person(
    username: str,
    *,
    first_name: str,
    last_name: str,
    role: Role,
    password: str,
    acts_for: Iterable[Ico] = (),
    actor: str,
    at: datetime,
) -> Person:
    """Let somebody log in, with mandates for the organisations.

    Raises Refused: the name is taken, the password weak, an organisation unknown, or staff have mandates.
    """
    if Person.objects.filter(username__iexact=username).exists():
        raise Refused(f"there is a person {username} already")
    person = Person(username=username, first_name=first_name, last_name=last_name, role=role.value)
    person.set_password(password)
    try:
        person.full_clean()
        validate_password(password, person)
    except ValidationError as problem:
        raise Refused(" ".join(problem.messages)) from None
    person.save()
    _record(EventKind.PERSON_ENTERED, None, _who(person), actor=actor, at=at)
    for ico in acts_for:
        give_mandate(person, ico, actor=actor, at=at)
    return person


@transaction.atomic
def give_mandate(person: Person, ico: Ico, *, actor: str, at: datetime) -> bool:
    """Let a person act for an organisation. False: they could already. Raises Refused."""
    if person.role != Role.APPLICANT:
        raise Refused(f"{person.username} is staff ({person.role}); only applicants act for organisations")
    whom = organisation(ico)
    _, is_new = Mandate.objects.get_or_create(person=person, organisation=whom)
    if is_new:
        _record(EventKind.MANDATE_GIVEN, whom, _who(person), actor=actor, at=at)
    return is_new


@transaction.atomic
def end_mandate(person: Person, ico: Ico, *, actor: str, at: datetime) -> bool:
    """From now on the person does not act for the organisation. False: they did not anyway.

    The row says who may act now and goes; who could act before is told by the events.
    """
    whom = organisation(ico)
    ended, _ = Mandate.objects.filter(person=person, organisation=whom).delete()
    if ended:
        _record(EventKind.MANDATE_ENDED, whom, _who(person), actor=actor, at=at)
    return bool(ended)


@transaction.atomic
def close_account(person: Person, *, actor: str, at: datetime) -> None:
    """End a person's access. They stay in the history, under their name."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    _record(EventKind.ACCESS_ENDED, None, _who(person), actor=actor, at=at)


def organisation(ico: Ico) -> Organisation:
    """The organisation with that IČO and suffix. Raises Refused."""
    try:
        return Organisation.objects.get(ico=ico.number, ico_suffix=ico.suffix)
    except Organisation.DoesNotExist:
        raise Refused(f"there is no organisation {ico}; enter it first: matrika add_organisation") from None


def person(username: str) -> Person:
    """The person who logs in under that name. Raises Refused."""
    try:
        return Person.objects.get(username=username)
    except Person.DoesNotExist:
        raise Refused(f"there is no person {username}") from None


def _who(person: Person) -> ReferenceData:
    return ReferenceData(person=person.pk, username=person.username, name=person.name, role=person.role)


def _record(
    kind: EventKind, whom: Organisation | None, data: ReferenceData, *, actor: str, at: datetime
) -> None:
    if whom is not None:
        data["ico"] = str(whom.full_ico)
    ledger.append(kind, actor=actor, at=at, effective_at=at, on_behalf_of=whom, data=data)
