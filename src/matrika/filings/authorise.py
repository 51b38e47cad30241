"""How an accepted filing is authorised. Today on paper only: admission refuses a signed one (R-5.2).

A signature's verdict will decide here: valid → Act.AUTHORISE, invalid → Act.REJECT, undecided → it
stays AWAITING_AUTHORISATION and is tried again (R-5.1). Until there is a verifier, admission says
"signature-not-supported", so that nothing unverified can get past this point.
"""

from __future__ import annotations

from datetime import datetime

from matrika.core.events import EventKind
from matrika.core.filing import Authorisation
from matrika.core.lifecycle import Act
from matrika.filings.models import Filing
from matrika.filings.transition import move


class NoVerifier(Exception):
    """A filing reached authorisation by a way this version cannot judge."""


def begin(filing: Filing, *, at: datetime) -> None:
    """Start the authorisation of a filing that has just been accepted; call it in that transaction.

    Raises NoVerifier.
    """
    if filing.authorisation != Authorisation.PAPER.value:
        raise NoVerifier(f"filing {filing.number} claims authorisation by {filing.authorisation}")
    move(filing, Act.ANNOUNCE_PAPER, EventKind.PAPER_AWAITED, actor="register", at=at)
