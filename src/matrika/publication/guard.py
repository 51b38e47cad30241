"""The aggregate never becomes empty or much smaller without a person's word (R-9.2).

A provider's own document is always withdrawn at once; what waits is only the aggregate, whose last
copy stays. docs/decisions/0010-publication-guard.md says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from matrika.publication.policy import Policy

WINDOW = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Baseline:
    """The most entities published within the last day; many small losses add up against it."""

    entities: int
    since: datetime | None

    def after(self, entities: int, at: datetime) -> Baseline:
        """The baseline once an aggregate of that many entities is published."""
        outlived = self.since is None or at - self.since >= WINDOW
        return Baseline(entities, at) if outlived or entities >= self.entities else self


def holds_back(baseline: Baseline, entities: int, policy: Policy) -> bool:
    """Whether an aggregate of that many entities needs a person's word; one of nobody always does."""
    lost = baseline.entities - entities
    if entities == 0 and lost:
        return True
    return lost >= policy.shrink_minimum and lost * 100 > baseline.entities * policy.shrink_percent
