"""Who may see a filing, and who may do what with it (R-7.5, R-6.1)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from matrika.core.people import Role
from matrika.filings.models import Filing
from matrika.register.models import Mandate, Organisation, Person
from matrika.register.queries import STAFF

REVIEWERS = frozenset({Role.REVIEWER.value, Role.SUPERVISOR.value})


class NotEntitled(Exception):
    """The person may not do this at all. The doors answer 404 to a stranger, 403 to staff."""


def visible_to(person: Person) -> QuerySet[Filing]:
    """Staff see every filing; a person one's own and those of the organisations one acts for."""
    if person.role in STAFF:
        return Filing.objects.all()
    # As a list, not as a query within: beside another condition PostgreSQL would read every filing there is.
    ours = list(Mandate.objects.filter(person=person).values_list("organisation", flat=True))
    return Filing.objects.filter(Q(filed_by=person) | Q(organisation__in=ours) | Q(acting_for__in=ours))


def require_reviewer(actor: Person) -> None:
    """Raises NotEntitled."""
    if actor.role not in REVIEWERS:
        raise NotEntitled(f"{actor.as_actor} is no reviewer")


def require_applicant(filing: Filing, actor: Person) -> None:
    """Who filed, or another agent of an organisation it was filed for or by. Raises NotEntitled."""
    organisations = [pk for pk in (filing.organisation_id, filing.acting_for_id) if pk is not None]
    is_agent = Mandate.objects.filter(person=actor, organisation__in=organisations).exists()
    if filing.filed_by_id != actor.pk and not is_agent:
        raise NotEntitled(f"{actor.as_actor} does not act for the applicant of {filing.number}")


def require_outsider(actor: Person) -> None:
    """Staff file nothing: who decides filings, or audits the decisions, must not decide one's own.

    Raises NotEntitled.
    """
    if actor.role in STAFF:
        raise NotEntitled(f"{actor.as_actor} is staff, and staff file nothing")


def require_mandate(actor: Person, acting_for: Organisation | None) -> None:
    """Whoever acts for nobody (None) needs none. Raises NotEntitled."""
    if acting_for is None:
        return
    if not Mandate.objects.filter(person=actor, organisation=acting_for).exists():
        raise NotEntitled(f"{actor.as_actor} has no mandate for {acting_for}")
