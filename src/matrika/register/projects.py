"""Integration projects, found by what applicants write in the form."""

from __future__ import annotations

from django.db.models import OuterRef, Q

from matrika.register.models import IntegrationProject


def named(words: str | OuterRef) -> Q:
    """Projects of that name or abbreviation; an abbreviation may be written in small letters.

    The guide asks for the project's name as in the agreement (§4.1/3); people write its abbreviation.
    """
    # "" would find every project that has no abbreviation.
    return Q(name=words) | (Q(abbreviation__iexact=words) & ~Q(abbreviation=""))


def of(organisation: int | None, words: str) -> IntegrationProject | None:
    """The project of the organisation (its id) that the words of a filing mean."""
    return IntegrationProject.objects.filter(named(words), organisation=organisation).order_by("pk").first()
