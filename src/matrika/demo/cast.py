"""Who plays in the demo. Nobody here exists but the operator (guide, §2.1); the hosts lie under `example`."""

from __future__ import annotations

from dataclasses import dataclass

from matrika.core.people import Contact, Ico, Role, SubjectType


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    """A row of the reference data, with the integration projects it has."""

    ico: Ico
    name: str
    subject_type: SubjectType
    finished_projects: tuple[str, ...] = ()
    open_projects: tuple[str, ...] = ()
    statutory_bodies: tuple[tuple[str, str], ...] = ()  # name and role


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who can log in; `acts_for` names organisations by their IČO."""

    username: str
    first_name: str
    last_name: str
    role: Role
    acts_for: tuple[Ico, ...]
    part: str  # who this is, for the table that `./dev run` prints

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


# The check digits are right, and no such numbers have been given out.
MINISTRY = DemoOrganisation(
    Ico("99999994"),
    "Ministerstvo vzorov Slovenskej republiky",
    SubjectType.OVM,
    finished_projects=("Portál vzorov", "Register príkladov"),
    open_projects=("Mobilná aplikácia",),
    statutory_bodies=(("Ing. Milan Vzorný", "minister"),),
)
BRANCH = DemoOrganisation(
    Ico("99999994", "0002"),
    "Ministerstvo vzorov Slovenskej republiky – pracovisko Horná Príkladná",
    SubjectType.OVM,
    finished_projects=("Elektronické formuláre",),
)
ENERGY = DemoOrganisation(
    Ico("99999986"),
    "Vzorová energetika, a. s.",
    SubjectType.PO,
    finished_projects=("Zákaznícka zóna",),
    statutory_bodies=(
        ("Alžbeta Agátová", "predsedníčka predstavenstva"),
        ("Ing. Karol Kábel", "člen predstavenstva"),
    ),
)
STRANGERS = DemoOrganisation(
    Ico("99999978"),
    "Cudzia služba, s. r. o.",
    SubjectType.PO,
    finished_projects=("Cudzí portál",),
    statutory_bodies=(("Cyril Cédrus", "konateľ"),),
)
# Owns this portal, which is a service provider, too.
OPERATOR = DemoOrganisation(
    Ico("42156424"),
    "Národná agentúra pre sieťové a elektronické služby",
    SubjectType.OVM,
    finished_projects=("Matrika poskytovateľov služieb",),
)
ORGANISATIONS = (MINISTRY, BRANCH, ENERGY, STRANGERS, OPERATOR)

ALZBETA = DemoPerson(
    "alzbeta",
    "Alžbeta",
    "Agátová",
    Role.APPLICANT,
    (MINISTRY.ico, BRANCH.ico, ENERGY.ico),
    "agent of the owner",
)
BORIS = DemoPerson("boris", "Boris", "Bukový", Role.APPLICANT, (MINISTRY.ico,), "her colleague")
CYRIL = DemoPerson(
    "cyril", "Cyril", "Cédrus", Role.APPLICANT, (STRANGERS.ico,), "a stranger: another organisation's agent"
)
FILIP = DemoPerson(
    "filip", "Filip", "Fialka", Role.APPLICANT, (OPERATOR.ico,), "agent of the operator, who owns this portal"
)
ZITA = DemoPerson("zita", "Zita", "Zemanová", Role.REVIEWER, (), "reviewer")
DUSAN = DemoPerson("dusan", "Dušan", "Dubový", Role.SUPERVISOR, (), "supervisor")
ELENA = DemoPerson("elena", "Elena", "Ebenová", Role.AUDITOR, (), "auditor: reads, changes nothing")
PEOPLE = (ALZBETA, BORIS, CYRIL, FILIP, ZITA, DUSAN, ELENA)

CONTACT = Contact("Alžbeta Agátová", "sso@vzory.example", "+421 2 1234 5678")
CYRILS_CONTACT = Contact("Cyril Cédrus", "it@cudzia.example", "+421 905 123 456")
FILIPS_CONTACT = Contact("Filip Fialka", "register@matrika.example", "+421 2 8765 4321")
CONTACTS = {STRANGERS: CYRILS_CONTACT, OPERATOR: FILIPS_CONTACT}  # of the others, CONTACT
