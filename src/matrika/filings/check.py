"""The one place where a filing's metadata meet samllint."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

import samllint
from matrika.core.days import effective_instant
from matrika.core.filing import Application, Kind
from matrika.register import certificates, elsewhere, queries, waivers
from samllint.context import Context
from samllint.report import Report


def check(application: Application, *, at: datetime) -> Report | None:
    """Check the metadata for the instant they would take effect; None for a cancellation.

    Takes as long as the document deserves: call it outside a transaction.
    """
    if application.metadata is None:
        return None
    return samllint.check(
        application.metadata,
        profile=settings.METADATA_PROFILE,
        at=effective_instant(application.effective_on, approved_at=at),
        context=_context(application, application.metadata),
        waivers=_waivers(application),
    )


def _waivers(application: Application) -> dict[str, str]:
    """Rules that the provider cannot satisfy by any change, with the recorded reasons (R-3.9)."""
    if application.kind is not Kind.CHANGE:
        return {}
    return {waiver.rule_id: waiver.reason for waiver in waivers.lasting(application.entity_id)}


def _context(application: Application, metadata: bytes) -> Context:
    """What only a register knows about this document."""
    registered = queries.look_alikes(application.entity_id)
    if application.kind is Kind.CHANGE:
        registered -= {application.entity_id}
    return Context(
        owner=str(application.ico),
        typed_entity_id=application.entity_id,
        registered_entity_ids=registered,
        fingerprints_elsewhere=elsewhere.in_use(
            certificates.fingerprints(metadata), except_entity_id=application.entity_id
        ),
    )
