"""The integration environment of ÚPVS: the same guide, with room for test providers on shared hosts."""

from __future__ import annotations

from samllint.profiles import Profile
from samllint.profiles.upvs import UPVS
from samllint.report import Severity
from samllint.text import Text

UPVS_FIX = Profile(
    id="upvs-fix",
    version=UPVS.version,
    title=Text(sk="ÚPVS, integračné prostredie FIX", en="ÚPVS, integration environment FIX"),
    severities={"entity-id-no-path": Severity.WARNING},
    binding_since=UPVS.binding_since,
)
