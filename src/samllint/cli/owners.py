"""Arguments that say whose metadata it is. Each raises ArgumentTypeError, with the form that is wanted."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError

from samllint.context import ICO, SUFFIX


def ico(text: str) -> str:
    if not re.fullmatch(ICO, text):
        raise ArgumentTypeError(f"'{text}' is no IČO: 8 or 12 digits")
    return text


def suffix(text: str) -> str:
    if not re.fullmatch(SUFFIX, text):
        raise ArgumentTypeError(f"'{text}' is no suffix: 4 or 5 digits")
    return text


def owner(text: str) -> str:
    """An IČO, with or without a suffix behind an underscore."""
    if not re.fullmatch(rf"(?:{ICO})(?:_{SUFFIX})?", text):
        raise ArgumentTypeError(
            f"'{text}' is no IČO (8 or 12 digits) with an optional _suffix (4 or 5 digits)"
        )
    return text
