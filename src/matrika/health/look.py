"""Everything at once, and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError

from matrika.health import foundations, queues
from matrika.health.facts import Fact, State, worst


@dataclass(frozen=True, slots=True)
class Health:
    """What was found at one instant."""

    at: datetime
    facts: tuple[Fact, ...]

    @property
    def state(self) -> State:
        return worst([fact.state for fact in self.facts])

    def as_record(self) -> dict[str, Any]:
        """For JSON. Names and keys are stable; the sentences are not."""
        return {
            "state": self.state.value,
            "at": self.at.isoformat(),
            "facts": [
                {
                    "name": fact.name,
                    "state": fact.state.value,
                    "says": fact.words.en,
                    "figures": fact.figures,
                }
                for fact in self.facts
            ],
        }


def look(*, at: datetime) -> Health:
    """A database that does not answer is a fact, too."""
    try:
        return Health(at, (*foundations.facts(at), *queues.facts(at)))
    except DatabaseError:
        return Health(at, (foundations.no_database(),))
