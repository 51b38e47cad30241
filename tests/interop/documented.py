"""What docs/connecting.md tells an administrator to write, taken from the page itself and put to use."""

from __future__ import annotations

import re
from pathlib import Path

PATIENCE = 60  # seconds; reached only when the test fails
PAGE = Path(__file__).resolve().parents[2] / "docs" / "connecting.md"
_BLOCK = re.compile(
    r"^<!-- (?P<name>[a-z0-9-]+) -->\n```[a-z]*\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


def snippet(name: str, **replaced: str) -> str:
    """The block under `<!-- name -->`, with the page's made-up values replaced by those of a test.

    Every value that is named must occur: a page that no longer says what the test replaces has
    changed its meaning.
    """
    text = blocks()[name]
    for here, there in _values(replaced).items():
        assert here in text, f"{here} does not occur in {name}"
        text = text.replace(here, there)
    return text


def blocks() -> dict[str, str]:
    return {match["name"]: match["text"] for match in _BLOCK.finditer(PAGE.read_text(encoding="utf-8"))}


def _values(replaced: dict[str, str]) -> dict[str, str]:
    """The page's made-up values, by what they are."""
    made_up = {
        "register": "https://register.example",
        "fingerprint": "0123…CDEF",
        "entity_id": "https://sp.example",
        "certificate": "/etc/matrika/matrika-publication.pem",
        "cache": "/var/cache/simplesamlphp/mdq",
    }
    return {made_up[name]: value for name, value in replaced.items()}
