"""R-3.2.6, first half."""

from __future__ import annotations

from collections.abc import Iterator

from samllint import bindings
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text

EXAMPLE = f'<SingleLogoutService Binding="{bindings.PREFIX}HTTP-POST" Location="https://sp.example/slo"/>'
OFFERED = Text(sk=" alebo ".join(bindings.LOGOUT), en=" or ".join(bindings.LOGOUT))


@rule(
    id="slo-present",
    clauses=("3.2.6",),
    severity=Severity.ERROR,
    title=Text(
        sk=f"Je uvedený aspoň jeden SingleLogoutService s väzbou {OFFERED.sk}",
        en=f"There is at least one SingleLogoutService with binding {OFFERED.en}",
    ),
    quote=(
        "Musí byť definovaný aspoň jeden element SingleLogoutService, ktorý si integračný partner zdefinuje z"
        " možností: i) parameter Binding rovný urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect alebo ii)"
        " parameter Binding rovný urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST;"
    ),
    why=Text(
        sk=(
            "Bez adresy na odhlásenie zostane používateľ vo vašej službe prihlásený, aj keď sa na"
            " slovensko.sk odhlási."
        ),
        en=(
            "Without a logout address a user stays logged in at your service after logging out at"
            " slovensko.sk."
        ),
    ),
    needs=Needs.SP_ROLE,
    good=EXAMPLE,
    bad=EXAMPLE.replace("HTTP-POST", "SOAP"),
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    services = [service for sp in md.sp_descriptors for service in sp.single_logout_services]
    if any(bindings.is_offered(service, bindings.LOGOUT) for service in services):
        return
    remedy = Text(
        sk=f"Za posledný KeyDescriptor doplňte adresu svojej služby: {EXAMPLE}",
        en=f"After the last KeyDescriptor add your service's address: {EXAMPLE}",
    )
    yield bindings.without_offered(md, "SingleLogoutService", services, offered=OFFERED, remedy=remedy)
