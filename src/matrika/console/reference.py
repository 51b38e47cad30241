"""The page of one organisation: what is on record, since when, from where, and what happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from matrika.core.events import OF_ORGANISATIONS, EventKind
from matrika.core.filing import Kind
from matrika.core.labels import (
    DATA,
    EVENTS,
    GROUNDS,
    PROJECT_STATES,
    PROVIDER_STATES,
    SHORT_KINDS,
    SOURCES,
    STATUSES,
    SUBJECT_TYPES,
)
from matrika.core.lifecycle import OPEN, Status
from matrika.core.people import SubjectType
from matrika.core.reference import Ground, Source
from matrika.core.words import folded
from matrika.filings.models import Filing
from matrika.pages.actors import who_did
from matrika.register import queries
from matrika.register.models import (
    Event,
    FormerName,
    IntegrationProject,
    Mandate,
    Organisation,
    ServiceProvider,
    StatutoryBody,
)
from samllint.text import Language

SHOWN = 25  # providers, filings and events of one page; a page must not grow with a history
REFERENCE = tuple(sorted(kind.value for kind in OF_ORGANISATIONS))


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event of the history, in words."""

    event: Event
    label: str
    about: str  # the person or the project; "" = the organisation itself
    changes: tuple[tuple[str, str, str], ...]  # datum, before, after
    source: str

    @property
    def who(self) -> str:
        return who_did(self.event)


@dataclass(frozen=True, slots=True)
class Record:
    """What the page shows; words are in the reader's language already."""

    organisation: Organisation
    subject_type: str
    source: str
    bodies: tuple[StatutoryBody, ...]
    former_names: tuple[FormerName, ...]
    mandates: tuple[tuple[Mandate, str], ...]  # with the ground
    projects: tuple[tuple[IntegrationProject, str], ...]  # with the state
    providers: tuple[tuple[ServiceProvider, str], ...]  # with the state, newest first
    filings: tuple[tuple[Filing, str, str], ...]  # open ones, with kind and status
    history: tuple[Occurrence, ...]


def search(text: str) -> QuerySet[Organisation]:
    """In the order of IČO, which an index gives; by the beginning of the IČO, or by words of the name."""
    found = Organisation.objects.order_by("ico", "ico_suffix")
    text = text.strip()
    number, _, suffix = text.replace(" ", "").partition("_")
    if number.isascii() and number.isdigit():
        # An exclusive upper bound lets both databases use the index for a beginning.
        found = found.filter(ico__gte=number, ico__lt=f"{number}:")
        return found.filter(ico_suffix__startswith=suffix) if suffix else found
    words = Q()
    for word in folded(text).split():
        words &= Q(folded_name__contains=word)
    return found.filter(words)


def gather(organisation: Organisation, *, language: Language, at: datetime) -> Record:
    return Record(
        organisation=organisation,
        subject_type=SUBJECT_TYPES[SubjectType(organisation.subject_type)].to(language),
        source=SOURCES[Source(organisation.source)].to(language),
        bodies=queries.statutory_bodies(organisation),
        former_names=tuple(organisation.former_names.order_by("-until", "name")),
        mandates=tuple(
            (one, GROUNDS[Ground(one.ground)].to(language) if one.ground else "")
            for one in organisation.mandates.select_related("person").order_by("person__last_name", "pk")
        ),
        projects=tuple(
            (one, PROJECT_STATES[one.state].to(language)) for one in organisation.projects.order_by("name")
        ),
        providers=_providers(organisation, language, at),
        filings=_filings(organisation, language),
        history=tuple(_occurrence(event, language) for event in _events(organisation)[:SHOWN]),
    )


def last_event(organisation: Organisation) -> int:
    """The number of the last event of its reference data: who edits says which state was seen."""
    return _events(organisation).values_list("number", flat=True).first() or 0


def _events(organisation: Organisation) -> QuerySet[Event]:
    return Event.objects.filter(on_behalf_of=organisation, kind__in=REFERENCE).order_by("-number")


def _providers(
    organisation: Organisation, language: Language, at: datetime
) -> tuple[tuple[ServiceProvider, str], ...]:
    newest = ServiceProvider.objects.filter(owner=organisation).order_by("-registered_at", "-pk")
    shown = ServiceProvider.objects.filter(pk__in=list(newest.values_list("pk", flat=True)[:SHOWN]))
    return tuple(
        (row.provider, PROVIDER_STATES[row.standing.state].to(language)) for row in queries.rows(shown, at=at)
    )


def _filings(organisation: Organisation, language: Language) -> tuple[tuple[Filing, str, str], ...]:
    waiting = Filing.objects.filter(organisation=organisation, status__in=[one.value for one in OPEN])
    return tuple(
        (one, SHORT_KINDS[Kind(one.kind)].to(language), STATUSES[Status(one.status)].to(language))
        for one in waiting.defer("metadata", "report").order_by("-filed_at", "-pk")[:SHOWN]
    )


def _occurrence(event: Event, language: Language) -> Occurrence:
    kind, data = EventKind(event.kind), event.data
    is_own = kind in (EventKind.ORGANISATION_ENTERED, EventKind.ORGANISATION_CHANGED)
    return Occurrence(
        event=event,
        label=EVENTS[kind].to(language),
        about="" if is_own else data.get("name", ""),
        changes=tuple(
            (DATA[change["datum"]].to(language), change["old"], change["new"])
            for change in data.get("changes", ())
        ),
        source=SOURCES[Source(data["source"])].to(language) if "source" in data else "",
    )
