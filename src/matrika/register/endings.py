"""What ends when: the certificates in force, by the day on which they end, of one owner or of all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import caches
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from matrika.core.days import day_of, end_of, start_of
from matrika.register import ledger, search
from matrika.register.models import CertificateEntry, MetadataVersion, Organisation

WEEKS = 53  # this one and a year
WEEK = timedelta(days=7)
CHUNK = 500
FEW = 200  # versions of one owner
BEFORE, BEYOND = -1, WEEKS


@dataclass(frozen=True, slots=True)
class Week:
    first: date  # its Monday
    count: int
    is_mass: bool  # far more than other weeks: somebody should spread them, or be ready


@dataclass(frozen=True, slots=True)
class Counts:
    """How many certificates end in each week, and before and after those."""

    ended: int  # before today, and still in force: nobody replaced them
    weeks: tuple[Week, ...]  # this one first
    later: int

    @property
    def most(self) -> int:
        return max(week.count for week in self.weeks)

    @property
    def mass(self) -> tuple[Week, ...]:
        return tuple(week for week in self.weeks if week.is_mass)

    @property
    def all(self) -> int:
        return self.ended + sum(week.count for week in self.weeks) + self.later


def in_force(owner: Organisation | None, *, use: str = "", text: str = "") -> QuerySet[CertificateEntry]:
    """Certificates of versions that nobody ended, of the owner's providers or of all, the first end first.

    `text` is the beginning of an entityID or of an owner's name, or an IČO.
    """
    entries = CertificateEntry.objects.filter(version__effective_to__isnull=True)
    if owner is not None:
        entries = entries.filter(_of(owner))
    if use:
        entries = entries.filter(use=use)
    if text:
        entries = entries.filter(version__provider__in=search.providers(text))
    light = entries.select_related("version__provider__owner").defer("der", "version__content")
    return light.order_by("not_after", "pk")


def _of(owner: Organisation) -> Q:
    """The certificates of an owner. Of one with few providers the versions are named, for else a database
    may walk through everybody's certificates in the order of the list to find those few.
    """
    open_ones = MetadataVersion.objects.filter(provider__owner=owner, effective_to__isnull=True)
    versions = list(open_ones.values_list("pk", flat=True)[: FEW + 1])
    return Q(version__in=versions) if len(versions) <= FEW else Q(version__provider__owner=owner)


def between(
    entries: QuerySet[CertificateEntry], first: date | None, last: date | None
) -> QuerySet[CertificateEntry]:
    """Those that end on these days of Bratislava, both included; None = no bound."""
    if first is not None:
        entries = entries.filter(not_after__gte=start_of(first))
    if last is not None:
        entries = entries.filter(not_after__lt=end_of(last))
    return entries


def counts(entries: QuerySet[CertificateEntry], *, key: str, at: datetime) -> Counts:
    """One query over all of them; kept until something happens in the register, or the day ends.

    `key` names the selection; "" for one that nobody will ask for again.
    """
    today = day_of(at)
    if not key:
        return _count(entries, today)
    name = f"endings:{key}:{today}:{ledger.head().digest}"  # which tells of everything that was written
    cache = caches["process"]
    found: Counts | None = cache.get(name)
    if found is None:
        found = _count(entries, today)
        cache.set(name, found)
    return found


def batches(entries: QuerySet[CertificateEntry]) -> Iterator[list[CertificateEntry]]:
    """All of them in their order, some at a time, with nothing kept open between."""
    batch = list(entries[:CHUNK])
    while batch:
        yield batch
        last = batch[-1]
        behind = Q(not_after__gt=last.not_after) | Q(not_after=last.not_after, pk__gt=last.pk)
        # Said twice for the databases: of an "or" alone neither makes a range of the index.
        batch = list(entries.filter(behind, not_after__gte=last.not_after)[:CHUNK])


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _count(entries: QuerySet[CertificateEntry], today: date) -> Counts:
    first = monday_of(today)
    borders = [When(not_after__lt=start_of(today), then=Value(BEFORE))]
    borders += [
        When(not_after__lt=start_of(first + (number + 1) * WEEK), then=Value(number))
        for number in range(WEEKS)
    ]
    week = Case(*borders, default=Value(BEYOND), output_field=IntegerField())
    # Without the order of the list: the database would sort, and group by what it sorts by.
    rows = entries.order_by().annotate(week=week).values("week").annotate(count=Count("pk"))
    found = {row["week"]: row["count"] for row in rows}
    within = [found.get(number, 0) for number in range(WEEKS)]
    mass = is_mass(within)
    return Counts(
        ended=found.get(BEFORE, 0),
        weeks=tuple(Week(first + number * WEEK, count, mass[number]) for number, count in enumerate(within)),
        later=found.get(BEYOND, 0),
    )


def is_mass(weeks: list[int]) -> list[bool]:
    """Of each week whether it stands out: ten certificates or more, and three times the mean of all."""
    mean = sum(weeks) / len(weeks)
    return [count >= 10 and count >= 3 * mean for count in weeks]
