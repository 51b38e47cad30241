"""Arguments that say whose metadata it is. Each raises ArgumentTypeError, with the form that is wanted."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError

_ICO = r"[0-9]{8}|[0-9]{12}"
_SUFFIX = r"[0-9]{4,5}"


def ico(text: str) -> str:
    if not re.fullmatch(_ICO, text):
        raise ArgumentTypeError(f"'{text}' is no IČO: 8 or 12 digits")
    return text


def suffix(text: str) -> str:
    if not re.fullmatch(_SUFFIX, text):
        raise ArgumentTypeError(f"'{text}' is no suffix: 4 or 5 digits")
    return text


def owner(text: str) -> str:
    """An IČO, with or without a suffix behind an underscore."""
    if not re.fullmatch(rf"(?:{_ICO})(?:_{_SUFFIX})?", text):
        raise ArgumentTypeError(
            f"'{text}' is no IČO (8 or 12 digits) with an optional _suffix (4 or 5 digits)"
        )
    return text
