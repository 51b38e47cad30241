"""A whole published set in a folder of its own, put in place of the one before by a single rename.

`FOLDER/current` is a symbolic link to `FOLDER/sets/NUMBER`. Whatever happens on the way, a full disk or a
`kill -9`, the link shows the old set or the new one, each whole. Unchanged files are the same
files (hard links), so an export costs what changed.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from matrika.publication.aggregate import members
from matrika.publication.files import names
from matrika.publication.models import PublicationKey, PublicationState, PublishedAggregate, PublishedEntity

BATCH = 100


class NotExported(Exception):
    """Nothing was exchanged; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Exported:
    entities: int
    written: int  # the others are the files of the set before
    is_new: bool


def export(folder: Path, *, at: datetime) -> Exported:
    """Raises NotExported; OSError when the disk is full or may not be written to."""
    state = PublicationState.objects.select_related("aggregate").filter(pk=1).first()
    if state is None or not state.certificate:
        raise NotExported("nothing was ever published")
    sets = folder / "sets"
    sets.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        _remove(each for each in sets.glob(".*") if each.is_dir())  # of a process that was killed
        return _exchange(folder / "current", sets, state, at)


def _exchange(current: Path, sets: Path, state: PublicationState, at: datetime) -> Exported:
    before = _manifest(current)
    entities = dict(_valid(at))
    if before.get("counter") == state.version and before.get("entities") == entities:
        return Exported(len(entities), 0, is_new=False)
    new = sets / f".{state.version}-{secrets.token_hex(8)}"
    shown = current.resolve()
    try:
        written = _write(new, entities, current if before else None, before, state, at)
        whole = new.with_name(new.name[1:])
        new.rename(whole)
        _show(current, whole)
    finally:
        shutil.rmtree(new, ignore_errors=True)  # what was exchanged bears another name by now
    # The one before stays for whoever reads it just now.
    _remove(each for each in sets.iterdir() if each != whole and each.resolve() != shown)
    return Exported(len(entities), written, is_new=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Raises NotExported when another export into the folder is under way."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotExported("another export into this folder is under way") from None
        yield


def _valid(at: datetime) -> Iterator[tuple[str, str]]:
    valid = PublishedEntity.objects.filter(expires_at__gt=at, valid_until__gt=at)
    yield from valid.order_by("entity_id_sha1").values_list("entity_id_sha1", "etag").iterator()


def _manifest(current: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((current / "manifest.json").read_text())
        return manifest
    except (OSError, ValueError):
        return {}


def _write(
    new: Path,
    entities: dict[str, str],
    current: Path | None,
    before: dict[str, Any],
    state: PublicationState,
    at: datetime,
) -> int:
    (new / "entities").mkdir(parents=True)
    same = {sha1 for sha1, etag in before.get("entities", {}).items() if entities.get(sha1) == etag}
    written = 0
    for entity in _rows(entities):
        wanted = [
            new / "entities" / name for name in names.of(entity.provider.entity_id, entity.entity_id_sha1)
        ]
        if current is not None and entity.entity_id_sha1 in same:
            _link_from(current / "entities" / wanted[0].name, wanted)
            continue
        if entity.etag.strip('"') != hashlib.sha256(bytes(entity.signed)).hexdigest():
            raise NotExported(f"the document of {entity.provider} is not the one that was published")
        _put(wanted[0], [bytes(entity.signed)], entity.published_at)
        _put(_gz(wanted[0]), [bytes(entity.signed_gzip)], entity.published_at)
        _link_from(wanted[0], wanted[1:])
        written += 1
    if state.aggregate is not None and state.aggregate.valid_until > at:
        _put_aggregate(new, state.aggregate)
    _put_certificates(new, state, at)
    manifest = {"counter": state.version, "entities": entities}
    _put(new / "manifest.json", [json.dumps(manifest).encode()], at)
    for directory in (new / "entities", new):
        _sync(directory)
    return written


def _rows(entities: dict[str, str]) -> Iterator[PublishedEntity]:
    keys = list(entities)
    for start in range(0, len(keys), BATCH):
        chosen = PublishedEntity.objects.filter(entity_id_sha1__in=keys[start : start + BATCH])
        for entity in chosen.select_related("provider"):
            if entity.etag != entities[entity.entity_id_sha1]:
                raise NotExported("something was published meanwhile; try again")
            yield entity


def _put_aggregate(new: Path, aggregate: PublishedAggregate) -> None:
    if aggregate.entities == 1:
        for only in members.of_one(aggregate):
            _put(new / "entities.xml", [bytes(only.signed)], only.published_at)
            _put(new / "entities.xml.gz", [bytes(only.signed_gzip)], only.published_at)
        return
    for file, is_gzip in ((new / "entities.xml", False), (new / "entities.xml.gz", True)):
        _put(file, members.of(aggregate, is_gzip=is_gzip), aggregate.published_at)
        if file.stat().st_size != (aggregate.size_gzip if is_gzip else aggregate.size):
            raise NotExported("the aggregate was replaced meanwhile; try again")


def _put_certificates(new: Path, state: PublicationState, at: datetime) -> None:
    _put(new / "certificate.pem", [state.certificate.encode()], at)
    (new / "certificates").mkdir()
    for key in PublicationKey.objects.exclude(state=PublicationKey.State.RETIRED):
        _put(new / "certificates" / f"{key.fingerprint}.pem", [key.certificate.encode()], at)


def _put(file: Path, blocks: Iterable[bytes], modified: datetime) -> None:
    """A file that is on the disk when this returns; its time is what Last-Modified will say."""
    with file.open("xb") as opened:
        opened.writelines(blocks)
        opened.flush()
        os.fsync(opened.fileno())
    os.utime(file, (modified.timestamp(), modified.timestamp()))


def _link_from(source: Path, wanted: Iterable[Path]) -> None:
    for name in wanted:
        name.hardlink_to(source)
        _gz(name).hardlink_to(_gz(source))


def _gz(file: Path) -> Path:
    return file.with_name(f"{file.name}.gz")


def _show(current: Path, whole: Path) -> None:
    """One rename: a reader finds the old set or the new one."""
    beside = current.with_name(".current")
    beside.unlink(missing_ok=True)
    beside.symlink_to(whole.relative_to(current.parent))
    _sync(whole.parent)
    beside.replace(current)
    _sync(current.parent)


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(folders: Iterable[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder)
