"""R-3.1.5. Whole days are counted: the guide's own Fig. 14 shows 731 days and ten minutes."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.commands import renewal
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text, days, moment

SHORTEST, LONGEST = 30, 731  # days


@rule(
    id="certificate-lifetime",
    clauses=("3.1.5",),
    severity=Severity.ERROR,
    title=Text(sk="Certifikát platí 30 až 731 dní", en="The certificate is valid for 30 to 731 days"),
    quote="Platnosť: odporúčaná 2 roky (môže byť maximálne 731 dní, minimálne 30 dní)",
    why=Text(
        sk=(
            "Kľúč, ktorý sa nemení roky, sa skôr či neskôr prezradí; kľúč na pár dní by sa menil"
            " častejšie, než sa dá žiadosť vybaviť."
        ),
        en=(
            "A key that is not changed for years leaks sooner or later; one for a few days would have to be"
            " changed faster than a filing can be settled."
        ),
    ),
    needs=Needs.CERTIFICATES,
    good="notBefore=Nov 22 00:00:00 2026 GMT\nnotAfter=Nov 21 00:00:00 2028 GMT   (730 days)",
    bad="notBefore=Nov 22 00:00:00 2026 GMT\nnotAfter=Nov 19 00:00:00 2036 GMT   (3650 days)",
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    for where, certificate in md.certificates():
        lifetime = certificate.validity_days
        if SHORTEST <= lifetime <= LONGEST:
            continue
        counted = days(lifetime)
        since, until = moment(certificate.not_before), moment(certificate.not_after)
        command = renewal(certificate)
        yield Defect(
            where=where,
            found=f"{lifetime} d",
            expected=Text(
                sk="30 až 731 dní, odporúčané sú 2 roky", en="30 to 731 days; 2 years are recommended"
            ),
            message=Text(
                sk=f"Certifikát platí {counted.sk} (od {since.sk} do {until.sk}).",
                en=f"The certificate is valid for {counted.en} (from {since.en} to {until.en}).",
            )
            if lifetime >= 0
            else Text(
                sk=f"Platnosť certifikátu sa končí ({until.sk}) skôr, ako sa začína ({since.sk}).",
                en=f"The certificate ends ({until.en}) before it begins ({since.en}).",
            ),
            remedy=Text(
                sk=f"Vytvorte nový certifikát na 2 roky: {command}",
                en=f"Make a new certificate for 2 years: {command}",
            ),
        )
