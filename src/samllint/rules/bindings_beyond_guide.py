"""R-3.2.6: further bindings beside those the guide offers are allowed, with a notice."""

from __future__ import annotations

from collections.abc import Iterator

from samllint import bindings
from samllint.context import Circumstances
from samllint.entity import Endpoint, EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text, shown


@rule(
    id="bindings-beyond-guide",
    clauses=(),
    severity=Severity.NOTICE,
    title=Text(sk="Všetky väzby (Binding) sú z ponuky návodu", en="Every binding is one the guide offers"),
    why=Text(
        sk="Ďalšie väzby sú povolené, modul IAM ich však nemusí používať.",
        en="Further bindings are allowed, but the IAM module need not use them.",
    ),
    needs=Needs.SP_ROLE,
    good='Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"',
    bad='Binding="urn:oasis:names:tc:SAML:2.0:bindings:SOAP"',
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    for sp in md.sp_descriptors:
        yield from beyond("SingleLogoutService", sp.single_logout_services, bindings.LOGOUT)
        yield from beyond("AssertionConsumerService", sp.assertion_consumer_services, bindings.ASSERTION)


def beyond(element: str, endpoints: tuple[Endpoint, ...], offered: tuple[str, ...]) -> Iterator[Defect]:
    """A defect for each endpoint whose binding is not among the offered ones.

    That an endpoint has no binding at all is said by schema-valid.
    """
    expected = ", ".join(offered)
    for endpoint in endpoints:
        if endpoint.binding is None or bindings.is_offered(endpoint, offered):
            continue
        binding = shown(endpoint.binding)
        yield Defect(
            where=endpoint.attribute("Binding"),
            found=binding,
            expected=Text(sk=expected, en=expected),
            message=Text(
                sk=f"{element} má väzbu „{binding}“, ktorú návod neuvádza ({expected}).",
                en=f"{element} has the binding “{binding}”, which the guide does not list ({expected}).",
            ),
            remedy=Text(
                sk="Netreba nič meniť, ak je popri nej aj niektorá z uvedených väzieb.",
                en="Nothing need be changed as long as one of the listed bindings is there too.",
            ),
        )
