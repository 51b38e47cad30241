"""Stored bytes from the database, a bounded part of them kept in the process.

The counter in PublicationState moves with every change, in the same transaction. Each process asks
for it at most once a second, by primary key, and forgets what it kept when it has moved: so any number
of processes on several machines need no other word of each other.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock

from django.db import close_old_connections
from django.db.models import QuerySet

from matrika.publication.aggregate import members
from matrika.publication.fetches import Fetched
from matrika.publication.models import (
    PublicationKey,
    PublicationState,
    PublishedAggregate,
    PublishedEntity,
)

FRESH_SECONDS = 1.0
KEPT_BYTES = 16 * 1024 * 1024  # a process; some thousand entities
_ALL = ""  # in the place of a digest


@dataclass(frozen=True, slots=True)
class Document:
    """One representation of something published, ready to be sent."""

    etags: tuple[str, str]  # of the plain and of the gzipped representation
    is_gzip: bool
    published_at: datetime
    expires_at: datetime | None  # when its provider ceases to be active; None for the aggregate
    valid_until: datetime  # of the signed document
    size: int
    body: Iterable[bytes]
    what: Fetched  # which version this is, for whoever asks later whether it was fetched

    ends_at: datetime  # the first of the two: nobody may use it, or be served it, beyond that

    @property
    def etag(self) -> str:
        return self.etags[self.is_gzip]

    def is_over(self, at: datetime) -> bool:
        """Whether its provider is no longer active."""
        return self.expires_at is not None and self.expires_at <= at


@dataclass(frozen=True, slots=True)
class State:
    version: int
    certificate: str  # PEM; "" before the worker's first start
    aggregate: PublishedAggregate | None


class Store:
    """What this process knows of the published bytes. Threads may share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._state: State | None = None
        self._asked_at = 0.0
        self._kept: dict[tuple[str, bool], Document] = {}
        self._kept_bytes = 0

    def state(self) -> State:
        """What the counter said within the last second."""
        now = self._clock()
        state = self._state
        if state is not None and now - self._asked_at < FRESH_SECONDS:
            return state
        state = _read_state()
        with self._lock:
            if self._state is not None and now < self._asked_at:
                return self._state  # another thread asked after us and was answered before
            if self._state is None or state.version != self._state.version:
                self._kept.clear()
                self._kept_bytes = 0
            self._state, self._asked_at = state, now
        return state

    def entity(self, sha1: str, *, is_gzip: bool) -> Document | None:
        """The signed document of the entity whose entityID has that SHA-1, whether expired or not."""
        return self._one(sha1, is_gzip, lambda: PublishedEntity.objects.filter(entity_id_sha1=sha1))

    def aggregate(self, *, is_gzip: bool) -> Document | None:
        """The signed aggregate; its body is read in parts while it is sent. Of one entity: its document."""
        stored = self.state().aggregate
        if stored is None:
            return None
        if stored.entities == 1:
            only = self._one(_ALL, is_gzip, lambda: members.of_one(stored))
            return only and replace(only, what=Fetched(counter=stored.counter))
        return Document(
            etags=_etags(stored.etag),
            is_gzip=is_gzip,
            published_at=stored.published_at,
            expires_at=None,
            valid_until=stored.valid_until,
            size=stored.size_gzip if is_gzip else stored.size,
            body=_read_aggregate(stored, is_gzip),
            what=Fetched(counter=stored.counter),
            ends_at=stored.valid_until,
        )

    def _one(
        self, name: str, is_gzip: bool, rows: Callable[[], QuerySet[PublishedEntity]]
    ) -> Document | None:
        version = self.state().version
        key = (name, is_gzip)
        kept = self._kept.get(key)  # one step for the interpreter, so it needs no lock
        if kept is not None:
            return kept
        found = _read(rows(), is_gzip)
        if found is not None:
            self._keep(key, found, version)
        return found

    def _keep(self, key: tuple[str, bool], found: Document, version: int) -> None:
        with self._lock:
            # Read before the counter moved, it may be what has just been replaced.
            if self._state is None or self._state.version != version or key in self._kept:
                return
            self._kept[key] = found
            self._kept_bytes += found.size
            while self._kept_bytes > KEPT_BYTES:
                oldest = self._kept.pop(next(iter(self._kept)))
                self._kept_bytes -= oldest.size


@contextmanager
def database() -> Iterator[None]:
    """Django looks after connections at the ends of its own requests; ours never reach it."""
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()


def _read_state() -> State:
    with database():
        row = PublicationState.objects.select_related("aggregate").filter(pk=1).first()
    if row is None:
        return State(0, "", None)
    return State(row.version, row.certificate, row.aggregate)


def read_keys() -> list[PublicationKey]:
    """The keys that consumers are told of, the one that signs first."""
    told = PublicationKey.objects.exclude(state=PublicationKey.State.RETIRED)
    with database():
        return sorted(told, key=lambda key: (key.state != PublicationKey.State.ACTIVE, -key.pk))


def _read(rows: QuerySet[PublishedEntity], is_gzip: bool) -> Document | None:
    content = "signed_gzip" if is_gzip else "signed"
    columns = ("etag", "published_at", "expires_at", "valid_until", "version_id", content)
    with database():
        row = rows.values_list(*columns).first()
    if row is None:
        return None
    etag, published_at, expires_at, valid_until, version, stored = row
    body = bytes(stored)
    return Document(
        etags=_etags(etag),
        is_gzip=is_gzip,
        published_at=published_at,
        expires_at=expires_at,
        valid_until=valid_until,
        size=len(body),
        body=[body],
        what=Fetched(version=version),
        ends_at=min(expires_at, valid_until),
    )


def _etags(etag: str) -> tuple[str, str]:
    """Each representation has its own strong tag (RFC 9110 §8.8.3.3)."""
    return etag, f'{etag[:-1]}-gzip"'


def _read_aggregate(stored: PublishedAggregate, is_gzip: bool) -> Iterator[bytes]:
    """A block at a time: between two of them a slow client holds no connection."""
    blocks = members.of(stored, is_gzip=is_gzip)
    while True:
        with database():
            block = next(blocks, None)
        if block is None:
            return
        yield block
