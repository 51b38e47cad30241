"""The whole cast: Alžbeta (owner's agent), Boris (her colleague), Cyril (a stranger), Zita (a reviewer), and
Dušan (her supervisor).

Every maker needs a database and makes what it needs besides.
"""

from __future__ import annotations

from datetime import UTC, datetime

from allauth.mfa.totp.internal.auth import TOTP

from matrika.core.people import Ico, Role, SubjectType
from matrika.register.models import IntegrationProject, Mandate, Organisation, Person

ICO = Ico("12345678")
OTHER_ICO = Ico("87654321")
EMPTY_ICO = Ico("11223344")  # of an organisation that has registered nothing
PASSWORD = "correct-horse-battery"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # in the telephone of each of the staff

# A Sunday, 13:00 in Bratislava; what a test calls "now" unless it says otherwise.
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def organisation(
    ico: Ico = ICO, *, name: str = "Ministerstvo vzorov", subject_type: SubjectType = SubjectType.OVM
) -> Organisation:
    """The organisation with that IČO, made if it is not there yet."""
    made, _ = Organisation.objects.get_or_create(
        ico=ico.number,
        ico_suffix=ico.suffix,
        defaults={"name": name, "subject_type": subject_type.value},
    )
    return made


def other_organisation() -> Organisation:
    return organisation(OTHER_ICO, name="Cudzia, s. r. o.", subject_type=SubjectType.PO)


def mandate(person: Person, of: Organisation) -> Mandate:
    made, _ = Mandate.objects.get_or_create(person=person, organisation=of)
    return made


def project(of: Organisation, *, name: str = "VZOR", finished: bool = True) -> IntegrationProject:
    made, _ = IntegrationProject.objects.get_or_create(
        organisation=of, name=name, defaults={"finished_on": NOW.date() if finished else None}
    )
    return made


def person(username: str, first: str, last: str, role: Role = Role.APPLICANT) -> Person:
    """A person who can log in with PASSWORD; staff have TOTP_SECRET in an app besides."""
    known = Person.objects.filter(username=username).first()
    if known:
        return known
    made = Person.objects.create_user(
        username=username, password=PASSWORD, first_name=first, last_name=last, role=role.value
    )
    if role is not Role.APPLICANT:
        TOTP.activate(made, TOTP_SECRET)
    return made


def alzbeta() -> Person:
    """The agent of `organisation()`."""
    made = person("alzbeta", "Alžbeta", "Agátová")
    mandate(made, organisation())
    return made


def boris() -> Person:
    """Alžbeta's colleague: an agent of the same organisation."""
    made = person("boris", "Boris", "Bukový")
    mandate(made, organisation())
    return made


def cyril() -> Person:
    """A stranger: the agent of another organisation."""
    made = person("cyril", "Cyril", "Cédrus")
    mandate(made, other_organisation())
    return made


def zita() -> Person:
    return person("zita", "Zita", "Zemanová", Role.REVIEWER)


def dusan() -> Person:
    return person("dusan", "Dušan", "Dubový", Role.SUPERVISOR)
