"""R-3.2.9 and R-3.2.11: the guide says it twice, one rule enforces it."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text


@rule(
    id="no-attribute-consuming-service",
    clauses=("3.2.9", "3.2.11"),
    severity=Severity.ERROR,
    title=Text(
        sk="Metadáta neobsahujú AttributeConsumingService",
        en="The metadata contains no AttributeConsumingService",
    ),
    quote=(
        "Metadáta nesmú obsahovať element AttributeConsumingService"
        " […] Služba IDP, ktorá pre SP zasiela iba vyžadované údaje, nie je podporovaná a preto nie je"
        " povolený"
        " element AttributeConsumingService v metadátach SP."
    ),
    why=Text(
        sk="Modul IAM neposiela údaje na výber: každá služba dostáva tie isté.",
        en="The IAM module sends no choice of attributes: every service gets the same ones.",
    ),
    needs=Needs.ENTITY,
    good="<SPSSODescriptor …>…<AssertionConsumerService …/></SPSSODescriptor>",
    bad='<AttributeConsumingService index="0">…</AttributeConsumingService>',
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    for where in md.attribute_consuming_services:
        yield Defect(
            where=where,
            found="AttributeConsumingService",
            expected=Text(sk="nijaký AttributeConsumingService", en="no AttributeConsumingService"),
            message=Text(
                sk="Metadáta obsahujú AttributeConsumingService, ktorý nie je povolený.",
                en="The metadata contains an AttributeConsumingService, which is not allowed.",
            ),
            remedy=Text(
                sk="Vymažte celý element, od <AttributeConsumingService …> po </AttributeConsumingService>.",
                en=(
                    "Delete the whole element, from <AttributeConsumingService …> to"
                    " </AttributeConsumingService>."
                ),
            ),
        )
