"""What comes by post, and who certified the signatures on it (R-5.2, R-5.4)."""

from __future__ import annotations

from enum import StrEnum


class Brought(StrEnum):
    """What the envelope held."""

    FILING = "filing"
    POWER_OF_ATTORNEY = "power-of-attorney"
    BOTH = "both"

    @property
    def has_filing(self) -> bool:
        return self is not Brought.POWER_OF_ATTORNEY

    @property
    def has_power_of_attorney(self) -> bool:
        return self is not Brought.FILING


class Certifier(StrEnum):
    """What kind of office certified the signature (guide §4.1/9)."""

    NOTARY = "notary"
    MUNICIPALITY = "municipality"
    OTHER = "other"  # an embassy, for example
