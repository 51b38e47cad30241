"""How the Metadata Query Protocol names an entity besides its entityID."""

from __future__ import annotations

import hashlib

PREFIX = "{sha1}"


def sha1_of(entity_id: str) -> str:
    """The hex digest that may stand for an entityID in a query (SAML profile of the protocol, §3.2)."""
    return hashlib.sha1(entity_id.encode(), usedforsecurity=False).hexdigest()
