"""Snapshots of the state's registers → facts about organisations, with every fault named.

The formats: `rpo-json`, answers of the register of legal persons (api.statistics.sk/rpo/v1: one entity,
a list, or {"results": […]}); `ovm-csv`, the list of public authorities (slovensko.sk: ICO, URI, Nazov);
`csv`, a table of the operator's own. Each in one file or in a folder of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from matrika.core.people import NAME_LENGTH, SubjectType
from matrika.core.reference import ROLE_LENGTH, FormerName, OrganisationFacts, Source, StatutoryBody
from matrika.register.reference_import.tables import (
    BadRow,
    Fault,
    Row,
    Unusable,
    bytes_of,
    day_of_cell,
    ico_of,
    json_of,
    legible,
    rows,
)

URI = re.compile(r"ico://sk/(\d{1,12})(?:_(\d{4,5}))?")
Found = Iterator[tuple[str, OrganisationFacts | Fault]]  # the place it stood at, and what was read there


def read(path: Path, file_format: str, *, as_of: date) -> Found:
    """What the file, or each file of the folder, says. Raises Unusable, OSError."""
    if not path.is_dir():
        yield from FORMATS[file_format](bytes_of(path), as_of, "")
        return
    for file in sorted(path.iterdir()):
        if file.suffix.lower() in SUFFIXES[file_format]:
            try:
                yield from FORMATS[file_format](bytes_of(file), as_of, f"{file.name} ")
            except Unusable as problem:
                yield file.name, Fault(file.name, str(problem))


def _ovm_list(content: bytes, as_of: date, prefix: str) -> Found:
    for row in rows(content, needs=(("uri",), ("nazov",), ("ico",))):
        yield _facts(prefix + row.place, partial(_of_list, row))


def _of_list(row: Row) -> OrganisationFacts:
    """The URI decides: the column ICO loses leading zeros and never has the suffix."""
    uri = URI.fullmatch(row.get("uri"))
    if uri is None:
        raise BadRow(f"{row.get('uri')!r} is no address such as ico://sk/12345678_10001")
    ico = ico_of(uri[1], uri[2] or "")
    if ico_of(row.get("ico")).number != ico.number:
        raise BadRow(f"the columns ICO ({row.get('ico')}) and URI ({row.get('uri')}) disagree")
    return OrganisationFacts(ico, _name(row.get("nazov")), SubjectType.OVM)


def _own_table(content: bytes, as_of: date, prefix: str) -> Found:
    for row in rows(content, needs=(("ico",), ("name", "nazov"), ("subject_type", "typ_subjektu"))):
        yield _facts(prefix + row.place, partial(_of_table, row, as_of))


def _of_table(row: Row, as_of: date) -> OrganisationFacts:
    subject_type = row.get("subject_type", "typ_subjektu").upper()
    if subject_type not in set(SubjectType):
        raise BadRow(f"the subject type is {subject_type!r}, not PO or OVM")
    has_end = "ended_on" in row.cells or "zanik" in row.cells
    ended_on = day_of_cell(row.get("ended_on", "zanik"))
    return OrganisationFacts(
        ico_of(row.get("ico"), row.get("suffix")),
        _name(row.get("name", "nazov")),
        SubjectType(subject_type),
        says_end=has_end,
        ended_on=ended_on if ended_on and ended_on <= as_of else None,
    )


def _rpo(content: bytes, as_of: date, prefix: str) -> Found:
    document = json_of(content)
    if isinstance(document, dict) and "results" in document:
        document = document["results"]
    entities = document if isinstance(document, list) else [document]
    for number, entity in enumerate(entities, start=1):
        place = f"{prefix}entry {number}"
        yield _facts(place, partial(_of_entity, entity, as_of))


def _of_entity(entity: Any, as_of: date) -> OrganisationFacts:
    if not isinstance(entity, dict):
        raise BadRow("it is no entity of the RPO")
    identifiers, old_identifiers = _now_and_before(entity, "identifiers", as_of)
    names, former = _now_and_before(entity, "fullNames", as_of)
    ended_on = _termination(entity.get("termination"))
    # An organisation that ended has no present number and name; the last ones are meant.
    identifier = (identifiers or old_identifiers)[-1:]
    name = (names or former)[-1:]
    if not identifier or not name:
        raise BadRow("it has no identifier or no name")
    before = [one for one in former if one is not name[0]]
    return OrganisationFacts(
        ico_of(_value(identifier[0])),
        _name(_value(name[0])),
        statutory_bodies=_bodies(entity, as_of),
        former_names=tuple(
            sorted({FormerName(_name(_value(one)), _iso(one.get("validTo"))) for one in before})
        ),
        says_end=True,
        ended_on=ended_on if ended_on and ended_on <= as_of else None,
    )


def _bodies(entity: dict[str, Any], as_of: date) -> tuple[StatutoryBody, ...] | None:
    """Those who act on the day; None = the answer lists none at all, as a search's does not."""
    if "statutoryBodies" not in entity:
        return None
    present, _ = _now_and_before(entity, "statutoryBodies", as_of)
    return tuple(sorted({_body(one) for one in present}))


