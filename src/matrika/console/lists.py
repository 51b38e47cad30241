"""Lines of the console's lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from matrika.console.reference import search as organisations
from matrika.core.days import day_of
from matrika.core.filing import Kind
from matrika.core.labels import SHORT_KINDS, STATUSES
from matrika.core.lifecycle import OPEN, Status
from matrika.core.people import NUMBER
from matrika.filings.models import Filing
from matrika.filings.queue import FOR_REVIEWERS
from matrika.register.search import MOST_OWNERS, begins, entity_ids
from samllint.text import Language, Text

ALL_OPEN = "vsetky"
MOST = 1000  # filings found by one way of finding them
RELATED = ("organisation", "assigned_to", "proposed_by")
_PERSON = ("username", "first_name", "last_name")
COLUMNS = (
    *("number", "kind", "status", "entity_id", "ico", "ico_suffix", "effective_on", "filed_at"),
    "organisation__name",
    *(f"{who}__{column}" for who in ("assigned_to", "proposed_by") for column in _PERSON),
)


@dataclass(frozen=True, slots=True)
class Row:
    filing: Filing
    kind: str
    status: str
    age_days: int  # whole days since it was filed
    days_left: int | None  # until the day asked for; negative when it has passed
    open: bool


@dataclass(frozen=True, slots=True)
class Tab:
    value: str  # "" = what reviewers can act on
    label: str
    count: int
    chosen: bool


def tabs(narrowed: QuerySet[Filing], chosen: str, language: Language) -> list[Tab]:
    """One for what reviewers can act on, one for each open status, and one for all of them; one query."""
    counted = narrowed.filter(status__in=[s.value for s in OPEN]).values("status")
    counts = {row["status"]: row["count"] for row in counted.annotate(count=Count("pk")).order_by()}
    ours = sum(counts.get(status.value, 0) for status in FOR_REVIEWERS)
    first = Tab("", Text("Na vybavenie", "To be dealt with").to(language), ours, chosen == "")
    all_open = Text("Všetky otvorené", "All open").to(language)
    last = Tab(ALL_OPEN, all_open, sum(counts.values()), chosen == ALL_OPEN)
    of_status = [
        Tab(status.value, STATUSES[status].to(language), counts.get(status.value, 0), chosen == status.value)
        for status in Status
        if status in OPEN
    ]
    return [first, *of_status, last]


def shown(filings: QuerySet[Filing]) -> QuerySet[Filing]:
    """With what the lines of a list show, and nothing else: each column is read for every line."""
    return filings.select_related(*RELATED).only(*COLUMNS)


def search(wanted: Mapping[str, str]) -> QuerySet[Filing]:
    """Newest first, by the beginning of a number or an entityID, by an IČO, or by an owner's name."""
    found = shown(Filing.objects.all())
    if text := wanted["q"].strip():
        found = found.filter(pk__in=found_by(text))
    if wanted["status"]:
        found = found.filter(status=wanted["status"])
    if wanted["kind"]:
        found = found.filter(kind=wanted["kind"])
    return found.order_by("-filed_at", "-pk")


def found_by(text: str) -> list[int]:
    """Keys of the newest MOST filings by each way of finding one: each has an index behind it."""
    ways = [begins("number", text), *(begins("entity_id", one.lower()) for one in entity_ids(text))]
    if NUMBER.fullmatch(text):
        ways.append(Q(ico=text))
    if owners := list(organisations(text).values_list("pk", flat=True)[:MOST_OWNERS]):
        ways.append(Q(organisation__in=owners))
    newest = Filing.objects.order_by("-filed_at", "-pk")
    return list({pk for way in ways for pk in newest.filter(way).values_list("pk", flat=True)[:MOST]})


def rows(filings: Iterable[Filing], language: Language, at: datetime) -> list[Row]:
    """The filings as lines of a list; days are counted from `at`, those left from its day in Bratislava."""
    today = day_of(at)
    return [
        Row(
            filing=filing,
            kind=SHORT_KINDS[Kind(filing.kind)].to(language),
            status=STATUSES[Status(filing.status)].to(language),
            age_days=(at - filing.filed_at).days,
            days_left=(filing.effective_on - today).days if filing.effective_on else None,
            open=Status(filing.status) in OPEN,
        )
        for filing in filings
    ]


def query(asked: QueryDict) -> str:
    """What the links to other pages of the list repeat: everything asked but the page's number."""
    kept = asked.copy()
    kept.pop("strana", None)
    return f"{kept.urlencode()}&" if kept else ""
