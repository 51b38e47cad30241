"""Own. Every key generator in use takes 65537; a smaller exponent has broken signatures before."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.commands import renewal
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text

SMALLEST = 65537


def has_an_exponent(md: EntityDescriptor, circumstances: Circumstances) -> bool:
    return any(certificate.public_exponent is not None for _, certificate in md.certificates())


@rule(
    id="certificate-exponent",
    clauses=(),
    severity=Severity.ERROR,
    title=Text(
        sk="Verejný exponent kľúča RSA je aspoň 65537", en="The RSA key's public exponent is at least 65537"
    ),
    why=Text(
        sk="S malým exponentom, napríklad 3, sa dajú pri chybnom overovaní podpisy sfalšovať.",
        en="With a small exponent such as 3, signatures can be forged against a careless verifier.",
    ),
    needs=Needs.CERTIFICATES,
    applies=has_an_exponent,
    good="Exponent: 65537 (0x10001)",
    bad="Exponent: 3 (0x3)",
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    for where, certificate in md.certificates():
        exponent = certificate.public_exponent
        if exponent is None or exponent >= SMALLEST:
            continue
        command = renewal(certificate)
        yield Defect(
            where=where,
            found=str(exponent),
            expected=Text(sk="65537 alebo viac", en="65537 or more"),
            message=Text(
                sk=f"Verejný exponent kľúča RSA je {exponent}, menej ako 65537.",
                en=f"The RSA key's public exponent is {exponent}, less than 65537.",
            ),
            remedy=Text(
                sk=f"Vytvorte nový kľúč a certifikát: {command}",
                en=f"Make a new key and certificate: {command}",
            ),
        )
