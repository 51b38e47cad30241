"""The aggregate's bytes as they are stored and served: nothing is copied, so nothing grows with each new one.

An EntityForm is never changed; it stands from one move of the counter until another. So the number
that the counter had, and the instant, say for ever which forms an aggregate is made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from matrika.publication.models import EntityForm, PublishedAggregate, PublishedEntity

SWEPT = 16  # forms in memory at a time; each has at most canonical.MAX_BYTES
STRETCH = 1000  # rows whose sizes are looked at together
BLOCK = 1024 * 1024  # bytes read at a time, unless one entity alone is larger


@dataclass(frozen=True, slots=True)
class Membership:
    """Which forms an aggregate is made of: those that stood at a number of the counter, at an instant."""

    counter: int
    at: datetime

    def forms(self) -> QuerySet[EntityForm]:
        standing = Q(until__isnull=True) | Q(until__gt=self.counter)
        return EntityForm.objects.filter(standing, since__lte=self.counter, expires_at__gt=self.at)

    def rows(self, *columns: str) -> Iterator[tuple[Any, ...]]:
        """Columns of the forms in their order, in one sweep: for whoever takes them as fast as they come."""
        return self.forms().order_by("pk").values_list(*columns).iterator(chunk_size=SWEPT)

    def contents(self, column: str) -> Iterator[bytes]:
        """One column's bytes in the same order, about a BLOCK at a time, each by a query of its own.

        A sweep would keep a transaction open for as long as a slow client reads.
        """
        # Making this query anew for each block by the ORM would cost more than reading the block.
        query = (
            f"SELECT {connection.ops.quote_name(column)} FROM {EntityForm._meta.db_table}"  # noqa: S608 - a name
            " WHERE since <= %s AND (until IS NULL OR until > %s) AND expires_at > %s"
            " AND id BETWEEN %s AND %s ORDER BY id"
        )
        instant = connection.ops.adapt_datetimefield_value(self.at)
        for first, last in self._runs():
            with connection.cursor() as cursor:
                cursor.execute(query, [self.counter, self.counter, instant, first, last])
                found = cursor.fetchall()
            yield b"".join(bytes(content) for (content,) in found)

    def _runs(self) -> Iterator[tuple[int, int]]:
        after = 0
        sizes = self.forms().order_by("pk").values_list("pk", "size")
        while stretch := list(sizes.filter(pk__gt=after)[:STRETCH]):
            first, total = stretch[0][0], 0
            for pk, size in stretch:
                if total and total + size > BLOCK:
                    yield first, after
                    first, total = pk, 0
                total, after = total + size, pk
            yield first, after


def blocks(members: Membership, *, head: bytes, tail: bytes, is_gzip: bool) -> Iterator[bytes]:
    """The document as served; gzipped it is one member (RFC 1952), and nothing is compressed for it."""
    yield head
    yield from members.contents("packed" if is_gzip else "canonical")
    yield tail


def of(aggregate: PublishedAggregate, *, is_gzip: bool) -> Iterator[bytes]:
    """A published aggregate's bytes."""
    return blocks(
        Membership(aggregate.counter, aggregate.published_at),
        head=bytes(aggregate.head_packed if is_gzip else aggregate.head),
        tail=bytes(aggregate.tail_packed if is_gzip else aggregate.tail),
        is_gzip=is_gzip,
    )


def of_one(aggregate: PublishedAggregate) -> QuerySet[PublishedEntity]:
    """What is to be served in the place of an aggregate of a single entity: its own document.

    A single EntityDescriptor must stand without an EntitiesDescriptor around it (SAML profile of the
    Metadata Query Protocol §3.1.2).
    """
    forms = Membership(aggregate.counter, aggregate.published_at).forms()
    return PublishedEntity.objects.filter(provider__in=forms.values("provider"))
