"""Whether what the register stores is what was entered: bytes, digests, certificates, guards (R-7.4)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

from matrika.register import guards
from matrika.register.certificates import in_metadata
from matrika.register.guards import Guard
from matrika.register.models import CertificateEntry, MetadataVersion
from matrika.register.versions import CertificateFacts
from samllint.unreadable import Unreadable

STRETCH = 2_000  # rows: less than a second's work
CHUNK = 500
FEW = 50  # rows that hold a whole document each
FACTS = tuple(field.name for field in fields(CertificateFacts))

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Keys:
    """A stretch of a table: the rows whose keys are greater than `after`, and not greater than `last`."""

    after: int
    last: int | None  # None: to the end, wherever that is by then

    def of(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        rows = rows.filter(pk__gt=self.after)
        return rows if self.last is None else rows.filter(pk__lte=self.last)


@dataclass(frozen=True, slots=True)
class Check:
    """A walk over stored rows, a stretch after another or several at once; a fault is one sentence."""

    rows: str  # what is walked over, for whoever waits
    table: Callable[[], QuerySet[Any]]
    faults: Callable[[Keys], Iterator[str]]

    def stretches(self) -> list[Keys]:
        """All rows, STRETCH of them at a time."""
        found, after = [], 0
        keys = self.table().order_by("pk").values_list("pk", flat=True)
        while last := keys.filter(pk__gt=after)[STRETCH - 1 : STRETCH].first():
            found.append(Keys(after, last))
            after = last
        return [*found, Keys(after, None)]


def in_batches(rows: QuerySet[Row], size: int, keys: Keys) -> Iterator[list[Row]]:
    """The rows by their keys. Unlike a cursor it keeps nothing open and nothing in memory or on the disk."""
    after, rows = keys.after, keys.of(rows).order_by("pk")
    while batch := list(rows.filter(pk__gt=after)[:size]):
        yield batch
        after = batch[-1].pk


def one_by_one(
    rows: QuerySet[Row], judge: Callable[[Row], Iterator[str]], keys: Keys, size: int = CHUNK
) -> Iterator[str]:
    """The faults of each row."""
    for batch in in_batches(rows, size, keys):
        for row in batch:
            yield from judge(row)


def missing_guards(tables: Iterable[Guard]) -> Iterator[str]:
    for name in guards.missing(connection, tables):
        yield f"the trigger {name} is missing: history could be changed"


def is_digest(digest: str, content: bytes) -> bool:
    return hashlib.sha256(content).hexdigest() == digest.lower()


def _versions(keys: Keys) -> Iterator[str]:
    versions = MetadataVersion.objects.select_related("provider").prefetch_related("certificates")
    return one_by_one(versions, _version, keys, FEW)


def _version(version: MetadataVersion) -> Iterator[str]:
    name = f"version {version.number} of {version.provider.entity_id}"
    entries = sorted(version.certificates.all(), key=lambda entry: entry.position)
    for entry in entries:
        if not is_digest(entry.fingerprint, bytes(entry.der)):
            yield f"{name}: certificate {entry.position} does not have the stored fingerprint"
    if not is_digest(version.sha256, bytes(version.content)):
        yield f"{name}: the stored bytes do not have the stored SHA-256"
    else:
        yield from (f"{name}: {fault}" for fault in _certificates(bytes(version.content), entries))


def _certificates(content: bytes, entries: list[CertificateEntry]) -> Iterator[str]:
    """Where the entries of the certificates are not what the metadata hold."""
    try:
        held = in_metadata(content)
    except Unreadable as problem:
        yield f"its metadata cannot be read: {problem}"
        return
    if [entry.position for entry in entries] != list(range(len(held))):
        yield f"its metadata hold {len(held)} certificates, other ones are entered"
        return
    for facts, entry in zip(held, entries, strict=True):
        if wrong := _differing(facts, entry):
            yield f"certificate {entry.position} is not as in its metadata: {', '.join(wrong)}"


def _differing(facts: CertificateFacts, entry: CertificateEntry) -> list[str]:
    return [name for name in FACTS if _plain(getattr(entry, name)) != getattr(facts, name)]


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


CHECKS = (Check("metadata versions", MetadataVersion.objects.all, _versions),)
