"""Whether there is anything in the register that a demo could mix with."""

from __future__ import annotations

from matrika.register.models import Organisation, Person


def is_empty() -> bool:
    return not (Organisation.objects.exists() or Person.objects.exists())
