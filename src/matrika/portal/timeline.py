"""Where a filing stands, as its applicant sees it: what happened, what is to come, who acts next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from matrika.core.events import AMONG_STAFF, EventKind
from matrika.core.lifecycle import CLOSED, Act, Status, allowed_acts
from matrika.core.problem_catalogue import DUPLICATE
from matrika.filings.models import Filing
from matrika.notices import mailbox
from matrika.notices.models import Channel, Notice
from matrika.pages.actors import who_did
from matrika.pages.language import say
from matrika.portal.advice import waiting_filing
from matrika.register.models import Event, Organisation, Person
from samllint.text import Text

DONE, NOW, FAILED, COMING = "done", "now", "failed", "coming"


@dataclass(frozen=True, slots=True)
class Letter:
    """A message; `pk` is that of the letter in a mailbox that the person may open, or None."""

    subject: str
    at: datetime
    pk: int | None
    returned: tuple[tuple[str, str], ...] = ()  # addresses that e-mail did not reach, and why


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline; `state` is the class of its mark."""

    state: str
    name: Any
    at: datetime | None = None
    actor: str = ""
    comment: Any = ""
    problems: tuple[tuple[int, str, str], ...] = ()  # code, sentence, number of the filing a duplicate met
    letters: tuple[Letter, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened to a filing, oldest first, with the messages it caused; then what is still to come."""

    steps: list[Step]
    other_letters: list[Letter]  # that no step shows: reminders, which time causes; oldest first


# Whether one or two reviewers must approve is their own affair.
UNDER_REVIEW = frozenset({Status.IN_REVIEW, Status.AWAITING_CONFIRMATION, Status.AWAITING_INFORMATION})
# The way of a filing that meets no trouble (R-4, Fig. 15–17), with what completes each part.
WAY: tuple[tuple[Any, frozenset[Status]], ...] = (
    (_("Autorizácia"), frozenset({Status.AWAITING_AUTHORISATION, Status.AWAITING_PAPER})),
    (_("Posúdenie zodpovedným zamestnancom"), UNDER_REVIEW),
    (_("Naplánovaná na deň účinnosti"), frozenset({Status.SCHEDULED})),
    (_("Účinná"), frozenset({Status.IN_EFFECT})),
)
NEXT: dict[Status, Any] = {
    Status.AWAITING_AUTHORISATION: _("Register overuje podpis žiadosti. Vy teraz nemusíte robiť nič."),
    Status.AWAITING_PAPER: _(
        "Na rade ste vy: vytlačte žiadosť, nechajte na nej úradne overiť podpis a pošlite ju poštou."
    ),
    Status.IN_REVIEW: _("Na rade je zodpovedný zamestnanec prevádzkovateľa, ktorý žiadosť posúdi."),
    Status.AWAITING_CONFIRMATION: _(
        "Na rade je zodpovedný zamestnanec prevádzkovateľa, ktorý žiadosť posúdi."
    ),
    Status.AWAITING_INFORMATION: _("Na rade ste vy: doplňte, čo od vás zodpovedný zamestnanec žiada."),
    Status.SCHEDULED: _("Žiadosť je schválená. Register ju vykoná sám v deň účinnosti."),
    Status.IN_EFFECT: _("Žiadosť je vybavená."),
    Status.REJECTED: _("Žiadosť bola zamietnutá. Po odstránení príčin môžete podať novú."),
    Status.WITHDRAWN: _("Žiadosť bola vzatá späť."),
    Status.LAPSED: _("Žiadosť zanikla, lebo v lehote neprišlo, na čo sa čakalo."),
}
# What the guide's messages say of a step, where its name does not (Fig. 15).
SAID: dict[str, Any] = {EventKind.FILING_ACCEPTED: _("Prešla automatickou kontrolou.")}
FAILURES = frozenset({EventKind.FILING_REJECTED, EventKind.FILING_LAPSED, EventKind.FILING_WITHDRAWN})


def of(filing: Filing, *, person: Person, organisations: Collection[Organisation]) -> Timeline:
    """How staff share their work is not for applicants."""
    told = Event.objects.filter(filing_number=filing.number).exclude(kind__in=AMONG_STAFF)
    events = list(told.order_by("number"))
    letters: dict[int | None, list[Letter]] = defaultdict(list)
    for notice in mailbox.about_filing(filing.number):
        letters[notice.event_id].append(_letter(notice, organisations))
    happened = [_happened(event, letters.pop(event.pk, []), person) for event in events]
    filed = Step(DONE, _("Žiadosť podaná"), at=filing.filed_at, actor=filing.filed_by.name)
    others = sorted(chain.from_iterable(letters.values()), key=attrgetter("at"))
    return Timeline([filed, *happened, *_to_come(Status(filing.status))], others)


def _letter(notice: Notice, organisations: Collection[Organisation]) -> Letter:
    own = {organisation.pk for organisation in organisations}
    copies, returned = [], []
    for copy in notice.deliveries.all():
        if copy.channel == Channel.MAILBOX and copy.delivered_at and copy.organisation_id in own:
            copies.append(copy.pk)
        if copy.email and (copy.refused_at or copy.bounced_at):
            returned.append((copy.email, copy.last_error))
    return Letter(notice.subject, notice.written_at, next(iter(copies), None), tuple(returned))


def who_is_next(filing: Filing) -> Any:
    return NEXT[Status(filing.status)]


def may(filing: Filing, act: Act) -> bool:
    """Whether the table of the life of filings has the act for its status."""
    return act in allowed_acts(Status(filing.status))


def _happened(event: Event, letters: list[Letter], person: Person) -> Step:
    return Step(
        state=FAILED if event.kind in FAILURES else DONE,
        name=event.kind,
        at=event.recorded_at,
        actor=who_did(event),
        comment=event.data.get("comment", "") or SAID.get(event.kind, ""),
        problems=tuple(_problem(one, person) for one in event.data.get("problems", [])),
        letters=tuple(letters),
    )


def _problem(one: dict[str, Any], person: Person) -> tuple[int, str, str]:
    met = one.get("detail", "") if one.get("name") == DUPLICATE else ""
    return one["code"], say(Text(one["sk"], one["en"])), met and waiting_filing(met, person=person)


def _to_come(status: Status) -> list[Step]:
    if status in CLOSED:
        return []
    here = next(index for index, (_name, statuses) in enumerate(WAY) if status in statuses)
    return [
        Step(NOW if index == here else COMING, name) for index, (name, _s) in enumerate(WAY) if index >= here
    ]
