"""Waivers: rules that are not held against metadata registered before they could be asked (R-3.9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from matrika.core.events.data import WaiverData
from matrika.register.models import MetadataVersion, Waiver

# Whoever files a change can mend everything but the name itself, so these go on to the next version.
LASTING = ("entity-id-form", "entity-id-no-path")
# A document that departs from the schema was published before, and may have to be: publication.document.
SCHEMA = "schema-valid"


@dataclass(frozen=True, slots=True)
class WaiverFacts:
    """One waiver, before it belongs to a version."""

    rule_id: str
    reason: str
    granted_by: str
    granted_at: datetime

    @property
    def as_data(self) -> WaiverData:
        """As an event keeps it."""
        return WaiverData(
            rule=self.rule_id,
            reason=self.reason,
            granted_by=self.granted_by,
            granted_at=self.granted_at.isoformat(),
        )


def grant(version: MetadataVersion, waivers: Iterable[WaiverFacts]) -> None:
    """Enter the waivers of a version that was just opened. The event of its opening names them too."""
    Waiver.objects.bulk_create(
        Waiver(
            version=version,
            rule_id=facts.rule_id,
            reason=facts.reason,
            granted_by=facts.granted_by,
            granted_at=facts.granted_at,
        )
        for facts in waivers
    )


def of(version: MetadataVersion) -> tuple[WaiverFacts, ...]:
    """In the order of the rules' ids."""
    return tuple(
        WaiverFacts(row.rule_id, row.reason, row.granted_by, row.granted_at)
        for row in sorted(version.waivers.all(), key=lambda row: row.rule_id)
    )


def lasting(entity_id: str) -> tuple[WaiverFacts, ...]:
    """Those of the provider's latest version that a change cannot make needless."""
    versions = MetadataVersion.objects.filter(provider__entity_id=entity_id).order_by("-number")
    latest = versions.only("pk").prefetch_related("waivers").first()
    return () if latest is None else tuple(w for w in of(latest) if w.rule_id in LASTING)


def is_waived(version: MetadataVersion, rule_id: str) -> bool:
    return version.waivers.filter(rule_id=rule_id).exists()
