"""R-3.2.8. ResponseLocation is optional; where it stands it is judged like Location."""

from __future__ import annotations

from collections.abc import Iterator

from samllint import locations
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text


@rule(
    id="slo-location-https",
    clauses=("3.2.8",),
    severity=Severity.ERROR,
    title=Text(
        sk="Adresy SingleLogoutService začínajú https://",
        en="SingleLogoutService addresses start with https://",
    ),
    quote=(
        "Hodnota parametra Location a ResponseLocation v elemente SingleLogoutService musí byť URL so"
        " začiatkom https://"
    ),
    why=Text(
        sk="Odhlásenie nesie údaje o relácii; cez nešifrované spojenie by ich videl ktokoľvek na ceste.",
        en="A logout carries session data; over a plain connection anyone on the way could read it.",
    ),
    needs=Needs.SP_ROLE,
    good='<SingleLogoutService Location="https://sp.example/slo" …/>',
    bad='<SingleLogoutService Location="https://sp.example/slo" ResponseLocation="http://sp.example/slo" …/>',
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    for sp in md.sp_descriptors:
        for slo in sp.single_logout_services:
            for attribute, url in slo.locations():
                yield from locations.defects(slo, "SingleLogoutService", attribute, url)
