from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from matrika.core.people import Role


class Person(AbstractUser):
    """A natural person who can log in: an agent of an organisation, or staff."""

    role = models.CharField(
        max_length=12, choices=[(r.value, r.value) for r in Role], default=Role.APPLICANT.value
    )

    @property
    def name(self) -> str:
        return self.get_full_name() or self.username

    @property
    def as_actor(self) -> str:
        """How the ledger names this person: the key stays true when the name changes."""
        return f"person:{self.pk} {self.name}"


def person_named(actor: str) -> str:
    """The name in an actor of the ledger: "person:7 Zita Zemanová" → "Zita Zemanová"; "" for a machine."""
    kind, _, name = actor.partition(" ")
    return name if kind.startswith("person:") else ""
