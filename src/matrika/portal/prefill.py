"""What a form opened from the profile begins with (R-4.4)."""

from __future__ import annotations

from datetime import datetime

from matrika.portal.access import Acting
from matrika.register import queries
from matrika.register.models import Organisation, ServiceProvider


def of_person(who: Acting) -> dict[str, str]:
    """The organisation acted for, and the person as its contact."""
    person = {"contact_name": who.person.name, "contact_email": who.person.email}
    return person if who.organisation is None else of_organisation(who.organisation) | person


def of_provider(provider: ServiceProvider, *, at: datetime) -> dict[str, str]:
    """The provider, its owner, and the contact on record."""
    version = queries.detail(provider, at=at).version
    contact = {
        "contact_name": version.contact_name,
        "contact_email": version.contact_email,
        "contact_phone": version.contact_phone,
    }
    return of_organisation(provider.owner) | contact | {"entity_id": provider.entity_id}


def of_organisation(owner: Organisation) -> dict[str, str]:
    return {"subject_type": owner.subject_type, "ico": owner.ico, "ico_suffix": owner.ico_suffix}
