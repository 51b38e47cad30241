"""The applicant gives the information a reviewer asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from matrika.core.events import EventKind
from matrika.core.filing import Attachment
from matrika.core.lifecycle import Act
from matrika.core.words import Outward
from matrika.filings import access, store
from matrika.filings.comments import to_applicant
from matrika.filings.models import Filing
from matrika.filings.transition import move
from matrika.register.models import Organisation, Person


def answer(
    filing: Filing,
    *,
    actor: Person,
    at: datetime,
    text: str,
    attachments: Sequence[Attachment] = (),
    acting_for: Organisation | None = None,
) -> None:
    """Answer with words and files; the filing goes back to review. `acting_for` goes into the history.

    Raises NotAllowed, NotEntitled.
    """
    access.require_applicant(filing, actor)
    with transaction.atomic():
        move(
            filing,
            Act.ANSWER,
            EventKind.INFORMATION_GIVEN,
            actor=actor.as_actor,
            at=at,
            on_behalf_of=acting_for,
            facts={"files": store.digests_of(attachments)},
        )
        to_applicant(filing, Outward(text), author=actor, at=at)
        store.add_attachments(filing, attachments, at=at, came_later=True)
