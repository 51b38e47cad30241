"""People whom an identity provider vouches for: known again, entered at first log-in, linked by hand."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from matrika.core.events import EventKind
from matrika.core.people import Identity, Role
from matrika.core.reference import Change, Ground
from matrika.register import ledger
from matrika.register.models import ExternalIdentity, Organisation, Person
from matrika.register.reference import mandates
from matrika.register.reference.record import of_changes, of_person, record
from matrika.register.reference.refused import Refused


def known(issuer: str, identifier: str, *, keys: Sequence[str]) -> Person | None:
    """Whom that provider calls so. The first secret is the one in use; older ones still recognise."""
    called = digests(identifier, keys=keys)
    found = ExternalIdentity.objects.filter(issuer=issuer, digest__in=called).select_related("person").first()
    if found is None:
        return None
    if found.digest != called[0]:
        ExternalIdentity.objects.filter(pk=found.pk).update(digest=called[0])
    return found.person


def digests(identifier: str, *, keys: Sequence[str]) -> list[str]:
    """What stands in the tables for a name that may be a birth number, one for each secret."""
    return [_digest(secret, identifier) for secret in keys]


@transaction.atomic
def admit(identity: Identity, organisation: Organisation, *, keys: Sequence[str], at: datetime) -> Person:
    """The person of this log-in, with the mandate that the provider vouches for; entered if they are new.

    What it changes stands in the history under the person's own name: their log-in did it.
    """
    ledger.lock()  # of two first log-ins at once, the second sees the first
    person = known(identity.issuer, identity.actor, keys=keys) or _enter(identity, keys[0], at)
    _rename(person, identity, at)
    has_mandate = person.mandates.filter(organisation=organisation).exists()
    if person.role == Role.APPLICANT and person.is_active and not has_mandate:
        mandates.give(person, organisation.full_ico, ground=Ground.MAILBOX, actor=person.as_actor, at=at)
    return person


@transaction.atomic
def link(
    person: Person, *, issuer: str, identifier: str, keys: Sequence[str], actor: str, at: datetime
) -> None:
    """Let somebody who is entered already log in through a provider, too. Raises Refused."""
    ledger.lock()
    other = known(issuer, identifier, keys=keys)
    if other is not None:
        raise Refused(
            f"Toto meno u poskytovateľa má už {other.username}.",
            f"that identity is {other.username}'s already",
        )
    ExternalIdentity.objects.create(person=person, issuer=issuer, digest=_digest(keys[0], identifier))
    data = of_person(person)
    data["source"] = issuer
    record(EventKind.IDENTITY_LINKED, None, data, actor=actor, at=at)


def _enter(identity: Identity, secret: str, at: datetime) -> Person:
    person = Person(
        username=f"idp-{secrets.token_hex(6)}",  # nobody types it: they log in over there
        first_name=identity.first_name,
        last_name=identity.last_name,
        role=Role.APPLICANT.value,
    )
    person.set_unusable_password()
    person.save()
    ExternalIdentity.objects.create(
        person=person, issuer=identity.issuer, digest=_digest(secret, identity.actor)
    )
    record(EventKind.PERSON_ENTERED, None, of_person(person), actor=person.as_actor, at=at)
    return person


def _rename(person: Person, identity: Identity, at: datetime) -> None:
    """People marry: the provider's name is the newer one. Staff are called as the operator entered them."""
    new = f"{identity.first_name} {identity.last_name}".strip()
    if person.name == new or person.role != Role.APPLICANT:
        return
    change = Change("name", person.name, new)
    person.first_name, person.last_name = identity.first_name, identity.last_name
    person.save(update_fields=["first_name", "last_name"])
    data = of_person(person)
    data["changes"] = of_changes((change,))
    record(EventKind.PERSON_ENTERED, None, data, actor=person.as_actor, at=at)


def _digest(secret: str, identifier: str) -> str:
    key = hashlib.sha256(b"matrika.external-identity" + secret.encode()).digest()
    return hmac.new(key, identifier.encode(), hashlib.sha256).hexdigest()
