"""What an applicant asks for, as plain values, and what may be wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from matrika.core.people import Contact, Ico, SubjectType
from samllint.text import Text

PROJECT_LENGTH = 256
ENTITY_ID_LENGTH = 1024  # SAML core §8.3.6: at most 1024 characters
NOTE_LENGTH = 4000
FILE_NAME_LENGTH = 255
REFERENCE = re.compile(r"[0-9A-Za-z-]{0,64}")
# XML 1.0 §2.2: what no form document can hold, so that no filing may.
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Kind(StrEnum):
    """The three filings of the guide: chapters 4, 5 and 6."""

    REGISTRATION = "registration"
    CHANGE = "change"
    CANCELLATION = "cancellation"


class Authorisation(StrEnum):
    """How the applicant authorises the filing (guide §4.1/8–9)."""

    NONE = "none"
    PAPER = "paper"
    SIGNATURE = "signature"  # `Application.signed` holds the container; its verdict decides the kind


class PowerOfAttorney(StrEnum):
    """In what form the owner's power of attorney comes (guide §6.1/5, R-5.4)."""

    NONE = "none"  # not needed: the applicant may act for the owner
    ELECTRONIC = "electronic"  # attached, signed or sealed, with a qualified time stamp
    CONVERTED = "converted"  # attached, guaranteed-converted from paper (decree 70/2021)
    PAPER = "paper"  # follows by post, with a certified signature

    @property
    def is_attached(self) -> bool:
        return self in (PowerOfAttorney.ELECTRONIC, PowerOfAttorney.CONVERTED)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with the filing, as it came."""

    name: str
    content_type: str  # found from the content, not from the name
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Application:
    """One filled-in form (R-4). `effective_on` is a day in Europe/Bratislava."""

    kind: Kind
    subject_type: SubjectType
    ico: Ico
    contact: Contact
    entity_id: str
    effective_on: date | None  # None = as soon as approved; only a change may leave it out
    metadata: bytes | None  # exactly as decoded; None for a cancellation
    project: str = ""  # "Názov technického alebo programového prostriedku"
    note: str = ""
    authorisation: Authorisation = Authorisation.NONE
    power_of_attorney: PowerOfAttorney = PowerOfAttorney.NONE
    attachments: tuple[Attachment, ...] = ()
    # Given by whom it was filled in at, so that no two signed forms are the same; "" = none.
    reference: str = ""
    signed: Attachment | None = None  # the container that holds this form, signed; with SIGNATURE only


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a filing is refused: a value for the applicant, never an exception (R-4.8)."""

    code: int  # stable; 24010019 is the guide's, the others are the product's own catalogue
    name: str  # e.g. "duplicate"
    datum: str = ""  # the field that does not agree, e.g. "ico"
    detail: str = ""  # the value found, or the findings in short
    text: Text | None = None  # of a reason that the program's catalogue does not have, or says otherwise
