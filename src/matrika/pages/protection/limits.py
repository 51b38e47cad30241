"""How often somebody may ask for what is dear: counted in the database, so all processes count together.

A log-in's attempts are the log-in library's own to count. Published metadata are cheap, and identity
providers ask often: they are not limited here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest

from matrika.pages.models import Asked
from matrika.pages.protection.client import address_of, counted_as
from matrika.pages.protection.limited import ALL, Kind, Limit

SWEPT = 200  # rows of old spans that go with the beginning of a new one


def wait_for(request: HttpRequest, route: str, *, at: datetime) -> int | None:
    """Count the request; the seconds to wait when it is one too many, None when it is not."""
    kind = next((one for one in ALL if route in one.routes and request.method in one.methods), None)
    if kind is None:
        return None
    limit = _set(kind)
    if limit.most == 0:
        return None
    begun = int(at.timestamp()) // limit.seconds * limit.seconds
    until = datetime.fromtimestamp(begun + limit.seconds, UTC)
    count = _count(_key(kind.name, who_asks(request), begun), until)
    if count == 1:
        _sweep(at)
    return max(1, int((until - at).total_seconds())) if count > limit.most else None


def who_asks(request: HttpRequest) -> str:
    """The account of whoever is logged in; else the address."""
    if request.user.is_authenticated:
        return f"person {request.user.pk}"
    return f"address {counted_as(address_of(request.META))}"


def _set(kind: Kind) -> Limit:
    set_otherwise: Mapping[str, Limit] = settings.LIMITS
    return set_otherwise.get(kind.name, kind.limit)


def _key(*parts: object) -> str:
    return hashlib.sha256(" ".join(map(str, parts)).encode()).hexdigest()


def _count(key: str, until: datetime) -> int:
    """One statement on both databases: of two at once, neither is lost."""
    table = Asked._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, count, until) VALUES (%s, 1, %s) "  # noqa: S608 - our own name
            f"ON CONFLICT (key) DO UPDATE SET count = {table}.count + 1 RETURNING count",
            [key, connection.ops.adapt_datetimefield_value(until)],
        )
        return int(cursor.fetchone()[0])


def _sweep(at: datetime) -> None:
    old: Iterable[str] = Asked.objects.filter(until__lt=at - timedelta(hours=1)).values_list("pk", flat=True)[
        :SWEPT
    ]
    with transaction.atomic():
        Asked.objects.filter(pk__in=list(old)).delete()
