"""Who takes part: organisations, the people who act for them, and how to reach them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from samllint import context

NUMBER = re.compile(context.ICO)
SUFFIX = re.compile(context.SUFFIX)
# As the state's sibling forms of slovensko.sk have them; the guide says none of these limits.
PHONE = re.compile(r"[+]?[()/0-9. -]{9,}")
EMAIL = re.compile(r"[a-zA-Z0-9_.+-]+@[a-zA-Z0-9-]+\.[a-zA-Z0-9.-]+")
NAME_LENGTH = 1023
EMAIL_LENGTH = 254
PHONE_LENGTH = 64


class SubjectType(StrEnum):
    """The two kinds of owner the form offers (guide Fig. 2)."""

    PO = "PO"  # Právnická osoba / Fyzická osoba - podnikateľ
    OVM = "OVM"  # Orgán verejnej moci


class Role(StrEnum):
    """What a logged-in person is to the register."""

    APPLICANT = "applicant"
    REVIEWER = "reviewer"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Ico:
    """Identification number of an organisation: 8 digits, or 12 for an organisational unit."""

    number: str
    suffix: str = ""  # 4 or 5 digits where one was assigned

    def __post_init__(self) -> None:
        if not NUMBER.fullmatch(self.number):
            raise ValueError(f"not an IČO: {self.number!r}")
        if self.suffix and not SUFFIX.fullmatch(self.suffix):
            raise ValueError(f"not an IČO suffix: {self.suffix!r}")

    def __str__(self) -> str:
        return f"{self.number}_{self.suffix}" if self.suffix else self.number

    @property
    def common_name(self) -> str:
        """The CN a certificate of this organisation bears (R-3.1.7)."""
        return f"ico-{self}"


@dataclass(frozen=True, slots=True)
class Contact:
    """The one person the register writes to (guide §4.1/2). Exactly one e-mail address."""

    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Identity:
    """One log-in as a provider tells it: the natural person, and the organisation they act for."""

    issuer: str
    actor: str  # the provider's lasting identifier of the person
    first_name: str
    last_name: str
    organisation: Ico | None  # None: the person acts for no organisation
    level: int  # of assurance, 0 = not said
