"""The reference data: which organisations exist, their projects, and who acts for whom.

They come from snapshots of the state's registers (`reference_import`), or a supervisor enters them in the
console and an administrator by command. Every entry, change and end is an event that tells the value before
and after: who could act for whom, and since when, stays in the history (R-7.4).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from matrika.core.days import day_of
from matrika.core.events import ChangeData, EventKind, ReferenceData
from matrika.core.people import NAME_LENGTH, Ico, Role, SubjectType
from matrika.core.reference import Change, Ground, Source
from matrika.core.words import folded
from matrika.register import ledger
from matrika.register.models import Mandate, Organisation, Person
from samllint.text import Text


class Refused(Exception):
    """The entry contradicts what is there already, or lacks something.

    str() says what, in English as all commands speak; the console says `text` in the reader's language.
    """

    def __init__(self, sk: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(sk, en)


@transaction.atomic
def add_organisation(
    ico: Ico, name: str, subject_type: SubjectType, *, actor: str, at: datetime
) -> Organisation:
    """Enter an organisation by hand.

    Raises Refused for one that is known, and for a name too short or too long.
    """
    name = checked_name(name)
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
    _record(EventKind.ORGANISATION_ENTERED, entered, data, actor=actor, at=at)
    return entered


def checked_name(name: str) -> str:
    """The name of an organisation without spaces around it. Raises Refused."""
    name = name.strip()
    if not name or len(name) > NAME_LENGTH:
        raise Refused(
            f"Názov organizácie má 1 až {NAME_LENGTH} znakov.",
            f"the name of an organisation has 1 to {NAME_LENGTH} characters",
        )
    return name


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
    _record(EventKind.PERSON_ENTERED, None, _who(person), actor=actor, at=at)
    for ico in acts_for:
        give_mandate(person, ico, actor=actor, at=at)
    return person


@transaction.atomic
def give_mandate(
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
    whom = organisation(ico)
    mandate = Mandate.objects.filter(person=person, organisation=whom).first()
    before = _terms(mandate) if mandate else ("", "")
    mandate = mandate or Mandate(person=person, organisation=whom)
    mandate.ground = ground.value if ground else mandate.ground
    mandate.since = since or mandate.since
    data = _of_mandate(mandate)
    if mandate.pk:
        if _terms(mandate) == before:
            return False
        told = zip(("ground", "since"), before, _terms(mandate), strict=True)
        data["changes"] = changes_data(Change(*one) for one in told if one[1] != one[2])
    mandate.save()
    _record(EventKind.MANDATE_GIVEN, whom, data, actor=actor, at=at)
    return True


@transaction.atomic
def end_mandate(person: Person, ico: Ico, *, actor: str, at: datetime) -> bool:
    """From now on the person does not act for the organisation. False: they did not anyway.

    The row says who may act now and goes; who could act before is told by the events.
    """
    whom = organisation(ico)
    mandate = Mandate.objects.select_for_update().filter(person=person, organisation=whom).first()
    if mandate is None:
        return False
    _record(EventKind.MANDATE_ENDED, whom, _of_mandate(mandate), actor=actor, at=at)
    mandate.delete()
    return True


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
    require_another_supervisor(person)
    change = Change("role", person.role, role.value)
    person.role = role.value
    person.save(update_fields=["role"])
    data = _who(person)
    data["changes"] = changes_data((change,))
    _record(EventKind.ROLE_CHANGED, None, data, actor=actor, at=at)
    return True


def require_another_supervisor(person: Person) -> None:
    """Raises Refused when nobody else could give roles after this person."""
    others = Person.objects.filter(role=Role.SUPERVISOR.value, is_active=True).exclude(pk=person.pk)
    if person.role == Role.SUPERVISOR and not others.exists():
        raise Refused(f"{person.username} je posledný vedúci.", f"{person.username} is the last supervisor")


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
        raise Refused(
            f"Organizácia {ico} nie je v evidencii.",
            f"there is no organisation {ico}; enter it first: matrika add_organisation",
        ) from None


def person(username: str) -> Person:
    """The person who logs in under that name. Raises Refused."""
    try:
        return Person.objects.get(username=username)
    except Person.DoesNotExist:
        raise Refused(
            f"Osoba s prihlasovacím menom {username} nie je v evidencii.", f"there is no person {username}"
        ) from None


def _who(person: Person) -> ReferenceData:
    return ReferenceData(person=person.pk, username=person.username, name=person.name, role=person.role)


def _of_mandate(mandate: Mandate) -> ReferenceData:
    data = _who(mandate.person)
    data["ground"], data["since"] = _terms(mandate)
    return data


def _terms(mandate: Mandate) -> tuple[str, str]:
    return mandate.ground, mandate.since.isoformat() if mandate.since else ""


def changes_data(changes: Iterable[Change]) -> list[ChangeData]:
    return [ChangeData(datum=one.datum, old=one.old, new=one.new) for one in changes]


def _record(
    kind: EventKind, whom: Organisation | None, data: ReferenceData, *, actor: str, at: datetime
) -> None:
    """Write the event of reference data, under the organisation it is about."""
    if whom is not None:
        data["ico"] = str(whom.full_ico)
    ledger.append(kind, actor=actor, at=at, effective_at=at, on_behalf_of=whom, data=data)
