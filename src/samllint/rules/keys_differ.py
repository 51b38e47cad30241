"""R-3.2.3, second half. The same public key under two certificates is the same key."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.certificate import Certificate
from samllint.commands import renewal
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor, Where
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text


def has_both(md: EntityDescriptor, circumstances: Circumstances) -> bool:
    return bool(certificates_for(md, "signing") and certificates_for(md, "encryption"))


@rule(
    id="keys-differ",
    clauses=("3.2.3",),
    severity=Severity.ERROR,
    title=Text(
        sk="Na šifrovanie slúži iný certifikát a iný kľúč ako na podpisovanie",
        en="Encryption has another certificate, and another key, than signing",
    ),
    quote=(
        "Certifikát v SP SAML metadátach určený pre šifrovanie sa musí odlišovať od certifikátu určeného pre"
        " podpisovanie."
    ),
    why=Text(
        sk="Kto jedným kľúčom podpisuje aj dešifruje, toho možno primäť podpísať, čo nechcel.",
        en="Whoever signs and decrypts with one key can be led to sign what was never meant.",
    ),
    needs=Needs.CERTIFICATES,
    applies=has_both,
    good="two key pairs: signing.key and encryption.key",
    bad="one certificate in both KeyDescriptors",
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    signing = certificates_for(md, "signing")
    fingerprints = {certificate.fingerprint for _, certificate in signing}
    keys = {certificate.public_key for _, certificate in signing}
    for where, certificate in certificates_for(md, "encryption"):
        if certificate.fingerprint in fingerprints:
            message = Text(
                sk="Certifikát na šifrovanie je ten istý ako certifikát na podpisovanie.",
                en="The certificate for encryption is the same as the one for signing.",
            )
        elif certificate.public_key in keys:
            message = Text(
                sk=(
                    "Certifikát na šifrovanie je iný, no má ten istý verejný kľúč ako certifikát na"
                    " podpisovanie."
                ),
                en=(
                    "The certificate for encryption is another one, but has the same public key as the"
                    " one for signing."
                ),
            )
        else:
            continue
        command = renewal(certificate, file="encryption")
        yield Defect(
            where=where,
            found=certificate.fingerprint,
            expected=Text(sk="iný certifikát s iným kľúčom", en="another certificate with another key"),
            message=message,
            remedy=Text(
                sk=f"Vytvorte na šifrovanie samostatný kľúč a certifikát: {command}",
                en=f"Make a separate key and certificate for encryption: {command}",
            ),
        )


def certificates_for(md: EntityDescriptor, use: str) -> list[tuple[Where, Certificate]]:
    """The readable certificates of KeyDescriptors with exactly this use.

    One without `use` is reported by signing-and-encryption-keys.
    """
    return [
        (embedded.where, embedded.certificate)
        for key in md.key_descriptors()
        if key.use == use
        for embedded in key.certificates
        if embedded.certificate is not None
    ]
