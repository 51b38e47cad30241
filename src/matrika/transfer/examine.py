"""What an import would do, and every reason why it cannot: nothing is written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from matrika.register.models import Organisation
from matrika.register.waivers import WaiverFacts
from matrika.transfer import cells, files, folder, records
from matrika.transfer.cells import OrganisationRow, WaiverRow
from matrika.transfer.folder import METADATA, ORGANISATIONS, REGISTER, WAIVERS, Fault
from matrika.transfer.records import Known
from matrika.transfer.spans import Entry, History, histories

Progress = Callable[[int, int], None]  # how many providers are done, and of how many


@dataclass(frozen=True, slots=True)
class NewVersion:
    """One metadata version to be entered."""

    entry: Entry
    sha256: str
    waivers: tuple[WaiverFacts, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be entered of one provider."""

    history: History
    is_new: bool
    known_versions: int  # as many as the register had when it was asked
    ends_at: datetime | None  # of the version that is open in the register
    versions: tuple[NewVersion, ...]

    @property
    def does_anything(self) -> bool:
        return bool(self.versions) or self.ends_at is not None


@dataclass(slots=True)
class Examination:
    """The report of a dry run, and what `enter` goes by."""

    folder: Path
    rows: int = 0
    providers: int = 0
    plans: list[Plan] = field(default_factory=list)  # only those that do anything
    organisations: list[OrganisationRow] = field(default_factory=list)  # those not yet known
    waived: Counter[str] = field(default_factory=Counter)  # rule id → versions that get a waiver
    remarks: list[str] = field(default_factory=list)  # differences that stop nothing
    faults: list[Fault] = field(default_factory=list)  # any of them stops the import

    @property
    def new_providers(self) -> int:
        return sum(plan.is_new for plan in self.plans)

    @property
    def new_versions(self) -> int:
        return sum(len(plan.versions) for plan in self.plans)

    @property
    def ended_versions(self) -> int:
        return sum(plan.ends_at is not None for plan in self.plans)

    @property
    def is_nothing_new(self) -> bool:
        return not self.plans and not self.organisations


def examine(
    path: Path, *, actor: str, at: datetime, progress: Progress = lambda done, of: None
) -> Examination:
    """Read the whole folder and compare it with the register.

    `actor` is who waives the rules that the metadata break, `at` the instant of the import.
    """
    found = Examination(path)
    faults = found.faults
    lines = folder.read(path, REGISTER, faults)
    found.rows = len(lines)
    rows = [row for line in lines if (row := cells.row(line, faults))]
    told = histories(rows, faults, at=at)
    found.providers = len(told)
    _organisations(found, [row.owner for row in rows])
    waivers = _waivers(found, told, actor=actor, at=at)
    faults += files.surplus(path, (line.cells["file"] for line in lines))
    known = records.look_up([history.entity_id for history in told])
    for done, history in enumerate(told, start=1):
        _provider(found, history, known.get(history.entity_id), waivers, actor=actor, at=at)
        progress(done, len(told))
    return found


def _organisations(found: Examination, owners: Iterable[OrganisationRow]) -> None:
    rows = [(REGISTER, owner) for owner in owners]
    if (found.folder / ORGANISATIONS.name).exists():
        lines = folder.read(found.folder, ORGANISATIONS, found.faults)
        own = (cells.organisation_row(line, found.faults) for line in lines)
        rows = [(ORGANISATIONS, row) for row in own if row] + rows
    known = {one.full_ico: one for one in Organisation.objects.all()}
    first: dict[object, OrganisationRow] = {}
    for table, row in rows:
        before = first.setdefault(row.ico, row)
        if (before.name, before.subject_type) != (row.name, row.subject_type):
            sentence = f"{row.ico} is {row.name} ({row.subject_type}), elsewhere in the folder {before.name}"
            found.faults.append(Fault(table.name, row.line, f"{sentence} ({before.subject_type})"))
        elif before is row:
            _organisation(found, row, known.get(row.ico))


def _organisation(found: Examination, row: OrganisationRow, known: Organisation | None) -> None:
    if known is None:
        found.organisations.append(row)
    elif (known.name, known.subject_type) != (row.name, row.subject_type.value):
        here = f"{known.name} ({known.subject_type})"
        found.remarks.append(f"{row.ico} stays {here}; the folder calls it {row.name} ({row.subject_type})")


