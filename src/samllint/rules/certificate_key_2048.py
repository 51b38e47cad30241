"""R-3.1.8. Exactly 2048; that the key be an RSA key is asked by certificate-algorithms."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.commands import renewal
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text

BITS = 2048


@rule(
    id="certificate-key-2048",
    clauses=("3.1.8",),
    severity=Severity.ERROR,
    title=Text(sk="Kľúč má dĺžku 2048 bitov", en="The key is 2048 bits long"),
    quote="Dĺžka kľúča: 2048 bit",
    why=Text(
        sk="Kratší kľúč sa dá prelomiť; dlhší modul IAM nepodporuje.",
        en="A shorter key can be broken; a longer one is not supported by the IAM module.",
    ),
    needs=Needs.CERTIFICATES,
    good="Public-Key: (2048 bit)",
    bad="Public-Key: (4096 bit)",
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    for where, certificate in md.certificates():
        if certificate.key_bits == BITS:
            continue
        command = renewal(certificate)
        if certificate.key_bits is None:
            found = "?"
            message = Text(
                sk="Dĺžka kľúča v certifikáte sa nedá zistiť.",
                en="The length of the certificate's key cannot be determined.",
            )
        else:
            found = str(certificate.key_bits)
            message = Text(
                sk=f"Kľúč v certifikáte má {found} bitov namiesto 2048.",
                en=f"The certificate's key has {found} bits instead of 2048.",
            )
        yield Defect(
            where=where,
            found=found,
            expected=Text(sk="2048 bitov", en="2048 bits"),
            message=message,
            remedy=Text(
                sk=f"Vytvorte nový kľúč a certifikát: {command}",
                en=f"Make a new key and certificate: {command}",
            ),
        )
