"""R-3.2.7. Location only: SAML gives ResponseLocation no meaning here, and the guide asks nothing of it."""

from __future__ import annotations

from collections.abc import Iterator

from samllint import locations
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text


@rule(
    id="acs-location-https",
    clauses=("3.2.7",),
    severity=Severity.ERROR,
    title=Text(
        sk="Adresy AssertionConsumerService začínajú https://",
        en="AssertionConsumerService addresses start with https://",
    ),
    quote="Hodnota parametra Location elemente AssertionConsumerService musí mať tvar URL so začiatkom https://",
    why=Text(
        sk="Sem prichádza výsledok prihlásenia; cez nešifrované spojenie by sa dal zachytiť a zneužiť.",
        en="The result of a log-in arrives here; over a plain connection it could be caught and abused.",
    ),
    needs=Needs.SP_ROLE,
    good='<AssertionConsumerService Location="https://sp.example/acs" …/>',
    bad='<AssertionConsumerService Location="http://sp.example/acs" …/>',
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    for sp in md.sp_descriptors:
        for acs in sp.assertion_consumer_services:
            if acs.location is not None:
                yield from locations.defects(acs, "AssertionConsumerService", "Location", acs.location)
