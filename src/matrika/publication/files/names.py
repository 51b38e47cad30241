"""Under which file names an entity is found, by the address as a client wrote it.

A file has `.xml` behind its name, so that no entityID that ends in `.gz` can stand where another's
compressed file stands.
"""

from __future__ import annotations

import re
from urllib.parse import quote

LONGEST = 255  # bytes of a file's name on the usual file systems
_ESCAPE = re.compile("%[0-9A-F]{2}")


def of(entity_id: str, sha1: str) -> list[str]:
    """The file names, without `.gz`, the one by digest first; a long entityID is found by digest only."""
    encoded = quote(entity_id, safe="")
    written = [f"%7Bsha1%7D{sha1}", f"%7bsha1%7d{sha1}", f"{{sha1}}{sha1}", encoded, _lower(encoded)]
    return [f"{name}.xml" for name in dict.fromkeys(written) if len(name) + len(".xml.gz") <= LONGEST]


def _lower(encoded: str) -> str:
    return _ESCAPE.sub(lambda found: found[0].lower(), encoded)
