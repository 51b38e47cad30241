"""R-3.2.6, second half."""

from __future__ import annotations

from collections.abc import Iterator

from samllint import bindings
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text

EXAMPLE = (
    f'<AssertionConsumerService Binding="{bindings.PREFIX}HTTP-POST"'
    ' Location="https://sp.example/acs" index="0"/>'
)
OFFERED = Text(
    sk="HTTP-POST, HTTP-Artifact alebo HTTP-Redirect", en="HTTP-POST, HTTP-Artifact or HTTP-Redirect"
)


@rule(
    id="acs-present",
    clauses=("3.2.6",),
    severity=Severity.ERROR,
    title=Text(
        sk=f"Je uvedený aspoň jeden AssertionConsumerService s väzbou {OFFERED.sk}",
        en=f"There is at least one AssertionConsumerService with binding {OFFERED.en}",
    ),
    quote=(
        "Musí byť definovaný aspoň jeden element AssertionConsumerService, ktorý si integračný partner"
        " zdefinuje z možností: i) parameter Binding rovný"
        " urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST, ii)"
        " parameter Binding rovný urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact alebo iii) parameter"
        " Binding rovný urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
    ),
    why=Text(
        sk="Na túto adresu posiela modul IAM výsledok prihlásenia; bez nej sa nikto neprihlási.",
        en="This is where the IAM module sends the result of a log-in; without it nobody gets in.",
    ),
    needs=Needs.SP_ROLE,
    good=EXAMPLE,
    bad=EXAMPLE.replace("HTTP-POST", "SOAP"),
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    services = [service for sp in md.sp_descriptors for service in sp.assertion_consumer_services]
    if any(bindings.is_offered(service, bindings.ASSERTION) for service in services):
        return
    remedy = Text(
        sk=f"Na koniec SPSSODescriptor doplňte adresu svojej služby: {EXAMPLE}",
        en=f"At the end of SPSSODescriptor add your service's address: {EXAMPLE}",
    )
    yield bindings.without_offered(md, "AssertionConsumerService", services, offered=OFFERED, remedy=remedy)
