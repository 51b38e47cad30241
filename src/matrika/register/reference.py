"""The reference data: which organisations exist, their projects, and who acts for whom.

In the state's operation they come from its registers. Until such a connection exists, an
administrator enters them here, through the commands in `matrika/management/commands`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from matrika.core.filing import PROJECT_LENGTH
from matrika.core.people import NAME_LENGTH, Ico, Role, SubjectType
from matrika.register.models import IntegrationProject, Mandate, Organisation, Person


class Refused(Exception):
    """The entry contradicts what is there already, or lacks something; str() says what."""


def add_organisation(ico: Ico, name: str, subject_type: SubjectType) -> Organisation:
    """Enter an organisation. Raises Refused for one that is known, and for a name too short or too long."""
    name = name.strip()
    if not name or len(name) > NAME_LENGTH:
        raise Refused(f"the name of an organisation has 1 to {NAME_LENGTH} characters")
    if known := Organisation.objects.filter(ico=ico.number, ico_suffix=ico.suffix).first():
        raise Refused(f"{ico} is known already: {known.name}")
    return Organisation.objects.create(
        ico=ico.number, ico_suffix=ico.suffix, name=name, subject_type=subject_type.value
    )


@transaction.atomic
def set_project(ico: Ico, name: str, finished_on: date | None) -> bool:
    """Enter a project of an organisation, or say when a known one was finished. True: it is new.

    Raises Refused.
    """
    name = name.strip()
    if not name or len(name) > PROJECT_LENGTH:
        raise Refused(f"the name of a project has 1 to {PROJECT_LENGTH} characters")
    _, is_new = IntegrationProject.objects.update_or_create(
        organisation=organisation(ico), name=name, defaults={"finished_on": finished_on}
    )
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
    for ico in acts_for:
        give_mandate(person, ico)
    return person


def give_mandate(person: Person, ico: Ico) -> bool:
    """Let a person act for an organisation. False: they could already. Raises Refused."""
    if person.role != Role.APPLICANT:
        raise Refused(f"{person.username} is staff ({person.role}); only applicants act for organisations")
    _, is_new = Mandate.objects.get_or_create(person=person, organisation=organisation(ico))
    return is_new


def end_mandate(person: Person, ico: Ico) -> bool:
    """From now on the person does not act for the organisation. False: they did not anyway."""
    ended, _ = Mandate.objects.filter(person=person, organisation=organisation(ico)).delete()
    return bool(ended)


def close_account(person: Person) -> None:
    """End a person's access. They stay in the history, under their name."""
    person.is_active = False
    person.save(update_fields=["is_active"])


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
