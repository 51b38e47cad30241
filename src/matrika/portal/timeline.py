"""Where a filing stands, as its applicant sees it: what happened, what is to come, who acts next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from matrika.core.events import AMONG_STAFF, EventKind
from matrika.core.lifecycle import CLOSED, Act, Status, allowed_acts
from matrika.filings.models import Filing
from matrika.pages.actors import who_did
from matrika.pages.language import say
from matrika.register.models import Event
from samllint.text import Text

DONE, NOW, FAILED, COMING = "done", "now", "failed", "coming"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline; `state` is the class of its mark."""

    state: str
    name: Any
    at: datetime | None = None
    actor: str = ""
    comment: str = ""
    problems: tuple[tuple[int, str], ...] = ()  # code and sentence


# Whether one or two reviewers must approve is their own affair.
IN_REVIEW = frozenset({Status.IN_REVIEW, Status.AWAITING_CONFIRMATION, Status.AWAITING_INFORMATION})
# The way of a filing that meets no trouble (R-4, Fig. 15–17), with what completes each part.
WAY: tuple[tuple[Any, frozenset[Status]], ...] = (
    (_("Autorizácia"), frozenset({Status.AWAITING_AUTHORISATION, Status.AWAITING_PAPER})),
    (_("Posúdenie zodpovedným zamestnancom"), IN_REVIEW),
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
    Status.WITHDRAWN: _("Žiadosť ste vzali späť."),
    Status.LAPSED: _("Žiadosť zanikla, lebo v lehote neprišlo, na čo sa čakalo."),
}
FAILURES = frozenset({EventKind.FILING_REJECTED, EventKind.FILING_LAPSED, EventKind.FILING_WITHDRAWN})


def of(filing: Filing) -> list[Step]:
    """Every event of the filing, oldest first, then what is still to come. One query."""
    events = (
        Event.objects.filter(filing_number=filing.number).exclude(kind__in=AMONG_STAFF).order_by("number")
    )
    return [_happened(event) for event in events] + _to_come(Status(filing.status))


def who_is_next(filing: Filing) -> Any:
    return NEXT[Status(filing.status)]


def may(filing: Filing, act: Act) -> bool:
    """Whether the table of the life of filings has the act for its status."""
    return act in allowed_acts(Status(filing.status))


def _happened(event: Event) -> Step:
    problems = event.data.get("problems", [])
    return Step(
        state=FAILED if event.kind in FAILURES else DONE,
        name=event.kind,
        at=event.recorded_at,
        actor=who_did(event),
        comment=event.data.get("comment", ""),
        problems=tuple((one["code"], say(Text(one["sk"], one["en"]))) for one in problems),
    )


def _to_come(status: Status) -> list[Step]:
    if status in CLOSED:
        return []
    here = next(index for index, (_name, statuses) in enumerate(WAY) if status in statuses)
    return [
        Step(NOW if index == here else COMING, name) for index, (name, _s) in enumerate(WAY) if index >= here
    ]
