"""What the queue is narrowed to, and people's own names for that."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from matrika.console import lists
from matrika.console.models import LONGEST_QUERY, SavedFilter
from matrika.console.reference import search as organisations
from matrika.core.days import day_of
from matrika.core.filing import Kind, PowerOfAttorney
from matrika.core.labels import SHORT_KINDS
from matrika.core.lifecycle import OPEN, Status
from matrika.core.paper import Brought
from matrika.filings.models import Filing, PaperArrival, StoredVerdict
from matrika.filings.queue import FOR_REVIEWERS, queue
from matrika.pages.language import say
from matrika.register.models import Person
from matrika.register.search import MOST_OWNERS

MINE, NOBODYS = "moje", "nikoho"
UNDECIDED, PAPER, OVERDUE = "podpis", "listina", "oneskorene"
MOST_SAVED = 20
POWER_CAME = [one.value for one in Brought if one.has_power_of_attorney]


class QueueFilter(forms.Form):
    """The queue's address. A status that is not one, or any other nonsense, narrows nothing."""

    q = forms.CharField(
        label=_("Hľadať v žiadostiach"),
        help_text=_("Začiatok čísla alebo entityID."),
        required=False,
        max_length=1024,
    )
    vlastnik = forms.CharField(
        label=_("Vlastník"), help_text=_("Názov alebo IČO."), required=False, max_length=1023
    )
    druh = forms.ChoiceField(
        label=_("Druh žiadosti"),
        required=False,
        choices=lambda: [("", _("všetky druhy")), *((k.value, say(SHORT_KINDS[k])) for k in Kind)],
    )
    ma = forms.ChoiceField(
        label=_("Kto ju má"),
        required=False,
        choices=[("", _("ktokoľvek")), (MINE, _("ja")), (NOBODYS, _("nikto"))],
    )
    co = forms.ChoiceField(
        label=_("Na čo pozerať"),
        required=False,
        choices=[
            ("", _("všetko")),
            (UNDECIDED, _("nerozhodnutý podpis")),
            (PAPER, _("čaká sa na listinu")),
            (OVERDUE, _("deň účinnosti už uplynul")),
        ],
    )
    stav = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput)

    @property
    def typed(self) -> dict[str, str]:
        """What can be read of it; the rest is as if it had not been typed."""
        self.is_valid()
        return {name: str(value).strip() for name, value in self.cleaned_data.items() if str(value).strip()}

    @property
    def chosen(self) -> str:
        """The tab: a status, ALL_OPEN, or "" for what reviewers can act on."""
        word = self.typed.get("stav", "")
        return word if word == lists.ALL_OPEN or word in {status.value for status in OPEN} else ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.typed.keys() - {"stav"})

    def query(self, **changes: str) -> str:
        """The address of it, or of it with changes; "" takes a part out."""
        asked = {**self.typed, "stav": self.chosen, **changes}
        return urlencode({name: value for name, value in asked.items() if value})

    def filings(self, person: Person, *, at: datetime) -> QuerySet[Filing]:
        """In the order of the queue."""
        return self.narrow(lists.shown(queue(self._statuses())), person, at=at)

    def narrow(self, found: QuerySet[Filing], person: Person, *, at: datetime) -> QuerySet[Filing]:
        """By everything but the status."""
        asked = self.typed
        if text := asked.get("q"):
            found = found.filter(pk__in=lists.found_by(text))
        if owner := asked.get("vlastnik"):
            owners = organisations(owner).values_list("pk", flat=True)[:MOST_OWNERS]
            found = found.filter(organisation__in=list(owners))
        if kind := asked.get("druh"):
            found = found.filter(kind=kind)
        if who := asked.get("ma"):
            found = found.filter(assigned_to=person) if who == MINE else found.filter(assigned_to=None)
        if what := asked.get("co"):
            found = found.filter(_special(what, at))
        return found

    def _statuses(self) -> list[Status]:
        if self.chosen == lists.ALL_OPEN:
            return list(OPEN)
        return [Status(self.chosen)] if self.chosen else list(FOR_REVIEWERS)


def _special(what: str, at: datetime) -> Q:
    if what == OVERDUE:
        return Q(effective_on__lt=day_of(at))
    if what == UNDECIDED:
        # What was verified and decided has moved on, so a verdict here is one that decides nothing.
        verdicts = StoredVerdict.objects.filter(file__filing=OuterRef("pk"), file__is_signed_form=True)
        return Q(Exists(verdicts), status=Status.AWAITING_AUTHORISATION.value)
    came = PaperArrival.objects.filter(
        filing=OuterRef("pk"), brought__in=POWER_CAME, corrected_by__isnull=True
    )
    is_power_awaited = Q(~Exists(came), power_of_attorney=PowerOfAttorney.PAPER.value)
    return Q(status=Status.AWAITING_PAPER.value) | is_power_awaited


class FilterName(forms.Form):
    nazov = forms.CharField(
        label=_("Názov filtra"),
        max_length=60,
        error_messages={"required": _("Filter potrebuje názov.")},
    )


class TooMany(Exception):
    """A person keeps so many filters at most."""


class TooLong(Exception):
    """The address of what was asked is longer than what is kept."""


def saved(person: Person) -> list[SavedFilter]:
    return list(SavedFilter.objects.filter(person=person).order_by("name", "pk"))


def save(person: Person, name: str, asked: QueryDict) -> None:
    """Keep it under that name; one that has the name already becomes another.

    Raises TooLong, TooMany.
    """
    query = QueueFilter(asked).query()
    if len(query) > LONGEST_QUERY:
        raise TooLong
    known = SavedFilter.objects.filter(person=person)
    if known.count() >= MOST_SAVED and not known.filter(name=name).exists():
        raise TooMany
    SavedFilter.objects.update_or_create(person=person, name=name, defaults={"query": query})


def forget(person: Person, key: int) -> None:
    SavedFilter.objects.filter(person=person, pk=key).delete()
