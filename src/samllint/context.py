"""What a rule may know beyond the document: the instant, and what only a register knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

# Patterns of an IČO and of its suffix; [0-9], because \d also takes digits of other scripts.
ICO = "[0-9]{8}|[0-9]{12}"
SUFFIX = "[0-9]{4,5}"


@dataclass(frozen=True, slots=True)
class Context:
    """Facts from the register; each is None or empty where a document is checked alone."""

    owner: str | None = None  # "12345678" or "12345678_10001": whose filing this is
    typed_entity_id: str | None = None  # the form's "Identifikátor poskytovateľa služieb"
    registered_entity_ids: frozenset[str] = frozenset()  # exact and look-alike ones
    fingerprints_elsewhere: frozenset[str] = frozenset()  # SHA-256 of DER, upper-case hex, other providers'


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Handed to every rule."""

    at: datetime  # the effective instant, UTC
    context: Context
