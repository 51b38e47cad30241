"""What is dear, and how often one may ask for it: a table, and how an operator says otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass

SPANS = {"m": 60, "h": 3600}
LIMIT = re.compile(r"([0-9]{1,9})/([mh])")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` requests in each span, of one account or, where nobody is logged in, of one address."""

    most: int  # 0 = no limit
    seconds: int


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that is dear, and the routes that do it."""

    name: str
    limit: Limit
    routes: frozenset[str]
    methods: frozenset[str] = frozenset({"POST"})


READING = frozenset({"GET", "HEAD"})
ALL = (
    Kind("check", Limit(120, 60), frozenset({"portal:check"})),
    Kind(
        "draft",
        Limit(600, 3600),
        frozenset({"portal:form-empty", "portal:form-from-profile", "portal:form-for-provider"}),
        READING,
    ),
    Kind("typing", Limit(120, 60), frozenset({"portal:draft"})),
    Kind(
        "filing",
        Limit(300, 3600),
        frozenset({"portal:draft-send", "portal:draft-sign", "portal:filing-answer"}),
    ),
    Kind("printout", Limit(30, 60), frozenset({"portal:filing-printout"}), READING),
    Kind("calendar", Limit(60, 60), frozenset({"portal:calendar"}), READING),
    Kind("table", Limit(10, 60), frozenset({"portal:endings-table", "console:endings-table"}), READING),
    Kind("address", Limit(30, 3600), frozenset({"portal:further-addresses", "portal:calendar-make"})),
    Kind("link", Limit(30, 60), frozenset({"portal:further-address"}), READING | {"POST"}),
)


def read_limits(text: str) -> dict[str, Limit]:
    """Limits that the operator sets otherwise: "check=60/m,filing=0/h". Raises ValueError."""
    known = {kind.name for kind in ALL}
    found = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, said = part.partition("=")
        match = LIMIT.fullmatch(said)
        if name not in known or match is None:
            raise ValueError(
                f"{part!r} is none of {', '.join(sorted(known))} with a limit such as 60/m or 100/h"
            )
        found[name] = Limit(int(match[1]), SPANS[match[2]])
    return found
