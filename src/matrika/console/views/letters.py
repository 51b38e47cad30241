"""Messages that have not arrived: which, why, and having them sent again."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matrika.console import lists
from matrika.console.access import person_of, reviewer, staff
from matrika.filings.access import REVIEWERS
from matrika.notices import queue
from matrika.notices.queue import Condition
from matrika.pages.paging import A_PAGE

WORDS = {
    "odmietnute": Condition.REFUSED,
    "vratene": Condition.BOUNCED,
    "opakovane": Condition.FAILING,
    "cakajuce": Condition.WAITING,
}


@dataclass(frozen=True, slots=True)
class Tab:
    word: str
    label: str
    count: int
    is_chosen: bool


@staff
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`?stav=` chooses the condition, `?komu=` a piece of the address or of the organisation's name."""
    chosen, to = _asked(request.GET)
    page = Paginator(queue.deliveries(WORDS[chosen], to=to), A_PAGE).get_page(request.GET.get("strana"))
    context = {
        "here": "letters",
        "tabs": _tabs(chosen),
        "chosen": chosen,
        "to": to,
        "page": page,
        "query": lists.query(request.GET),
        "may_change": person_of(request).role in REVIEWERS,
    }
    return render(request, "console/letters.html", context)


@reviewer
@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    """One, with `cislo`, or all that the list shows."""
    chosen, to = _asked(request.POST)
    number = request.POST.get("cislo", "")
    count = queue.resend(
        WORDS[chosen],
        actor=person_of(request).as_actor,
        at=timezone.now(),
        to=to,
        only=int(number) if number.isdecimal() and len(number) < 19 else None,
    )
    told = _("Správy, ktoré idú znova: %(count)s.") % {"count": count}
    messages.success(request, told if count else _("Nie je čo poslať znova."))
    return redirect(f"{reverse('console:letters')}?{urlencode({'stav': chosen, 'komu': to})}")


def _asked(given: QueryDict) -> tuple[str, str]:
    word = given.get("stav", "")
    to = given.get("komu", "").replace("\0", "")  # which PostgreSQL cannot look for
    return (word if word in WORDS else next(iter(WORDS))), to.strip()[:254]


def _tabs(chosen: str) -> list[Tab]:
    counts = dict.fromkeys(Condition, 0)
    for line in queue.backlog():
        counts[line.condition] += line.count
    labels = {
        "odmietnute": _("Odmietnuté"),
        "vratene": _("Vrátené"),
        "opakovane": _("Skúša sa znova"),
        "cakajuce": _("Čakajú"),
    }
    return [Tab(word, labels[word], counts[WORDS[word]], word == chosen) for word in WORDS]
