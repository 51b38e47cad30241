"""Who did what the ledger tells, in words for a page."""

from __future__ import annotations

from matrika.core.events import EventKind
from matrika.pages.language import say
from matrika.register.ledger import WORKER
from matrika.register.models import Event
from matrika.register.models.person import person_named
from samllint.text import Text

REGISTER = Text("register", "the register")
AS_REGISTER = ("register", WORKER)  # what the ledger calls it


def who_did(event: Event) -> str:
    """ "person:7 Alžbeta Agátová" → "Alžbeta Agátová"; the worker is the register itself.

    A rejection at submission stands under the filer's name in the ledger. On a page it would read as if
    they had rejected themselves; it was the checks.
    """
    if event.kind == EventKind.FILING_REJECTED and event.on_behalf_of_id:
        return say(Text("automatická kontrola", "the automatic check"))
    return person_named(event.actor) or say(REGISTER)
