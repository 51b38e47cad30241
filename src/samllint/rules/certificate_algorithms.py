"""R-3.1.9. Judged by OID; the guide's four spellings name two algorithms."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.certificate import Certificate
from samllint.commands import renewal
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text

RSA = "1.2.840.113549.1.1.1"
SIGNATURES = {
    "1.2.840.113549.1.1.11": "sha256WithRSAEncryption",
    "1.2.840.113549.1.1.13": "sha512WithRSAEncryption",
}
# Names of what is refused, so that the sentence says more than a number.
OTHERS = {
    "1.2.840.113549.1.1.4": "md5WithRSAEncryption",
    "1.2.840.113549.1.1.5": "sha1WithRSAEncryption",
    "1.2.840.113549.1.1.10": "RSASSA-PSS",
    "1.2.840.113549.1.1.12": "sha384WithRSAEncryption",
    "1.2.840.113549.1.1.14": "sha224WithRSAEncryption",
    "1.2.840.10040.4.1": "DSA",
    "1.2.840.10045.2.1": "EC",
    "1.2.840.10045.4.3.2": "ecdsa-with-SHA256",
    "1.2.840.10045.4.3.3": "ecdsa-with-SHA384",
    "1.2.840.10045.4.3.4": "ecdsa-with-SHA512",
    "1.3.101.112": "Ed25519",
    "1.3.101.113": "Ed448",
}


@rule(
    id="certificate-algorithms",
    clauses=("3.1.9",),
    severity=Severity.ERROR,
    title=Text(
        sk="Kľúč je RSA a certifikát je podpísaný SHA-256 alebo SHA-512 s RSA",
        en="The key is RSA and the certificate is signed with SHA-256 or SHA-512 with RSA",
    ),
    quote=(
        "Algoritmus: Public Key Algorithm: RSA, Signature Algorithm - jedna z možností:"
        " sha256WithRSAEncryption, sha512WithRSAEncryption, SHA256withRSA SHA512withRSA"
    ),
    why=Text(
        sk="Iné algoritmy modul IAM nepozná a SHA-1 sa dá sfalšovať.",
        en="The IAM module knows no other algorithms, and SHA-1 can be forged.",
    ),
    needs=Needs.CERTIFICATES,
    good="Public Key Algorithm: rsaEncryption\nSignature Algorithm: sha256WithRSAEncryption",
    bad="Public Key Algorithm: id-ecPublicKey\nSignature Algorithm: ecdsa-with-SHA256",
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    for where, certificate in md.certificates():
        for found, expected, message in differences(certificate):
            command = renewal(certificate)
            yield Defect(
                where=where,
                found=found,
                expected=Text(sk=expected, en=expected),
                message=message,
                remedy=Text(
                    sk=f"Vytvorte nový kľúč RSA a certifikát: {command}",
                    en=f"Make a new RSA key and certificate: {command}",
                ),
            )


def differences(certificate: Certificate) -> Iterator[tuple[str, str, Text]]:
    """(found, expected, sentence) of each algorithm that is not allowed."""
    if certificate.key_algorithm != RSA:
        found = OTHERS.get(certificate.key_algorithm, certificate.key_algorithm)
        yield (
            found,
            "rsaEncryption",
            Text(
                sk=f"Kľúč v certifikáte nie je RSA, ale {found}.",
                en=f"The certificate's key is not RSA but {found}.",
            ),
        )
    # A certificate says twice how it is signed (RFC 5280 §4.1.1.2); whoever reads it may go by either.
    named = (certificate.signature_algorithm, certificate.inner_signature_algorithm)
    if named[0] != named[1] and set(named) <= set(SIGNATURES):
        yield two_algorithms(*(SIGNATURES[algorithm] for algorithm in named))
    for algorithm in dict.fromkeys(named):
        if algorithm in SIGNATURES:
            continue
        found = OTHERS.get(algorithm, algorithm)
        yield (
            found,
            ", ".join(SIGNATURES.values()),
            Text(
                sk=f"Certifikát je podpísaný algoritmom {found}, ktorý nie je povolený.",
                en=f"The certificate is signed with {found}, which is not allowed.",
            ),
        )


def two_algorithms(outer: str, inner: str) -> tuple[str, str, Text]:
    """Either would do, but RFC 5280 §4.1.1.2 wants both the same, and many libraries read no other."""
    return (
        f"{outer} / {inner}",
        ", ".join(SIGNATURES.values()),
        Text(
            sk=f"Certifikát uvádza dva rôzne podpisové algoritmy: {outer} a vnútri {inner}.",
            en=f"The certificate states two different signature algorithms: {outer}, and {inner} inside.",
        ),
    )
