"""Folders to import: one provider by default, and a test shows only the difference."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from matrika.transfer.enter import enter
from matrika.transfer.examine import Examination, examine
from tests import people
from tests.metadata import ENTITY_ID, sp_metadata

ACTOR = "administrator:root"


def row(**changes: str) -> dict[str, str]:
    """The provider https://sp.example of Ministerstvo vzorov, in force since 1 March 2026."""
    facts = {
        "entity_id": ENTITY_ID,
        "ico": "12345678",
        "ico_suffix": "",
        "organisation": "Ministerstvo vzorov",
        "subject_type": "OVM",
        "effective_from": "01.03.2026",
        "contact_name": "Alžbeta Agátová",
        "contact_email": "sso@vzory.example",
        "contact_phone": "+421 2 1234 5678",
        "file": "sp.xml",
    }
    return {**facts, **changes}


def a_folder(
    at: Path,
    rows: Iterable[Mapping[str, str]] = (row(),),
    metadata: Mapping[str, bytes] | None = None,
    **tables: bytes | Iterable[Mapping[str, str]],
) -> Path:
    """`tables`: waivers=…, organisations=…, or register=b"…" for bytes as they are."""
    (at / "metadata").mkdir(parents=True)
    for name, content in ({"sp.xml": sp_metadata()} if metadata is None else metadata).items():
        (at / "metadata" / name).write_bytes(content)
    for name, table in {"register": rows, **tables}.items():
        (at / f"{name}.csv").write_bytes(table if isinstance(table, bytes) else as_csv(table))
    return at


def as_csv(rows: Iterable[Mapping[str, str]], delimiter: str = ";") -> bytes:
    rows = list(rows)
    columns = list(dict.fromkeys(name for one in rows for name in one))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def examined(folder: Path, *, at: Any = people.NOW) -> Examination:
    return examine(folder, actor=ACTOR, at=at)


def imported(folder: Path, *, at: Any = people.NOW) -> Examination:
    """The examination of a folder that was then imported."""
    found = examined(folder, at=at)
    assert [str(fault) for fault in found.faults] == []
    enter(found, actor=ACTOR, at=at)
    return found


def faults(folder: Path) -> list[str]:
    return [str(fault) for fault in examined(folder).faults]
