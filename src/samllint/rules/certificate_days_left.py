"""Decision beside R-3.1.5: near its end a certificate is allowed, as in a rollover with two of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from samllint.commands import renewal
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text, days, moment

ENOUGH = timedelta(days=30)


@rule(
    id="certificate-days-left",
    clauses=(),
    severity=Severity.WARNING,
    title=Text(
        sk="Certifikátu zostáva v deň účinnosti aspoň 30 dní platnosti",
        en="The certificate has at least 30 days left on the effective date",
    ),
    why=Text(
        sk=(
            "Prvá pripomienka sa posiela 30 dní pred koncom platnosti. Komu zostáva menej, tomu sa môže"
            " prihlasovanie zastaviť skôr, než stihne podať žiadosť o zmenu."
        ),
        en=(
            "The first reminder goes out 30 days before the end. With less than that left, the log-in may"
            " stop before a change can be filed and settled."
        ),
    ),
    needs=Needs.CERTIFICATES,
    good="notAfter=Nov 21 00:00:00 2028 GMT, effective date 2026-11-22",
    bad="notAfter=Dec  1 00:00:00 2026 GMT, effective date 2026-11-22   (9 days)",
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    for where, certificate in md.certificates():
        left = certificate.not_after - circumstances.at
        if left < timedelta(0) or left >= ENOUGH:
            continue
        counted, until = days(left.days), moment(certificate.not_after)
        command = renewal(certificate)
        yield Defect(
            where=where,
            found=f"{left.days} d",
            expected=Text(sk="aspoň 30 dní", en="at least 30 days"),
            message=Text(
                sk=f"Certifikátu zostáva v deň účinnosti {counted.sk} platnosti, skončí sa {until.sk}.",
                en=f"On the effective date the certificate has {counted.en} left; it ends on {until.en}.",
            ),
            remedy=Text(
                sk=f"Pripravte si nový certifikát a podajte žiadosť o zmenu včas: {command}",
                en=f"Prepare a new certificate and file a change in time: {command}",
            ),
        )
