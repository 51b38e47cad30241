"""R-3.1.6. Exactly one RDN with exactly one attribute, and that is the CN."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.commands import renewal
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text, shown

COMMON_NAME_OID = "2.5.4.3"
SHORT_NAMES = {
    "2.5.4.3": "CN",
    "2.5.4.5": "serialNumber",
    "2.5.4.6": "C",
    "2.5.4.7": "L",
    "2.5.4.8": "ST",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
    "2.5.4.97": "organizationIdentifier",
    "0.9.2342.19200300.100.1.25": "DC",
    "1.2.840.113549.1.9.1": "emailAddress",
}

Subject = tuple[tuple[tuple[str, str], ...], ...]


@rule(
    id="certificate-subject-cn-only",
    clauses=("3.1.6",),
    severity=Severity.ERROR,
    title=Text(
        sk="Subjekt certifikátu obsahuje iba Common name (CN)",
        en="The certificate's subject holds the common name (CN) and nothing else",
    ),
    quote=(
        "Distinguished name (DN): Môže obsahovať výlučne Common name (CN) a nesmie obsahovať žiadne"
        " ďalšie údaje"
    ),
    why=Text(
        sk="Držiteľa určuje IČO v CN; ďalšie údaje by register nemal s čím porovnať.",
        en="The IČO in the CN says whose it is; the register could compare further data with nothing.",
    ),
    needs=Needs.CERTIFICATES,
    good="subject=CN = ico-12345678",
    bad="subject=C = SK, O = Obec Príkladovo, CN = ico-12345678",
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    for where, certificate in md.certificates():
        if [[kind for kind, _ in rdn] for rdn in certificate.subject or ()] == [[COMMON_NAME_OID]]:
            continue
        name = written(certificate.subject)
        command = renewal(certificate)
        yield Defect(
            where=where,
            found=name.en,
            expected=Text(sk="jediný údaj, CN=ico-…", en="a single item, CN=ico-…"),
            message=Text(
                sk=f"Subjekt certifikátu je {name.sk}; povolený je iba jeden údaj, a to CN.",
                en=f"The certificate's subject is {name.en}; only one item is allowed, the CN.",
            ),
            remedy=Text(
                sk=f"Vytvorte nový certifikát, v ktorom je iba CN: {command}",
                en=f"Make a new certificate with nothing but the CN: {command}",
            ),
        )


def written(subject: Subject | None) -> Text:
    """The name as OpenSSL prints it; several attributes of one RDN are joined by a plus sign."""
    if subject is None:
        return Text(sk="nečitateľný", en="unreadable")
    if not subject:
        return Text(sk="prázdny", en="empty")
    parts = [" + ".join(f"{SHORT_NAMES.get(kind, kind)}={value}" for kind, value in rdn) for rdn in subject]
    name = shown(", ".join(parts))
    return Text(sk=f"„{name}“", en=f"“{name}”")
