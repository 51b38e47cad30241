"""Which rules bind where, how severely, since when (R-3.9).

A profile says only what differs from the rules' own severity. Registers are judged by a profile's
name and version together, which stand in every report.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from samllint.report import Severity
from samllint.text import Text


@dataclass(frozen=True, slots=True)
class Profile:
    """One register's reading of the rules."""

    id: str
    version: str  # the day of the document it follows, ISO 8601
    title: Text
    severities: Mapping[str, Severity] = field(default_factory=dict)  # rule id → instead of the rule's own
    binding_since: Mapping[str, date] = field(default_factory=dict)  # rule id → first day it binds

    @property
    def name(self) -> str:
        return f"{self.id}@{self.version}"


def by_id(profile_id: str) -> Profile:
    """Raises KeyError for a profile that does not exist."""
    return every()[profile_id]


@functools.cache
def every() -> dict[str, Profile]:
    """Imported only here: each profile's module needs this one first."""
    from samllint.profiles.upvs import UPVS
    from samllint.profiles.upvs_fix import UPVS_FIX

    return {profile.id: profile for profile in (UPVS, UPVS_FIX)}
