"""All events, narrowed by who, what, when and about what. Each condition has an index behind it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from matrika.core.days import end_of, start_of, to_the_second
from matrika.core.events import EventKind
from matrika.core.labels import EVENTS
from matrika.core.people import NUMBER
from matrika.filings.models import Filing
from matrika.pages import spreadsheet
from matrika.pages.actors import AS_REGISTER, REGISTER, who_did
from matrika.pages.paging import A_PAGE
from matrika.register.models import Event, Organisation, Person, ServiceProvider
from matrika.register.search import begins, entity_ids
from samllint.text import Language, Text

MOST_PEOPLE = 20  # of one name
CHUNK = 2000
TITLES = (
    Text("Číslo", "Number"),
    Text("Zapísané", "Recorded"),
    Text("Platí od", "Holds since"),
    Text("Druh", "Kind"),
    Text("Udalosť", "Event"),
    Text("Kto", "Who"),
    Text("V mene", "On behalf of"),
    Text("Žiadosť", "Filing"),
    Text("Poskytovateľ služieb", "Service provider"),
    Text("Údaje", "Data"),
    Text("Odtlačok", "Digest"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One event, in words."""

    event: Event
    label: str
    who: str
    data: str  # as stored, for whoever wants to see it all


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; "" and None narrow nothing."""

    who: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    about: str = ""  # the number of a filing, the beginning of an entityID, an IČO


def events(wanted: Wanted) -> QuerySet[Event]:
    """Newest first."""
    found = Event.objects.order_by("-number").select_related("provider", "on_behalf_of")
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.since:
        found = found.filter(recorded_at__gte=start_of(wanted.since))
    if wanted.until:
        found = found.filter(recorded_at__lt=end_of(wanted.until))
    if wanted.who:
        found = found.filter(_by(wanted.who))
    if wanted.about:
        found = found.filter(_about(wanted.about))
    return found


def page(wanted: Wanted, *, before: int | None, language: Language) -> tuple[list[Line], int | None]:
    """A page of them, and the number to go on from; None = there are no more.

    From number to number, not by counting: a count of a million events takes longer than the page.
    """
    found = events(wanted)
    if before is not None:
        found = found.filter(number__lt=before)
    rows = list(found[: A_PAGE + 1])
    lines = [_line(event, language) for event in rows[:A_PAGE]]
    return lines, rows[A_PAGE - 1].number if len(rows) > A_PAGE else None


def table(wanted: Wanted, *, language: Language) -> Iterator[str]:
    """All that was asked for, line by line, however much."""
    for event in events(wanted).iterator(chunk_size=CHUNK):
        yield spreadsheet.row(_cells(event, language))


def _line(event: Event, language: Language) -> Line:
    label = EVENTS[EventKind(event.kind)].to(language)
    return Line(event, label, _who(event), _json(event.data, indent=1))


def _who(event: Event) -> str:
    """An auditor is told which command or administrator it was; to others all of them are the register."""
    is_named = event.actor.startswith("person:") or event.actor in AS_REGISTER
    return who_did(event) if is_named else event.actor


def _cells(event: Event, language: Language) -> list[Any]:
    return [
        event.number,
        to_the_second(event.recorded_at),
        to_the_second(event.effective_at),
        event.kind,
        EVENTS[EventKind(event.kind)].to(language),
        event.actor,
        str(event.on_behalf_of or ""),
        event.filing_number,
        event.provider.entity_id if event.provider else "",
        _json(event.data),
        event.digest,
    ]


def _json(data: Any, indent: int | None = None) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=indent)


def _by(text: str) -> Q:
    """A person by user name or by a part of the name; else a machine by its name's beginning.

    The register itself has several names in the ledger, and a page shows one: whoever types that means all.
    """
    if text.strip().casefold() in {REGISTER.sk, REGISTER.en}:
        return Q(actor__in=AS_REGISTER)
    words = Q(last_name__icontains=text) | Q(first_name__icontains=text) | Q(username__iexact=text)
    for word in text.split()[1:]:
        words |= Q(last_name__iexact=word)
    people = Person.objects.filter(words).values_list("pk", flat=True)[:MOST_PEOPLE]
    found = begins("actor", text)
    for pk in people:
        found |= begins("actor", f"person:{pk} ")
    return found


def _about(text: str) -> Q:
    if Filing.objects.filter(number=text).exists():
        return Q(filing_number=text)
    ico, _, suffix = text.replace(" ", "").partition("_")
    if NUMBER.fullmatch(ico):
        owners = Organisation.objects.filter(ico=ico)
        owners = owners.filter(ico_suffix=suffix) if suffix else owners
        keys = list(owners.values_list("pk", flat=True)[:MOST_PEOPLE])
        filed = Filing.objects.filter(organisation__in=keys)
        return _any(Q(on_behalf_of__in=keys), Q(provider__owner__in=keys), _of(filed))
    named = Q(pk__in=())
    for beginning in entity_ids(text):
        named |= begins("entity_id", beginning.lower())
    providers = ServiceProvider.objects.filter(named).values("pk")
    return _any(Q(provider__in=providers), _of(Filing.objects.filter(named)))


def _of(filings: QuerySet[Filing]) -> Q:
    return Q(filing_number__in=filings.values("number"))


def _any(*ways: Q) -> Q:
    """Each way by its own index: of conditions joined by OR databases make one look through every event."""
    first, *others = (Event.objects.order_by().filter(way).values("pk") for way in ways)
    return Q(pk__in=first.union(*others))
