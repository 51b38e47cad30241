"""What the register knows about an application: the values the core judges by."""

from __future__ import annotations

from matrika.core.admission import Records
from matrika.core.filing import Application
from matrika.core.lifecycle import OPEN
from matrika.core.people import SubjectType
from matrika.filings.models import Filing
from matrika.register.models import Mandate, Organisation, Person, ServiceProvider

OPEN_STATUSES = tuple(sorted(status.value for status in OPEN))


def owner_of(application: Application) -> Organisation | None:
    """The organisation on record under the application's IČO and suffix."""
    ico = application.ico
    return Organisation.objects.filter(ico=ico.number, ico_suffix=ico.suffix).first()


def look_up(application: Application, *, actor: Person, except_number: str = "") -> Records:
    """The records to judge by; take the ledger's lock first where the answer must stay true.

    `except_number` is the filing itself when it is judged again.
    """
    owner = owner_of(application)
    provider = ServiceProvider.objects.filter(entity_id=application.entity_id).select_related("owner").first()
    return Records(
        ico_is_known=Organisation.objects.filter(ico=application.ico.number).exists(),
        subject_type=SubjectType(owner.subject_type) if owner else None,
        registered_owner=provider.owner.full_ico if provider else None,
        is_cancelled=provider is not None
        and not provider.versions.filter(effective_to__isnull=True).exists(),
        waiting=_waiting(application, except_number),
        is_agent=Mandate.objects.filter(person=actor, organisation=owner).exists() if owner else False,
        ended_on=owner.ended_on if owner else None,
    )


def _waiting(application: Application, except_number: str) -> str:
    same = Filing.objects.filter(
        kind=application.kind.value, entity_id=application.entity_id, status__in=OPEN_STATUSES
    ).exclude(number=except_number)
    return same.values_list("number", flat=True).first() or ""
