"""R-3.1.7 inside a filing: the IČO and the suffix must be those of the owner."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.commands import new_certificate
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text, shown


def in_a_filing(md: EntityDescriptor, circumstances: Circumstances) -> bool:
    return circumstances.context.owner is not None


@rule(
    id="certificate-owner",
    clauses=("3.1.7",),
    severity=Severity.ERROR,
    title=Text(
        sk="Common name nesie IČO a suffix vlastníka", en="The common name holds the owner's IČO and suffix"
    ),
    quote=(
        "Common name (CN): ico-identifikačné číslo organizácie _ suffix (príklad: ico-12345678 alebo"
        " ico-12345678_10001 alebo ico-123456789012)"
    ),
    why=Text(
        sk="Certifikát s cudzím IČO by vydával službu za službu inej organizácie.",
        en="A certificate with somebody else's IČO would pass the service off as that organisation's.",
    ),
    needs=Needs.CERTIFICATES,
    applies=in_a_filing,
    good="CN = ico-12345678_10001, filed by 12345678 with suffix 10001",
    bad="CN = ico-12345678, filed by 87654321",
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    expected = f"ico-{circumstances.context.owner}"
    command = new_certificate(expected)
    for where, certificate in md.certificates():
        for name in certificate.common_names:
            if name == expected:
                continue
            yield Defect(
                where=where,
                found=shown(name),
                expected=Text(sk=expected, en=expected),
                message=Text(
                    sk=f"Common name certifikátu je „{shown(name)}“, vlastníkovi však patrí „{expected}“.",
                    en=f"The certificate's common name is “{shown(name)}”, but the owner's is “{expected}”.",
                ),
                remedy=Text(
                    sk=f"Vytvorte nový certifikát s IČO a suffixom vlastníka: {command}",
                    en=f"Make a new certificate with the owner's IČO and suffix: {command}",
                ),
            )
