"""Two kinds of comment, never mixed: for colleagues, and for the applicant (R-6.1).

Only this module touches their table, so that nobody forgets to ask which kind a row is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from matrika.core.words import Internal, Outward
from matrika.filings import access
from matrika.filings.models import APPLICANT, INTERNAL, Comment, Filing
from matrika.register.models import Person

Words = TypeVar("Words", Internal, Outward)


@dataclass(frozen=True, slots=True)
class Said(Generic[Words]):
    """One comment: `Said[Internal]` is never a `Said[Outward]`."""

    words: Words
    author: str
    at: datetime


def note(filing: Filing, *, actor: Person, at: datetime, text: Internal) -> None:
    """Leave a comment for colleagues, whatever the filing's status.

    Raises NotEntitled.
    """
    access.require_reviewer(actor)
    to_colleagues(filing, text, author=actor, at=at)


def to_colleagues(filing: Filing, words: Internal, *, author: Person, at: datetime) -> None:
    _write(filing, INTERNAL, words.text, author, at)


def to_applicant(filing: Filing, words: Outward, *, author: Person, at: datetime) -> None:
    """Also what the applicant answers: both sides of that talk are visible to both."""
    _write(filing, APPLICANT, words.text, author, at)


def among_colleagues(filing: Filing) -> tuple[Said[Internal], ...]:
    """What staff told one another, oldest first."""
    return tuple(Said(Internal(text), author, at) for text, author, at in _read(filing, INTERNAL))


def with_applicant(filing: Filing) -> tuple[Said[Outward], ...]:
    """What staff and the applicant told each other, oldest first."""
    return tuple(Said(Outward(text), author, at) for text, author, at in _read(filing, APPLICANT))


def _read(filing: Filing, audience: str) -> list[tuple[str, str, datetime]]:
    found = Comment.objects.filter(filing=filing, audience=audience).select_related("author").order_by("pk")
    return [(one.text, one.author.name, one.written_at) for one in found]


def _write(filing: Filing, audience: str, text: str, author: Person, at: datetime) -> None:
    if text.strip():
        Comment.objects.create(filing=filing, audience=audience, text=text, author=author, written_at=at)