def _waivers(
    found: Examination, told: Sequence[History], *, actor: str, at: datetime
) -> dict[tuple[str, int], tuple[WaiverFacts, ...]]:
    """(entityID, version number) → what waivers.csv has for it."""
    if not (found.folder / WAIVERS.name).exists():
        return {}
    faults = found.faults
    lines = folder.read(found.folder, WAIVERS, faults)
    rows = [row for line in lines if (row := cells.waiver_row(line, faults, actor=actor, at=at))]
    entries = {(history.entity_id, entry.number) for history in told for entry in history.entries}
    listed: dict[tuple[str, int], dict[str, WaiverRow]] = {}
    for row in rows:
        of_version = listed.setdefault((row.entity_id, row.number), {})
        if (row.entity_id, row.number) not in entries:
            sentence = f"register.csv has no version {row.number} of {row.entity_id}, or a faulty one"
            faults.append(Fault(WAIVERS.name, row.line, sentence))
        elif of_version.setdefault(row.waiver.rule_id, row) is not row:
            sentence = f"{row.waiver.rule_id} is waived for that version already"
            faults.append(Fault(WAIVERS.name, row.line, sentence))
    return {key: tuple(row.waiver for row in rows.values()) for key, rows in listed.items()}


def _provider(
    found: Examination,
    history: History,
    known: Known | None,
    waivers: Mapping[tuple[str, int], tuple[WaiverFacts, ...]],
    *,
    actor: str,
    at: datetime,
) -> None:
    """Add the provider's plan, or its faults."""
    faults_before = len(found.faults)
    contents = [_content(found, entry) for entry in history.entries]
    if len(found.faults) > faults_before:
        return
    digests = [files.digest(content) for content in contents]
    recorded = known.versions if known else ()
    if known:
        found.faults += records.contradictions(history, digests, known)
    for version in recorded[: len(history.entries)]:
        listed = waivers.get((history.entity_id, version.number), ())
        for rule_id in records.unknown_waivers(listed, version):
            sentence = f"{history.entity_id} version {version.number}: {rule_id} is not waived like this in"
            found.faults.append(Fault(WAIVERS.name, None, f"{sentence} the register"))
    versions = [
        _new_version(found, history, entry, content, waivers, actor=actor, at=at)
        for entry, content in list(zip(history.entries, contents, strict=True))[len(recorded) :]
    ]
    if len(found.faults) > faults_before:
        return
    ends_at = records.end_of_the_open_version(history, known) if known else None
    entered = tuple(version for version in versions if version)
    plan = Plan(history, known is None, len(recorded), ends_at, entered)
    if plan.does_anything:
        found.plans.append(plan)
        found.waived.update(waiver.rule_id for version in entered for waiver in version.waivers)


def _content(found: Examination, entry: Entry) -> bytes:
    """b"" after a fault."""
    try:
        data = files.content(found.folder, entry.row.file)
        if entry.row.sha256 and files.digest(data) != entry.row.sha256:
            raise files.Refused(f"{METADATA}/{entry.row.file} has another SHA-256 than the row says")
    except files.Refused as wrong:
        found.faults.append(Fault(REGISTER.name, entry.row.line, str(wrong)))
        return b""
    return data


def _new_version(
    found: Examination,
    history: History,
    entry: Entry,
    content: bytes,
    waivers: Mapping[tuple[str, int], tuple[WaiverFacts, ...]],
    *,
    actor: str,
    at: datetime,
) -> NewVersion | None:
    """None after a fault."""
    entity_id = history.entity_id
    try:
        files.require_registrable(content, entity_id=entity_id)
        broken = files.waived(
            content,
            entity_id=entity_id,
            owner=history.owner.ico,
            effective_from=entry.row.effective_from,
            actor=actor,
            at=at,
        )
    except files.Refused as wrong:
        found.faults.append(Fault(REGISTER.name, entry.row.line, f"{METADATA}/{entry.row.file} {wrong}"))
        return None
    # What was waived before keeps its reason, and stays waived where the rule is not broken any more.
    granted = {waiver.rule_id: waiver for waiver in broken}
    granted |= {waiver.rule_id: waiver for waiver in waivers.get((entity_id, entry.number), ())}
    return NewVersion(entry, files.digest(content), tuple(granted[rule_id] for rule_id in sorted(granted)))
