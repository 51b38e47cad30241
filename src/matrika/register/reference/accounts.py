"""Who can log in, in which role, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from matrika.core.events import EventKind
from matrika.core.people import Ico, Role
from matrika.core.reference import Change
from matrika.register import ledger
from matrika.register.models import Person
from matrika.register.reference import mandates
from matrika.register.reference.record import of_changes, of_person, record
from matrika.register.reference.refused import Refused


def with_username(username: str) -> Person:
    """The person who logs in under that name. Raises Refused."""
    try:
        return Person.objects.get(username=username)
    except Person.DoesNotExist:
        raise Refused(
            f"Osoba s prihlasovacím menom {username} nie je v evidencii.", f"there is no person {username}"
        ) from None


@transaction.atomic
def add(
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
    ledger.lock()  # of two who enter the same at once, the second sees the first
    if Person.objects.filter(username__iexact=username).exists():
        raise Refused(
            f"Prihlasovacie meno {username} už má iná osoba.", f"there is a person {username} already"
        )
    person = Person(username=username, first_name=first_name, last_name=last_name, role=role.value)
    person.set_password(password)
    try:
        person.full_clean()
        validate_password(password, person)
    except ValidationError as problem:
        said = " ".join(problem.messages)  # Django speaks the language of the door already
        raise Refused(said, said) from None
    person.save()
    record(EventKind.PERSON_ENTERED, None, of_person(person), actor=actor, at=at)
    for ico in acts_for:
        mandates.give(person, ico, actor=actor, at=at)
    return person


@transaction.atomic
def change_role(person: Person, role: Role, *, actor: str, at: datetime) -> bool:
    """Give one of the staff another role. False: they have it. Raises Refused.

    An applicant never becomes staff under the same name, who would then decide their own filings. One
    supervisor remains, who can give roles.
    """
    ledger.lock()
    person = Person.objects.get(pk=person.pk)
    if person.role == role:
        return False
    if Role.APPLICANT in (person.role, role):
        raise Refused(
            f"Zo žiadateľa sa nestane zamestnanec ani zo zamestnanca žiadateľ: {person.username}.",
            f"an applicant does not become staff, nor staff an applicant: {person.username}",
        )
    _require_another_supervisor(person)
    change = Change("role", person.role, role.value)
    person.role = role.value
    person.save(update_fields=["role"])
    data = of_person(person)
    data["changes"] = of_changes((change,))
    record(EventKind.ROLE_CHANGED, None, data, actor=actor, at=at)
    return True


@transaction.atomic
def close(person: Person, *, actor: str, at: datetime) -> None:
    """End a person's access. They stay in the history, under their name.

    Raises Refused for the last supervisor.
    """
    ledger.lock()
    _require_another_supervisor(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    record(EventKind.ACCESS_ENDED, None, of_person(person), actor=actor, at=at)


@transaction.atomic
def reset_second_factor(person: Person, *, actor: str, at: datetime) -> None:
    """Take away telephone, keys and recovery codes: the person sets up new ones."""
    Authenticator.objects.filter(user=person).delete()
    record(EventKind.SECOND_FACTOR_RESET, None, of_person(person), actor=actor, at=at)


def _require_another_supervisor(person: Person) -> None:
    """Raises Refused when nobody else could give roles after this person."""
    others = Person.objects.filter(role=Role.SUPERVISOR.value, is_active=True).exclude(pk=person.pk)
    if person.role == Role.SUPERVISOR and not others.exists():
        raise Refused(f"{person.username} je posledný vedúci.", f"{person.username} is the last supervisor")
