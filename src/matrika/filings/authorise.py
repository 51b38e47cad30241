"""How an accepted filing is authorised: on paper, or by a signature that the worker verifies (R-5.1)."""

from __future__ import annotations

from datetime import datetime

from matrika.core.events import EventKind
from matrika.core.filing import Authorisation
from matrika.core.lifecycle import Act
from matrika.filings.models import Filing
from matrika.filings.transition import move


class NotAuthorised(Exception):
    """A filing was accepted that is neither signed nor announces paper; admission refuses those."""


def begin(filing: Filing, *, at: datetime) -> None:
    """Start the authorisation of a filing that has just been accepted; call it in that transaction.

    A signed one stays where it is until `signatures.verify` has its verdict.

    Raises NotAuthorised.
    """
    if filing.authorisation == Authorisation.PAPER.value:
        move(filing, Act.ANNOUNCE_PAPER, EventKind.PAPER_AWAITED, actor="register", at=at)
    elif filing.authorisation != Authorisation.SIGNATURE.value:
        raise NotAuthorised(f"filing {filing.number} claims authorisation by {filing.authorisation}")
