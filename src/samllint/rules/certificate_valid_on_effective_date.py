"""Decision beside R-3.1.5: what is no longer, or not yet, valid cannot take effect."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from samllint.certificate import Certificate
from samllint.commands import renewal
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor, Where
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
    for where, certificate in md.certificates():
        if certificate.not_after < circumstances.at:
            yield has_ended(where, certificate, circumstances.at)
        elif certificate.not_before > circumstances.at:
            yield has_not_begun(where, certificate, circumstances.at)


def has_ended(where: Where, certificate: Certificate, at: datetime) -> Defect:
    until, effective, command = moment(certificate.not_after), moment(at), renewal(certificate)
    return Defect(
        where=where,
        found=until.en,
        expected=Text(sk=f"platný {effective.sk}", en=f"valid on {effective.en}"),
        message=Text(
            sk=f"Platnosť certifikátu sa skončila {until.sk}, pred dňom účinnosti ({effective.sk}).",
            en=f"The certificate ended on {until.en}, before the effective date ({effective.en}).",
        ),
        remedy=Text(sk=f"Vytvorte nový certifikát: {command}", en=f"Make a new certificate: {command}"),
    )


def has_not_begun(where: Where, certificate: Certificate, at: datetime) -> Defect:
    since, effective, command = moment(certificate.not_before), moment(at), renewal(certificate)
    return Defect(
        where=where,
        found=since.en,
        expected=Text(sk=f"platný {effective.sk}", en=f"valid on {effective.en}"),
        message=Text(
            sk=f"Certifikát začne platiť až {since.sk}, po dni účinnosti ({effective.sk}).",
            en=f"The certificate begins only on {since.en}, after the effective date ({effective.en}).",
        ),
        remedy=Text(
            sk=f"Zvoľte neskorší deň účinnosti alebo vytvorte nový certifikát: {command}",
            en=f"Choose a later effective date, or make a new certificate: {command}",
        ),
    )
