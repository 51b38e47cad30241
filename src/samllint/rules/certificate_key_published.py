"""Own. Debian-weak keys (CVE-2008-0166) and keys that were shipped with software, as far as lists go."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.commands import renewal
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, has_rsa_key, rule
from samllint.text import Text
from samllint.weak_keys import digest, is_known


@rule(
    id="certificate-key-published",
    clauses=(),
    severity=Severity.ERROR,
    title=Text(
        sk="Súkromná časť kľúča RSA nie je verejne známa",
        en="The private part of the RSA key is not publicly known",
    ),
    why=Text(
        sk=(
            "Chybný OpenSSL v Debiane (2006 až 2008, CVE-2008-0166) vytváral kľúče, ktoré možno uhádnuť, a"
            " niektoré programy sa dodávajú s ukážkovým kľúčom. Úplný zoznam kľúčov z Debianu sa dá pripojiť"
            " premennou SAMLLINT_WEAK_KEYS; bez neho pravidlo pozná len niekoľko."
        ),
        en=(
            "Debian's broken OpenSSL (2006 to 2008, CVE-2008-0166) made keys that can be guessed, and some"
            " programs come with a demonstration key. The whole list of Debian's keys can be added by the"
            " variable SAMLLINT_WEAK_KEYS; without it the rule knows a few only."
        ),
    ),
    needs=Needs.CERTIFICATES,
    applies=has_rsa_key,
    good="a key that you have made yourself",
    bad="the demonstration key of a program, copied with its configuration",
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    for where, certificate in md.certificates():
        if certificate.modulus is None or not is_known(certificate.modulus):
            continue
        command = renewal(certificate)
        yield Defect(
            where=where,
            found=digest(certificate.modulus),
            expected=Text(sk="kľúč, ktorý máte iba vy", en="a key that only you have"),
            message=Text(
                sk="Kľúč v certifikáte je na zozname kľúčov, ktorých súkromná časť je verejne známa.",
                en="The certificate's key stands in a list of keys whose private part is publicly known.",
            ),
            remedy=Text(
                sk=f"Kľúč už nepoužívajte a vytvorte nový: {command}",
                en=f"Stop using the key and make a new one: {command}",
            ),
        )
