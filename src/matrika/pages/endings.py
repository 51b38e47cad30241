"""What ends when, as owners and staff look at it: lines, weeks and a table to save."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import StreamingHttpResponse

from matrika.core.days import day_of, to_the_second
from matrika.core.reminders import days_left
from matrika.filings.consequences import replacements
from matrika.filings.models import Filing
from matrika.notices.models import Reminder
from matrika.pages import labels, spreadsheet
from matrika.pages.language import say
from matrika.pages.paging import A_PAGE
from matrika.register import endings
from matrika.register.endings import Counts
from matrika.register.models import CertificateEntry, Organisation
from samllint.text import Text

LONGEST_TEXT = 254
USES = ("signing", "encryption", "both")
# What the form offers → days from today, both included; None = no bound.
SPANS: dict[str, tuple[int | None, int | None]] = {
    "": (0, None),
    "30": (0, 30),
    "90": (0, 90),
    "365": (0, 365),
    "skoncene": (None, -1),
}
TITLES = (
    Text("Poskytovateľ služieb", "Service provider"),
    Text("Vlastník", "Owner"),
    Text("IČO", "IČO"),
    Text("Použitie", "Use"),
    Text("Subjekt", "Subject"),
    Text("Odtlačok SHA-256", "Fingerprint SHA-256"),
    Text("Platnosť do", "Valid until"),
    Text("Zostáva dní", "Days left"),
    Text("Nahradí ho žiadosť", "Replaced by filing"),
    Text("Nahradený od", "Replaced as of"),
    Text("Pripomenuté dní vopred", "Reminded days before"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked to see; anything else than is offered counts as not asked."""

    span: str = ""
    week: date | None = None  # its Monday; goes before the span
    use: str = ""
    text: str = ""

    def days(self, today: date) -> tuple[date | None, date | None]:
        if self.week is not None:
            return max(self.week, today), self.week + timedelta(days=6)
        first, last = SPANS[self.span]
        return (
            None if first is None else today + timedelta(days=first),
            None if last is None else today + timedelta(days=last),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One certificate in force."""

    entry: CertificateEntry
    days_left: int  # of the calendar; below 0 when its last day is past
    is_over: bool
    replaced_by: Filing | None  # the approved change that takes it out of force in time
    reminded: tuple[int, ...]  # days before the end, the first reminder first


@dataclass(frozen=True, slots=True)
class Bar:
    """A week in the picture; lengths in hundredths of its height."""

    first: date
    last: date
    count: int
    is_mass: bool
    is_chosen: bool
    left: int
    top: int
    height: int

    @property
    def value(self) -> str:
        """How an address asks for this week."""
        return self.first.isoformat()


@dataclass(frozen=True, slots=True)
class Overview:
    wanted: Wanted
    counts: Counts
    bars: tuple[Bar, ...]
    page: Page[CertificateEntry]
    lines: list[Line]

    @property
    def uses(self) -> tuple[str, ...]:
        return USES

    @property
    def mass(self) -> list[Bar]:
        return [bar for bar in self.bars if bar.is_mass]

    @property
    def marks(self) -> list[date]:
        """The Mondays that the axis names."""
        return [self.bars[number].first for number in range(0, len(self.bars), 13)]


def wanted(asked: Mapping[str, str]) -> Wanted:
    span, use = asked.get("obdobie", ""), asked.get("pouzitie", "")  # a span's word, or a day of the week
    return Wanted(
        span=span if span in SPANS else "",
        week=_monday(span),
        use=use if use in USES else "",
        text=asked.get("q", "").replace("\0", "").strip()[:LONGEST_TEXT],
    )


def overview(owner: Organisation | None, asked: Mapping[str, str], *, at: datetime) -> Overview:
    """Of the owner's providers, or of all; the same number of queries for any number of certificates."""
    want = wanted(asked)
    entries = endings.in_force(owner, use=want.use, text=want.text)
    key = "" if want.text else f"{owner.pk if owner else 'all'}-{want.use}"
    counts = endings.counts(entries, key=key, at=at)
    shown = endings.between(entries, *want.days(day_of(at)))
    if want.span == "skoncene" and want.week is None:
        shown = shown.order_by("-not_after", "-pk")
    paginator = Paginator(shown, A_PAGE)
    known = _known_count(want, counts)
    if known is not None:
        paginator.__dict__["count"] = known  # a cached property: it need not be counted once more
    page = paginator.get_page(asked.get("strana"))
    return Overview(want, counts, tuple(_bars(counts, want)), page, lines(page.object_list, at=at))


def lines(entries: Iterable[CertificateEntry], *, at: datetime) -> list[Line]:
    """Two queries for all of them."""
    entries = list(entries)
    replacing, reminded = replacements(entries), _reminders(entries)
    return [
        Line(
            entry=entry,
            days_left=days_left(entry.not_after, at),
            is_over=at > entry.not_after,
            replaced_by=replacing.get(entry.pk),
            reminded=tuple(reminded.get((entry.version.provider_id, entry.fingerprint), ())),
        )
        for entry in entries
    ]


def table(owner: Organisation | None, asked: Mapping[str, str], *, at: datetime) -> StreamingHttpResponse:
    """Everything that was asked for as a table to save, however much: it is written while it is read."""
    want = wanted(asked)
    entries = endings.in_force(owner, use=want.use, text=want.text)
    shown = endings.between(entries, *want.days(day_of(at)))
    name = f"koniec-platnosti-{day_of(at)}.csv"
    return spreadsheet.streamed(name, [say(title) for title in TITLES], _rows(shown, at=at))


def _rows(entries: QuerySet[CertificateEntry], *, at: datetime) -> Iterator[str]:
    uses = {use: labels.word("use", use) for use in USES}
    return (
        spreadsheet.row(_cells(line, uses[line.entry.use]))
        for batch in endings.batches(entries)
        for line in lines(batch, at=at)
    )


def _cells(line: Line, use: str) -> list[Any]:
    entry, provider, filing = line.entry, line.entry.version.provider, line.replaced_by
    return [
        provider.entity_id,
        provider.owner.name,
        str(provider.owner.full_ico),
        use,
        entry.subject,
        entry.fingerprint,
        to_the_second(entry.not_after),
        line.days_left,
        filing.number if filing else "",
        to_the_second(filing.effective_at) if filing and filing.effective_at else "",
        " ".join(str(days) for days in line.reminded),
    ]


def _monday(text: str) -> date | None:
    try:
        return endings.monday_of(date.fromisoformat(text)) if 1 < int(text[:4]) < 9999 else None
    except ValueError:
        return None


def _known_count(want: Wanted, counts: Counts) -> int | None:
    """How many lines there are, where the counts of the weeks say so."""
    if want.week is not None:
        return next((week.count for week in counts.weeks if week.first == want.week), None)
    return {"": counts.all - counts.ended, "skoncene": counts.ended}.get(want.span)


def _bars(counts: Counts, want: Wanted) -> Iterator[Bar]:
    most = max(counts.most, 1)
    for number, week in enumerate(counts.weeks):
        height = -(-100 * week.count // most)  # upwards: one is seen beside a thousand
        yield Bar(
            first=week.first,
            last=week.first + timedelta(days=6),
            count=week.count,
            is_mass=week.is_mass,
            is_chosen=week.first == want.week,
            left=10 * number,
            top=100 - height,
            height=height,
        )


def _reminders(entries: list[CertificateEntry]) -> dict[tuple[int, str], list[int]]:
    sent = Reminder.objects.filter(
        provider__in={entry.version.provider_id for entry in entries},
        fingerprint__in={entry.fingerprint for entry in entries},
    )
    found: dict[tuple[int, str], list[int]] = {}
    for provider, fingerprint, days in sent.order_by("-threshold").values_list(
        "provider_id", "fingerprint", "days_left"
    ):
        found.setdefault((provider, fingerprint), []).append(days)
    return found
