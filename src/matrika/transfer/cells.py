"""The text of a row → values; each cell that cannot be understood is a fault with its line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

from matrika.core.days import start_of
from matrika.core.filing import ENTITY_ID_LENGTH
from matrika.core.people import (
    EMAIL,
    EMAIL_LENGTH,
    NAME_LENGTH,
    PHONE,
    PHONE_LENGTH,
    Contact,
    Ico,
    SubjectType,
)
from matrika.register.models.event import ACTOR_LENGTH
from matrika.register.models.provider import FILING_NUMBER_LENGTH
from matrika.register.models.waiver import REASON_LENGTH, RULE_LENGTH
from matrika.register.waivers import WaiverFacts
from matrika.transfer.folder import ORGANISATIONS, REGISTER, WAIVERS, Fault, Line, Table

T = TypeVar("T")
SLOVAK_DAY = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ISO_INSTANT = re.compile(ISO_DAY.pattern + r"[T ][0-9:]{5,8}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:?[0-9]{2})")
FILE_NAME = re.compile(r"[^/\\\0]{1,255}")
SHA256 = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    line: int
    ico: Ico
    name: str
    subject_type: SubjectType


@dataclass(frozen=True, slots=True)
class Row:
    """One metadata version, as a line of register.csv tells it."""

    line: int
    entity_id: str
    owner: OrganisationRow
    registered_at: datetime | None  # None = when the first version began
    number: int | None  # None = by the order of effective_from
    effective_from: datetime
    effective_to: datetime | None  # None = until the next version, or until further notice
    contact: Contact
    file: str  # its name in the folder of the metadata
    sha256: str  # lower-case hex; "" = not said
    filing_number: str  # in the register it comes from; "" = not said


@dataclass(frozen=True, slots=True)
class WaiverRow:
    line: int
    entity_id: str
    number: int
    waiver: WaiverFacts


def instant(text: str) -> datetime:
    """A day is its beginning in Bratislava (R-4.9); an instant says its time zone. Raises ValueError."""
    if found := SLOVAK_DAY.fullmatch(text):
        day, month, year = map(int, found.groups())
        return start_of(date(year, month, day))
    if ISO_DAY.fullmatch(text):
        return start_of(date.fromisoformat(text))
    if ISO_INSTANT.fullmatch(text):
        return datetime.fromisoformat(text).astimezone(UTC)
    raise ValueError(text)


def instant_text(moment: datetime | None) -> str:
    """As an export writes it: 2026-11-22T12:00:00Z; "" for none."""
    return "" if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def organisation_row(line: Line, faults: list[Fault], table: Table = ORGANISATIONS) -> OrganisationRow | None:
    cells = _Cells(line, table, faults)
    ico = cells.value(
        "ico",
        lambda text: Ico(text, cells.stripped("ico_suffix")),
        "with ico_suffix {suffix!r} is no IČO: 8 or 12 digits, and a suffix of 4 or 5 digits or none;"
        " spreadsheets drop zeros at the beginning".format(suffix=cells.stripped("ico_suffix")),
    )
    name = cells.text("organisation", NAME_LENGTH).strip()
    if not name and cells.is_sound:
        cells.refuse("organisation is empty")
    kind = cells.value("subject_type", lambda text: SubjectType(text.upper()), "is neither PO nor OVM")
    if not cells.is_sound or ico is None or kind is None:
        return None
    return OrganisationRow(line.number, ico, name, kind)


def row(line: Line, faults: list[Fault]) -> Row | None:
    """None when a cell cannot be understood."""
    cells = _Cells(line, REGISTER, faults)
    owner = organisation_row(line, faults, REGISTER)
    entity_id = cells.text("entity_id", ENTITY_ID_LENGTH)
    if not entity_id.strip():
        cells.refuse("entity_id is empty")
    begins = cells.value("effective_from", instant, DAY)
    ends = cells.value("effective_to", instant, DAY, may_be_empty=True)
    registered = cells.value("registered_at", instant, DAY, may_be_empty=True)
    number = cells.value("version", _number, "is no number from 1", may_be_empty=True)
    contact = Contact(
        cells.text("contact_name", NAME_LENGTH),
        cells.matching("contact_email", EMAIL, EMAIL_LENGTH, "is no e-mail address"),
        cells.matching("contact_phone", PHONE, PHONE_LENGTH, "is no telephone number", may_be_empty=True),
    )
    file = cells.matching("file", FILE_NAME, 255, "is no name of a file in metadata/, without any folder")
    if file in (".", ".."):
        cells.refuse(f"file {file!r} is no name of a file")
    sha256 = cells.matching("sha256", SHA256, 64, "is no SHA-256 in hexadecimal", may_be_empty=True)
    filing_number = cells.text("filing_number", FILING_NUMBER_LENGTH).strip()
    if not cells.is_sound or owner is None or begins is None:
        return None
    return Row(
        line.number,
        entity_id,
        owner,
        registered,
        number,
        begins,
        ends,
        contact,
        file,
        sha256.lower(),
        filing_number,
    )


def waiver_row(line: Line, faults: list[Fault], *, actor: str, at: datetime) -> WaiverRow | None:
    """Without granted_by and granted_at it is `actor` who waives the rule, at `at`."""
    cells = _Cells(line, WAIVERS, faults)
    number = cells.value("version", _number, "is no number from 1")
    granted_at = cells.value("granted_at", instant, DAY, may_be_empty=True)
    facts = WaiverFacts(
        rule_id=cells.text("rule", RULE_LENGTH).strip(),
        reason=cells.text("reason", REASON_LENGTH).strip(),
        granted_by=cells.text("granted_by", ACTOR_LENGTH).strip() or actor,
        granted_at=granted_at or at,
    )
    if not facts.rule_id or not facts.reason:
        cells.refuse("a waiver needs a rule and a reason")
    if not cells.is_sound or number is None:
        return None
    return WaiverRow(line.number, line.cells["entity_id"], number, facts)


DAY = "is no day (31.12.2026 or 2026-12-31) and no instant with a time zone (2026-12-31T10:00:00Z)"


def _number(text: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,8}", text):
        raise ValueError(text)
    return int(text)


class _Cells:
    """One row's cells; remembers whether all that were asked for could be understood."""

    def __init__(self, line: Line, table: Table, faults: list[Fault]) -> None:
        self._line, self._table, self._faults = line, table, faults
        self.is_sound = True

    def refuse(self, sentence: str) -> None:
        self.is_sound = False
        self._faults.append(Fault(self._table.name, self._line.number, sentence))

    def stripped(self, column: str) -> str:
        return self._line.cells[column].strip()

    def text(self, column: str, longest: int) -> str:
        """As it stands, blanks and all: an entityID is compared byte for byte."""
        text = self._line.cells[column]
        if len(text) > longest:
            self.refuse(f"{column} has {len(text)} characters, {longest} at most are kept")
        return text

    def value(
        self, column: str, understand: Callable[[str], T], wrong: str, *, may_be_empty: bool = False
    ) -> T | None:
        text = self.stripped(column)
        if not text and may_be_empty:
            return None
        try:
            return understand(text)
        except (ValueError, OverflowError):
            self.refuse(f"{column} {text!r} {wrong}")
            return None

    def matching(
        self,
        column: str,
        pattern: re.Pattern[str],
        longest: int,
        wrong: str,
        *,
        may_be_empty: bool = False,
    ) -> str:
        text = self._line.cells[column]
        if not (may_be_empty and not text) and not (pattern.fullmatch(text) and len(text) <= longest):
            self.refuse(f"{column} {text[:200]!r} {wrong}")
        return text
