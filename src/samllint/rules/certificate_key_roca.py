"""Own. Infineon's RSA generator of 2012 to 2017 (CVE-2017-15361, "ROCA").

Its primes are k·M + (65537^a mod M), with M the product of the first small primes. So the modulus,
too, is a power of 65537 modulo every one of them, which a sound modulus is only by chance: once in
2^27 or so. (Nemec and others: The Return of Coppersmith's Attack, 2017, §3.)
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from samllint.commands import renewal
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, has_rsa_key, rule
from samllint.text import Text

GENERATOR = 65537
SMALL_PRIMES = (
    *(3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73),
    *(79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167),
)


@rule(
    id="certificate-key-roca",
    clauses=(),
    severity=Severity.ERROR,
    title=Text(
        sk="Kľúč RSA nepochádza z chybného generátora ROCA",
        en="The RSA key does not come from the flawed ROCA generator",
    ),
    why=Text(
        sk="Súkromný kľúč sa z takého verejného kľúča dá vypočítať (CVE-2017-15361).",
        en="The private key can be computed from such a public key (CVE-2017-15361).",
    ),
    needs=Needs.CERTIFICATES,
    applies=has_rsa_key,
    good="a key made by OpenSSL or keytool",
    bad="a key made on a smart card or TPM with Infineon's library of 2012 to 2017",
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    for where, certificate in md.certificates():
        if certificate.modulus is None or not has_fingerprint(certificate.modulus):
            continue
        command = renewal(certificate)
        yield Defect(
            where=where,
            found="ROCA (CVE-2017-15361)",
            expected=Text(sk="kľúč z bezchybného generátora", en="a key of a sound generator"),
            message=Text(
                sk=(
                    "Kľúč v certifikáte vznikol v chybnom generátore (ROCA), jeho súkromná časť sa dá"
                    " vypočítať."
                ),
                en=(
                    "The certificate's key comes from a flawed generator (ROCA): its private part can be"
                    " computed."
                ),
            ),
            remedy=Text(
                sk=f"Kľúč už nepoužívajte a vytvorte nový v počítači, nie na karte: {command}",
                en=f"Stop using the key and make a new one on a computer, not on the card: {command}",
            ),
        )


def has_fingerprint(modulus: int) -> bool:
    """Whether the modulus is a power of 65537 modulo every one of the small primes."""
    return all(modulus % prime in powers for prime, powers in residues())


@cache
def residues() -> tuple[tuple[int, frozenset[int]], ...]:
    """Each small prime with what powers of 65537 leave modulo it; the most telling primes come first."""
    powers = {
        prime: frozenset(pow(GENERATOR, exponent, prime) for exponent in range(prime - 1))
        for prime in SMALL_PRIMES
    }
    return tuple(sorted(powers.items(), key=lambda each: len(each[1]) / each[0]))
