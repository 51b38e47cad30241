"""The production environment of ÚPVS: the NASES guide, version 1.2 of 8 January 2024."""

from __future__ import annotations

from datetime import date

from samllint.profiles import Profile
from samllint.text import Text

# "Zoznam zmien" of the guide: version 1.1 brought the limits of validity, 1.2 the SPSSODescriptor.
VERSION_1_1 = date(2023, 8, 28)
VERSION_1_2 = date(2024, 1, 8)

UPVS = Profile(
    id="upvs",
    version=VERSION_1_2.isoformat(),
    title=Text(sk="ÚPVS, produkčné prostredie", en="ÚPVS, production"),
    binding_since={
        "certificate-lifetime": VERSION_1_1,
        "sp-role": VERSION_1_2,
    },
)
