"""Decision beside R-3.1.5: what is no longer, or not yet, valid cannot take effect."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.commands import renewal
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text, moment


@rule(
    id="certificate-valid-on-effective-date",
    clauses=(),
    severity=Severity.ERROR,
    title=Text(
        sk="Certifikát je v deň účinnosti platný", en="The certificate is valid on the effective date"
    ),
    why=Text(
        sk=(
            "Poskytovateľ bez platného certifikátu sa deaktivuje (kapitola 5 návodu), preto nemá zmysel"
            " zapísať certifikát, ktorý v deň účinnosti neplatí."
        ),
        en=(
            "A provider without a valid certificate is deactivated (guide, chapter 5), so there is no point"
            " in entering one that is not valid on the day it takes effect."
        ),
    ),
    needs=Needs.CERTIFICATES,
    good="notBefore  ≤  effective date  ≤  notAfter",
    bad="notAfter=Nov 21 00:00:00 2026 GMT, effective date 2026-11-22",
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    effective = moment(circumstances.at)
    for where, certificate in md.certificates():
        since, until = moment(certificate.not_before), moment(certificate.not_after)
        command = renewal(certificate)
        new = Text(sk=f"Vytvorte nový certifikát: {command}", en=f"Make a new certificate: {command}")
        if certificate.not_after < circumstances.at:
            found = until
            message = Text(
                sk=f"Platnosť certifikátu sa skončila {until.sk}, pred dňom účinnosti ({effective.sk}).",
                en=f"The certificate ended on {until.en}, before the effective date ({effective.en}).",
            )
            remedy = new
        elif certificate.not_before > circumstances.at:
            found = since
            message = Text(
                sk=f"Certifikát začne platiť až {since.sk}, po dni účinnosti ({effective.sk}).",
                en=f"The certificate begins only on {since.en}, after the effective date ({effective.en}).",
            )
            remedy = Text(
                sk=f"Zvoľte neskorší deň účinnosti, alebo: {new.sk}",
                en=f"Choose a later effective date, or: {new.en}",
            )
        else:
            continue
        yield Defect(
            where=where,
            found=found.en,
            expected=Text(sk=f"platný {effective.sk}", en=f"valid on {effective.en}"),
            message=message,
            remedy=remedy,
        )
