"""Words compared as hurried people write them."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Lower case without diacritics: "Žilina" → "zilina"."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
