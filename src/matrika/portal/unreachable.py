"""What an organisation is told when e-mail to an address that it gave does not arrive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.core.cache import caches
from django.db.models import QuerySet

from matrika.core.lifecycle import OPEN
from matrika.filings.models import Filing
from matrika.notices.unreachable import Unreachable, unreachable
from matrika.register import ledger
from matrika.register.models import MetadataVersion, Organisation

A_FEW = 5  # of its providers, each with its way to mend it


@dataclass(frozen=True, slots=True)
class LostContact:
    """One address, and where it is the contact."""

    address: Unreachable
    versions: tuple[MetadataVersion, ...]  # in force, with their providers; a few of them


def lost_contacts(organisation: Organisation | None, *, at: datetime) -> list[LostContact]:
    """Of the contacts of its providers and of its open filings. Two queries when all is well, and two more
    when something has happened in the register.
    """
    if organisation is None:
        return []
    held = MetadataVersion.objects.filter(provider__owner=organisation, effective_to__isnull=True)
    return [
        LostContact(
            one,
            tuple(
                held.filter(contact_email=one.email)
                .select_related("provider")
                .defer("content")
                .order_by("provider__entity_id")[:A_FEW]
            ),
        )
        for one in unreachable(_emails(organisation, held), at=at)
    ]


def _emails(organisation: Organisation, held: QuerySet[MetadataVersion]) -> frozenset[str]:
    """Kept until something happens in the register: of an owner with ten thousand providers it takes the
    database longer than all the rest of the page. Of each owner once, since they may be half a megabyte.
    """
    name, state = f"contacts:{organisation.pk}", ledger.head().digest  # which tells of everything written
    seen, known = caches["process"].get(name, (None, frozenset[str]()))
    if seen != state:
        open_filings = Filing.objects.filter(acting_for=organisation, status__in=[one.value for one in OPEN])
        known = frozenset(
            (
                *held.values_list("contact_email", flat=True).distinct(),
                *open_filings.values_list("contact_email", flat=True).distinct(),
            )
        )
        caches["process"].set(name, (state, known))
    return cast("frozenset[str]", known)
