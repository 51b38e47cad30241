"""Who asks, for whom, and what they may see: the first line of each view asks here (R-7.5).

A stranger gets 404: that a record exists is nobody else's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from matrika.core.lifecycle import OPEN
from matrika.filings import access as filings
from matrika.filings.models import Filing
from matrika.notices import mailbox
from matrika.portal.models import Draft
from matrika.register import queries
from matrika.register.models import Organisation, Person, ServiceProvider

SESSION_KEY = "organisation"
ASSERTED = "asserted_organisation"


@dataclass(frozen=True)
class Acting:
    """The logged-in person and the organisation they act for at the moment."""

    person: Person
    chosen: Any  # what the session says; trusted only if it is among the mandates
    asserted: Any = None  # the one organisation that the identity provider named: nothing else is open then

    @property
    def is_staff(self) -> bool:
        return self.person.role in queries.STAFF

    @cached_property
    def organisations(self) -> list[Organisation]:
        mandated = Organisation.objects.filter(mandates__person=self.person)
        if self.asserted is not None:
            mandated = mandated.filter(pk=self.asserted)
        return list(mandated.order_by("name", "ico", "ico_suffix"))

    @cached_property
    def organisation(self) -> Organisation | None:
        """The one chosen, else the first; None when the person acts for nobody."""
        by_id = {one.pk: one for one in self.organisations}
        return by_id.get(self.chosen) or next(iter(by_id.values()), None)

    def providers(self) -> QuerySet[ServiceProvider]:
        """The providers this session may see at all."""
        seen = queries.visible_to(self.person)
        return seen if self.asserted is None else seen.filter(owner=self.asserted)

    def filings(self) -> QuerySet[Filing]:
        """The filings it may see."""
        seen = filings.visible_to(self.person)
        if self.asserted is None:
            return seen
        return seen.filter(Q(organisation=self.asserted) | Q(acting_for=self.asserted))

    def open_filings(self, entity_id: str) -> QuerySet[Filing]:
        """Those of them that wait for somebody or for their day, oldest first."""
        return self.filings().filter(entity_id=entity_id, status__in=OPEN).defer("metadata").order_by("pk")

    def represented_in(self, filing: Filing) -> Organisation | None:
        """The organisation the person acts for at the moment, if the filing is for it or by it."""
        concerned = (filing.acting_for_id, filing.organisation_id)
        ours = self.organisation
        return ours if ours is not None and ours.pk in concerned else None

    def drafts(self) -> QuerySet[Draft]:
        """What the person is filling in."""
        own = Draft.objects.filter(person=self.person)
        return own if self.asserted is None else own.filter(organisation=self.asserted)

    @cached_property
    def unread(self) -> int:
        return mailbox.unread_count(self.organisation) if self.organisation else 0


def acting(request: HttpRequest) -> Acting:
    """Who is logged in; one value for the whole request. Only for views behind `login_required`."""
    known: Acting | None = getattr(request, "acting", None)
    if known is None:
        assert isinstance(request.user, Person)
        known = Acting(request.user, request.session.get(SESSION_KEY), request.session.get(ASSERTED))
        request.acting = known  # type: ignore[attr-defined]  # our own, for this request
    return known


def act_for(request: HttpRequest, organisation: object) -> None:
    """Remember the organisation; 404 when the person has no mandate for it."""
    own = {str(one.pk): one.pk for one in acting(request).organisations}
    if str(organisation) not in own:
        raise Http404
    request.session[SESSION_KEY] = own[str(organisation)]


def provider_of(request: HttpRequest, pk: int) -> ServiceProvider:
    """A provider of one of the person's organisations, else 404."""
    seen = acting(request).providers().select_related("owner")
    return get_object_or_404(seen, pk=pk)


def filing_of(request: HttpRequest, number: str) -> Filing:
    """A filing of the person, or one that concerns an organisation the person acts for; else 404."""
    seen = acting(request).filings().defer("metadata")
    return get_object_or_404(seen, number=number)
