"""What the commands for reference data share: arguments with a meaning, and the way they refuse."""

from __future__ import annotations

import getpass
from argparse import ArgumentTypeError
from datetime import date, datetime

from matrika.core import instants
from matrika.core.people import Ico


def ico(text: str) -> Ico:
    number, _, suffix = text.partition("_")
    try:
        return Ico(number, suffix)
    except ValueError:
        raise ArgumentTypeError(
            f"{text!r} is no IČO (8 or 12 digits) with an optional _suffix (4 or 5 digits)"
        ) from None


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day such as 2027-01-31") from None


def positive(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text):
        return int(text)
    raise ArgumentTypeError(f"{text!r} is no whole number from 1 on")


def administrator() -> str:
    """Who types the command, as the ledger names them: the account on this machine."""
    return f"administrator:{getpass.getuser()}"


def instant(text: str) -> datetime:
    try:
        return instants.read(text)
    except instants.NotAnInstant as problem:
        raise ArgumentTypeError(str(problem)) from None
