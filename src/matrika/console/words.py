"""The reader's language, and the short words of the console's lists."""

from __future__ import annotations

from django.utils.translation import get_language

from matrika.core.filing import Kind
from samllint.text import Language, Text

# For narrow columns; the full names of the forms are on the filing's page.
SHORT_KINDS = {
    Kind.REGISTRATION: Text("Registrácia", "Registration"),
    Kind.CHANGE: Text("Zmena", "Change"),
    Kind.CANCELLATION: Text("Zrušenie", "Cancellation"),
}


def language() -> Language:
    return "en" if (get_language() or "sk").startswith("en") else "sk"
