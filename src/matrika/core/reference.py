"""The reference data as plain values: what a source says of an organisation, and what differs (R-4.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matrika.core.people import Ico, SubjectType

ROLE_LENGTH = 256
ABBREVIATION_LENGTH = 64


class Source(StrEnum):
    """Where a datum comes from."""

    RPO = "rpo"  # Register právnických osôb of the Statistical Office
    OVM_LIST = "ovm-list"  # the list of public authorities at slovensko.sk
    FILE = "file"  # a table of the operator's own
    BY_HAND = "by-hand"


class Ground(StrEnum):
    """Why a person may act for an organisation (R-4.5, R-5.3)."""

    STATUTORY_BODY = "statutory-body"
    MAILBOX = "mailbox"  # authorised to access the organisation's mailbox
    POWER_OF_ATTORNEY = "power-of-attorney"


class ProjectState(StrEnum):
    """How far the integration process of a project is (guide ch. 4 wants a finished one)."""

    OPEN = "open"
    FINISHED = "finished"
    ENDED = "ended"  # the agreement ended; whether it had been finished before does not matter


def project_state(finished_on: date | None, ended_on: date | None) -> ProjectState:
    if ended_on is not None:
        return ProjectState.ENDED
    return ProjectState.FINISHED if finished_on is not None else ProjectState.OPEN


@dataclass(frozen=True, slots=True, order=True)
class StatutoryBody:
    """One person, or organisation, that acts for an organisation by law."""

    name: str
    role: str = ""
    since: str = ""  # days in ISO 8601, "" = the source does not say: so that they sort
    until: str = ""


@dataclass(frozen=True, slots=True, order=True)
class FormerName:
    """What an organisation was called before, until that day (ISO 8601; "" = the source does not say)."""

    name: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What one source says of one organisation. None = the source says nothing about it."""

    ico: Ico
    name: str
    subject_type: SubjectType | None = None
    statutory_bodies: tuple[StatutoryBody, ...] | None = None
    former_names: tuple[FormerName, ...] | None = None
    says_end: bool = False  # whether `ended_on` is a statement at all
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """What is known of one integration project; it is found by its owner and name."""

    ico: Ico
    name: str
    abbreviation: str = ""
    finished_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One datum that differs, as people read it; "" = there was none, or is none any more."""

    datum: str
    old: str
    new: str

    def __str__(self) -> str:
        if not self.old:
            return f"{self.datum}: {self.new}"
        return f"{self.datum}: {self.old} → {self.new or '(none)'}"