def _body(one: dict[str, Any]) -> StatutoryBody:
    person, company = one.get("personName"), one.get("fullNames") or one.get("fullName")
    name = person.get("formatedName") if isinstance(person, dict) else _value_of_last(company)
    role = ", ".join(
        filter(None, (_text_of(one.get("stakeholderType")), _text_of(one.get("statutoryBodyMember"))))
    )
    if len(role) > ROLE_LENGTH:
        raise BadRow(f"the role of a statutory body has more than {ROLE_LENGTH} characters")
    return StatutoryBody(
        _name(str(name or "")), legible(role), _iso(one.get("validFrom")), _iso(one.get("validTo"))
    )


def _now_and_before(
    entity: dict[str, Any], key: str, as_of: date
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The entries of a history that hold on the day, and those that ended before it, oldest first."""
    entries = entity.get(key) or []
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise BadRow(f"{key} is no list of entries")
    day, ordered = as_of.isoformat(), sorted(entries, key=lambda one: _iso(one.get("validFrom")))
    begun = [one for one in ordered if _iso(one.get("validFrom")) <= day]
    present = [one for one in begun if not one.get("validTo") or _iso(one["validTo"]) >= day]
    return present, [one for one in begun if one not in present]


def _termination(termination: Any) -> date | None:
    if isinstance(termination, dict):
        termination = termination.get("validFrom") or termination.get("value")
    return day_of_cell(str(termination)[:10]) if termination else None


def _iso(text: Any) -> str:
    """The day as text, "" where there is none. Raises BadRow."""
    day = day_of_cell(str(text)[:10]) if text else None
    return day.isoformat() if day else ""


def _text_of(code: Any) -> str:
    return str(code.get("value") or "") if isinstance(code, dict) else str(code or "")


def _value(entry: dict[str, Any]) -> str:
    return str(entry.get("value") or "")


def _value_of_last(entries: Any) -> str:
    if isinstance(entries, list) and entries and isinstance(entries[-1], dict):
        return _value(entries[-1])
    return str(entries or "")


def _name(text: str) -> str:
    """A name, on one line and legible. Raises BadRow."""
    name = legible(" ".join(text.split()))
    if not name or len(name) > NAME_LENGTH:
        raise BadRow(f"the name has {len(name)} characters, not 1 to {NAME_LENGTH}")
    return name


def _facts(place: str, make: Callable[[], OrganisationFacts]) -> tuple[str, OrganisationFacts | Fault]:
    try:
        return place, make()
    except BadRow as problem:
        return place, Fault(place, str(problem))


FORMATS: dict[str, Callable[[bytes, date, str], Found]] = {
    "rpo-json": _rpo,
    "ovm-csv": _ovm_list,
    "csv": _own_table,
}
SOURCES = {"rpo-json": Source.RPO, "ovm-csv": Source.OVM_LIST, "csv": Source.FILE}
SUFFIXES = {"rpo-json": {".json"}, "ovm-csv": {".csv"}, "csv": {".csv"}}
