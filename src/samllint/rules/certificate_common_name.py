"""R-3.1.7. The form of the name; whether it is the owner's is asked by certificate-owner."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.commands import COMMON_NAME, EXAMPLE_NAME, new_certificate
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text, shown


@rule(
    id="certificate-common-name",
    clauses=("3.1.7",),
    severity=Severity.ERROR,
    title=Text(
        sk="Common name má tvar ico-<IČO> alebo ico-<IČO>_<suffix>",
        en="The common name has the form ico-<IČO> or ico-<IČO>_<suffix>",
    ),
    quote=(
        "Common name (CN): ico-identifikačné číslo organizácie _ suffix (príklad: ico-12345678 alebo"
        " ico-12345678_10001 alebo ico-123456789012)"
    ),
    why=Text(
        sk="Podľa CN register spozná, komu certifikát patrí.",
        en="The CN is how the register knows whose certificate it is.",
    ),
    needs=Needs.CERTIFICATES,
    good="CN = ico-12345678\nCN = ico-12345678_10001\nCN = ico-123456789012",
    bad="CN = sp.example\nCN = ICO-12345678\nCN = ico-1234567",
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    owner = circumstances.context.owner
    command = new_certificate(f"ico-{owner}" if owner else EXAMPLE_NAME)
    for where, certificate in md.certificates():
        for name in certificate.common_names or ("",):
            if COMMON_NAME.fullmatch(name):
                continue
            if name:
                message = Text(
                    sk=(
                        f"Common name certifikátu je „{shown(name)}“, čo nie je ico-<IČO> ani"
                        f" ico-<IČO>_<suffix>."
                    ),
                    en=(
                        f"The certificate's common name is “{shown(name)}”, neither ico-<IČO> nor"
                        f" ico-<IČO>_<suffix>."
                    ),
                )
            else:
                message = Text(
                    sk="Certifikát nemá Common name (CN).", en="The certificate has no common name (CN)."
                )
            yield Defect(
                where=where,
                found=shown(name),
                expected=Text(
                    sk="ico- a 8 alebo 12 číslic, prípadne _ a suffix zo 4 až 5 číslic",
                    en="ico- and 8 or 12 digits, then perhaps _ and a suffix of 4 or 5 digits",
                ),
                message=message,
                remedy=Text(
                    sk=f"Vytvorte nový certifikát so svojím IČO: {command}",
                    en=f"Make a new certificate with your own IČO: {command}",
                ),
            )
