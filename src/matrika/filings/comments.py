"""Two kinds of comment, never mixed: for colleagues, and for the applicant (R-6.1).

Only this module touches their table, so that nobody forgets to ask which kind a row is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.db.models import QuerySet

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


@dataclass(frozen=True, slots=True)
class Talk:
    """All that was said about a filing, oldest first; for staff alone."""

    internal: tuple[Said[Internal], ...]  # what staff told one another
    outward: tuple[Said[Outward], ...]  # what staff and the applicant told each other


def with_applicant(filing: Filing) -> tuple[Said[Outward], ...]:
    """What staff and the applicant told each other, oldest first."""
    return _outward(_of(filing).filter(audience=APPLICANT))


def all_of(filing: Filing) -> Talk:
    """Both kinds, told apart, in one query."""
    found = list(_of(filing))
    return Talk(_internal(found), _outward(found))


def _of(filing: Filing) -> QuerySet[Comment]:
    return Comment.objects.filter(filing=filing).select_related("author").order_by("pk")


def _internal(comments: Iterable[Comment]) -> tuple[Said[Internal], ...]:
    these = (one for one in comments if one.audience == INTERNAL)
    return tuple(Said(Internal(one.text), one.author.name, one.written_at) for one in these)


def _outward(comments: Iterable[Comment]) -> tuple[Said[Outward], ...]:
    these = (one for one in comments if one.audience == APPLICANT)
    return tuple(Said(Outward(one.text), one.author.name, one.written_at) for one in these)


def _write(filing: Filing, audience: str, text: str, author: Person, at: datetime) -> None:
    if text.strip():
        Comment.objects.create(filing=filing, audience=audience, text=text, author=author, written_at=at)
