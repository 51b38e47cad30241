"""Two kinds of comment, never mixed: for colleagues, and for the applicant (R-6.1)."""

from __future__ import annotations

from datetime import datetime

from matrika.filings import access
from matrika.filings.models import APPLICANT, INTERNAL, Comment, Filing
from matrika.register.models import Person


def note(filing: Filing, *, actor: Person, at: datetime, text: str) -> None:
    """Leave a comment for colleagues, whatever the filing's status.

    Raises NotEntitled.
    """
    access.require_reviewer(actor)
    to_colleagues(filing, text, author=actor, at=at)


def to_colleagues(filing: Filing, text: str, *, author: Person, at: datetime) -> None:
    _write(filing, INTERNAL, text, author, at)


def to_applicant(filing: Filing, text: str, *, author: Person, at: datetime) -> None:
    """Also what the applicant answers: both sides of that talk are visible to both."""
    _write(filing, APPLICANT, text, author, at)


def _write(filing: Filing, audience: str, text: str, author: Person, at: datetime) -> None:
    if text.strip():
        Comment.objects.create(filing=filing, audience=audience, text=text, author=author, written_at=at)
