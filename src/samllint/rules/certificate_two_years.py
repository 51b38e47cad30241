"""The recommendation inside R-3.1.5. It binds nobody, so it cites no clause and is a notice."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.rules.certificate_lifetime import SHORTEST
from samllint.text import Text, days

RECOMMENDED = 730  # days; two years with a leap day are 731


@rule(
    id="certificate-two-years",
    clauses=(),
    severity=Severity.NOTICE,
    title=Text(
        sk="Certifikát platí odporúčané 2 roky", en="The certificate is valid for the recommended 2 years"
    ),
    why=Text(
        sk=(
            "Návod v bode 3.1.5 odporúča platnosť 2 roky. Kratšia je povolená, no každá výmena certifikátu je"
            " nová žiadosť o zmenu a prihlasovanie sa pri meškaní zastaví."
        ),
        en=(
            "The guide recommends 2 years in paragraph 3.1.5. Less is allowed, yet every new certificate is"
            " another change filing, and if that comes late the log-in stops."
        ),
    ),
    needs=Needs.CERTIFICATES,
    good="openssl req -x509 -days 730 …",
    bad="openssl req -x509 -days 365 …",
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    for where, certificate in md.certificates():
        lifetime = certificate.validity_days
        if not SHORTEST <= lifetime < RECOMMENDED:
            continue  # what is too short even to be allowed, certificate-lifetime says, and 2 years with it
        counted = days(lifetime)
        yield Defect(
            where=where,
            found=f"{lifetime} d",
            expected=Text(sk="2 roky (730 alebo 731 dní)", en="2 years (730 or 731 days)"),
            message=Text(
                sk=f"Certifikát platí {counted.sk}, odporúčané sú 2 roky.",
                en=f"The certificate is valid for {counted.en}; 2 years are recommended.",
            ),
            remedy=Text(
                sk="Pri najbližšej výmene vytvorte certifikát s parametrom -days 730.",
                en="Make the next certificate with -days 730.",
            ),
        )
