"""Who stands at the door and for which organisation, as an identity provider says (ÚPVS: Actor, Subject)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from matrika.core.people import Ico, Identity

# "ico://sk/12345678", "ico://sk/12345678_10001"; other providers write the number alone.
SUBJECT = re.compile(r"(?:ico://sk/)?([0-9]{8}|[0-9]{12})(?:_([0-9]{4,5}))?")
# What each datum is called by ÚPVS; another provider's names are the operator's to say.
UPVS_NAMES: Mapping[str, str] = {
    "actor": "ActorID",
    "first_name": "Actor.FirstName",
    "last_name": "Actor.LastName",
    "name": "Actor.FormattedName",
    "subject": "SubjectID",
    "level": "QAALevel",
}
# The standard's claims; of organisations it has none, so that one follows ÚPVS.
OIDC_NAMES: Mapping[str, str] = {
    "actor": "sub",
    "first_name": "given_name",
    "last_name": "family_name",
    "name": "name",
    "subject": "subject_id",
    "level": "acr",
}
NAME_LENGTH = 150


class Incomplete(ValueError):
    """The provider left out what nobody can be let in without; str() names the datum."""


def read_names(text: str, usual: Mapping[str, str]) -> dict[str, str]:
    """The usual names, but for those written as "subject=org_id level=loa". Raises ValueError."""
    own = dict(pair.partition("=")[::2] for pair in text.split())
    unknown = sorted(set(own) - set(usual))
    if unknown or not all(own.values()):
        raise ValueError(f"{text!r}; write say subject=org_id, of {', '.join(usual)}")
    return {**usual, **own}


def read(told: Mapping[str, str], names: Mapping[str, str], *, issuer: str) -> Identity:
    """What attributes or claims say, under the provider's names for them. Raises Incomplete."""

    def datum(name: str) -> str:
        return told.get(names.get(name, ""), "").strip()

    if not datum("actor"):
        raise Incomplete(names.get("actor", "actor"))
    first, last = datum("first_name"), datum("last_name")
    if not last:
        first, _, last = datum("name").rpartition(" ")
    if not last:
        raise Incomplete(names.get("last_name", "last_name"))
    subject = SUBJECT.fullmatch(datum("subject"))
    level = re.match("[0-9]", datum("level"))
    return Identity(
        issuer=issuer,
        actor=datum("actor"),
        first_name=first[:NAME_LENGTH],
        last_name=last[:NAME_LENGTH],
        organisation=Ico(subject[1], subject[2] or "") if subject else None,
        level=int(level[0]) if level else 0,
    )
