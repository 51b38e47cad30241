"""What a worker does, in this order. A new kind of timed work is one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.urls import reverse

from matrika.core.filing import Kind
from matrika.core.lifecycle import Status
from matrika.filings.consequences import replaced_at
from matrika.filings.expire import record_next_expired
from matrika.filings.lapse import lapse_next
from matrika.filings.lapse import remind_next as remind_of_paper
from matrika.filings.queue import open_of
from matrika.filings.signatures.verify import verify_next
from matrika.filings.take_effect import take_next_due
from matrika.notices.deliver import deliver_next
from matrika.notices.further.digest import write_next_digest
from matrika.notices.further.texts import OpenFiling
from matrika.notices.models import Channel
from matrika.notices.remind import remind_next
from matrika.notices.write import write_next
from matrika.publication.publish import publish_next
from matrika.register.models import Organisation


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of work. `run(at=…)` does one unit and returns whether there was one.

    A unit is claimed in the database, so any number of workers may run the same step; when nothing
    is due, it must cost a fixed number of indexed look-ups, however large the register is.
    """

    name: str
    run: Callable[..., bool]
    # It talks to a machine that may hang, so it gets its turn when the others are idle, or now and then.
    slow: bool = False


def open_filings(organisation: Organisation) -> list[OpenFiling]:
    """Of an organisation, as a digest tells of them."""
    return [
        OpenFiling(
            number=filing.number,
            kind=Kind(filing.kind),
            entity_id=filing.entity_id,
            status=Status(filing.status),
            address=f"{settings.BASE_URL}{reverse('portal:filing', args=[filing.number])}",
        )
        for filing in open_of(organisation)
    ]


write_digest = partial(write_next_digest, replaced_at=replaced_at, open_filings=open_filings)

STEPS = (
    Step("take-effect", take_next_due),
    Step("lapse", lapse_next),
    Step("remind-of-paper", remind_of_paper),
    Step("record-expiry", record_next_expired),
    Step("publish", publish_next),
    Step("write-notices", write_next),
    Step("remind-of-expiry", partial(remind_next, replaced_at=replaced_at)),
    Step("write-digests", write_digest),
    Step("verify-signatures", verify_next, slow=True),
    Step("deliver-notices", deliver_next, slow=True),
    Step("deliver-to-state", partial(deliver_next, channel=Channel.STATE_MAILBOX), slow=True),
)
