"""Lines of the console's lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from matrika.core.days import day_of
from matrika.core.filing import Kind
from matrika.core.labels import SHORT_KINDS, STATUSES
from matrika.core.lifecycle import OPEN, Status
from matrika.filings.models import Filing
from matrika.filings.queue import FOR_REVIEWERS
from matrika.filings.queue import queue as queue_of
from samllint.text import Language, Text


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


def chosen_status(word: str) -> Status | None:
    return next((status for status in OPEN if status.value == word), None)


def queue(chosen: Status | None) -> QuerySet[Filing]:
    return queue_of([chosen] if chosen else FOR_REVIEWERS)


def tabs(chosen: Status | None, language: Language) -> list[Tab]:
    """One for what reviewers can act on, and one for each open status, with counts from one query."""
    counted = Filing.objects.filter(status__in=[s.value for s in OPEN]).values("status")
    counts = {row["status"]: row["count"] for row in counted.annotate(count=Count("pk")).order_by()}
    ours = sum(counts.get(status.value, 0) for status in FOR_REVIEWERS)
    word = Text("Na vybavenie", "To be dealt with").to(language)
    first = Tab("", word, ours, chosen is None)
    return [first] + [
        Tab(status.value, STATUSES[status].to(language), counts.get(status.value, 0), chosen is status)
        for status in Status
        if status in OPEN
    ]


def search(wanted: Mapping[str, str]) -> QuerySet[Filing]:
    """Newest first. The text is looked for in number, entityID, IČO and the owner's name."""
    found = Filing.objects.select_related("organisation", "filed_by", "assigned_to", "proposed_by").defer(
        "metadata", "report"
    )
    text = wanted["q"].strip()
    if text:
        found = found.filter(
            Q(number__icontains=text)
            | Q(entity_id__icontains=text)
            | Q(ico__startswith=text)
            | Q(organisation__name__icontains=text)
        )
    if wanted["status"]:
        found = found.filter(status=wanted["status"])
    if wanted["kind"]:
        found = found.filter(kind=wanted["kind"])
    return found.order_by("-filed_at", "-pk")


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
