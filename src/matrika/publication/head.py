"""The end of the chain of events, as a signed statement to be kept elsewhere (R-7.4).

The chain alone shows that nothing in it was changed, not that it was not written anew from some event on.
Whoever keeps a statement somewhere else can show even that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from matrika.outside import jws
from matrika.outside.keystore import Signer
from matrika.publication.policy import Policy
from matrika.register import ledger
from matrika.register.models import Event

FIELDS = {"iss": str, "iat": int, "number": int, "digest": str}


class Different(Exception):
    """The register does not continue what the statement says; str() names the first difference."""


@dataclass(frozen=True, slots=True)
class Statement:
    """That the register had this event as its last one."""

    authority: str  # "iss": who is responsible for the register
    at: datetime  # "iat", whole seconds: when it was stated
    number: int
    digest: str

    @property
    def payload(self) -> dict[str, Any]:
        seconds = int(self.at.timestamp())
        return {"iss": self.authority, "iat": seconds, "number": self.number, "digest": self.digest}


def of_now(rules: Policy, *, at: datetime) -> Statement:
    head = ledger.head()
    return Statement(rules.registration_authority, at.replace(microsecond=0), head.number, head.digest)


def sign(statement: Statement, signer: Signer) -> str:
    return jws.sign(statement.payload, signer)


def read(payload: Mapping[str, Any]) -> Statement:
    """The statement in a payload whose signature was verified. Raises Different."""
    for name, kind in FIELDS.items():
        if type(payload.get(name)) is not kind:
            raise Different(f"the statement has no {name}")
    at = datetime.fromtimestamp(payload["iat"], UTC)
    return Statement(payload["iss"], at, payload["number"], payload["digest"])


def compare(statement: Statement, rules: Policy) -> None:
    """Raises Different when the register does not contain what the statement says."""
    if statement.authority != rules.registration_authority:
        raise Different(f"the statement is about {statement.authority}, not {rules.registration_authority}")
    last = ledger.head().number
    if last < statement.number:
        raise Different(f"the register has {last} events, the statement tells of {statement.number}")
    found = Event.objects.filter(number=statement.number).values_list("digest", flat=True).first()
    present = found or (ledger.GENESIS if statement.number == 0 else None)
    if present is None:
        raise Different(f"event {statement.number} is missing")
    if present != statement.digest:
        raise Different(
            f"event {statement.number} has the digest {present}, the statement {statement.digest}"
        )
