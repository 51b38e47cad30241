"""Own. Only the register knows other providers, so alone this rule does not apply."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.commands import renewal
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text


def in_a_register(md: EntityDescriptor, circumstances: Circumstances) -> bool:
    return bool(circumstances.context.fingerprints_elsewhere)


@rule(
    id="certificate-elsewhere",
    clauses=(),
    severity=Severity.WARNING,
    title=Text(
        sk="Certifikát nepoužíva iný poskytovateľ služieb", en="No other provider uses the certificate"
    ),
    why=Text(
        sk="Kto má súkromný kľúč, môže konať za všetkých, ktorí ho používajú; výmena ho zasiahne u všetkých.",
        en="Whoever holds the private key can act for all who share it, and changing it hits them all.",
    ),
    needs=Needs.CERTIFICATES,
    applies=in_a_register,
    good="a key pair of its own for every service provider",
    bad="one key pair copied to several service providers",
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    for where, certificate in md.certificates():
        if certificate.fingerprint not in circumstances.context.fingerprints_elsewhere:
            continue
        command = renewal(certificate)
        yield Defect(
            where=where,
            found=certificate.fingerprint,
            expected=Text(
                sk="certifikát, ktorý nikto iný nepoužíva", en="a certificate that nobody else uses"
            ),
            message=Text(
                sk=f"Certifikát s odtlačkom {certificate.fingerprint} už používa iný poskytovateľ služieb.",
                en=f"The certificate with fingerprint {certificate.fingerprint} is used by another provider.",
            ),
            remedy=Text(
                sk=f"Vytvorte pre túto službu vlastný kľúč a certifikát: {command}",
                en=f"Make a key and certificate for this service alone: {command}",
            ),
        )
