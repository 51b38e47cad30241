"""What an import would do: every difference in words first, then, and only then, the writing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.db import transaction

from matrika.register.reference.refused import Refused
from matrika.register.reference_import.tables import Fault

# One transaction: filings wait for it no longer than a moment, and it is not paid for each row.
BATCH = 200


class Write(Protocol):
    def __call__(self, *, actor: str, at: datetime) -> object: ...


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the snapshot tells otherwise than the record."""

    says: str
    write: Write


@dataclass(slots=True)
class Plan:
    """The whole comparison. Writing it twice does nothing the second time: each write compares again."""

    differences: list[Difference] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)  # rows left out
    same: int = 0  # rows that agree with the record
    passed_over: int = 0  # rows the operator did not ask for, and rows older than the record


def carry_out(
    plan: Plan, *, actor: str, at: datetime, progress: Callable[[int], None] = lambda done: None
) -> list[Fault]:
    """Write the differences, in batches. What cannot be written any more comes back as faults."""
    refused = []
    for start in range(0, len(plan.differences), BATCH):
        with transaction.atomic():
            for difference in plan.differences[start : start + BATCH]:
                try:
                    with transaction.atomic():
                        difference.write(actor=actor, at=at)
                except Refused as problem:
                    refused.append(Fault(difference.says, str(problem)))
        progress(min(start + BATCH, len(plan.differences)))
    return refused
