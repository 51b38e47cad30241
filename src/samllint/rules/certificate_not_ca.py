"""R-3.1.3. A certificate without BasicConstraints is no CA certificate, so it passes."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.commands import renewal
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text


@rule(
    id="certificate-not-ca",
    clauses=("3.1.3",),
    severity=Severity.ERROR,
    title=Text(sk="Certifikát nie je certifikátom CA", en="The certificate is not a CA certificate"),
    quote=(
        "Certifikát typu CA („Basic Constraint“ s hodnotou „Subject Type=CA“) nie je možné do IAM"
        " zaregistrovať."
    ),
    why=Text(
        sk=(
            "Certifikátom CA možno vydávať ďalšie certifikáty; služba taký certifikát nepotrebuje. OpenSSL"
            " ho vytvorí vždy, keď mu nepoviete inak: je to najčastejšia chyba."
        ),
        en=(
            "A CA certificate can issue others; a service has no use for that. OpenSSL makes one"
            " whenever it is not told otherwise: this is the commonest mistake of all."
        ),
    ),
    needs=Needs.CERTIFICATES,
    good="X509v3 Basic Constraints: critical\n    CA:FALSE",
    bad="X509v3 Basic Constraints: critical\n    CA:TRUE",
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    for where, certificate in md.certificates():
        if certificate.is_ca:
            found = "BasicConstraints cA=TRUE"
            message = Text(
                sk="Certifikát je certifikátom CA: rozšírenie BasicConstraints má hodnotu cA=TRUE.",
                en="The certificate is a CA certificate: its BasicConstraints extension says cA=TRUE.",
            )
        elif "extensions" in certificate.unreadable:
            found = "BasicConstraints ?"
            message = Text(
                sk="Rozšírenia certifikátu sa nedajú prečítať, preto nie je isté, že nie je certifikátom CA.",
                en="The certificate's extensions cannot be read, so it may well be a CA certificate.",
            )
        else:
            continue
        command = renewal(certificate)
        yield Defect(
            where=where,
            found=found,
            expected=Text(
                sk="BasicConstraints cA=FALSE alebo žiadne", en="BasicConstraints cA=FALSE, or none at all"
            ),
            message=message,
            remedy=Text(
                sk=f"Vytvorte nový certifikát, ktorý nie je CA (OpenSSL 3): {command}",
                en=f"Make a new certificate that is not a CA (OpenSSL 3): {command}",
            ),
        )
