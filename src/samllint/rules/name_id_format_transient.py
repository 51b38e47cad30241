"""R-3.2.10. Every one of them; the schema (xs:anyURI) overlooks white space around the value."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text, same, shown

TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
XML_SPACE = " \t\r\n"


def has_formats(md: EntityDescriptor, circumstances: Circumstances) -> bool:
    return bool(md.name_id_formats)


@rule(
    id="name-id-format-transient",
    clauses=("3.2.10",),
    severity=Severity.ERROR,
    title=Text(
        sk="NameIDFormat, ak je uvedený, je transient", en="NameIDFormat, if there is one, is transient"
    ),
    quote=(
        "Ak metadáta obsahujú element NameIDFormat, musí byť jeho hodnota rovná"
        " „urn:oasis:names:tc:SAML:2.0:nameid-format:transient“"
    ),
    why=Text(
        sk="Modul IAM dáva používateľovi pri každom prihlásení nový, dočasný identifikátor a iný nevie.",
        en="At each log-in the IAM module gives the user a new, transient identifier, and knows no other.",
    ),
    needs=Needs.ENTITY,
    applies=has_formats,
    good=f"<NameIDFormat>{TRANSIENT}</NameIDFormat>",
    bad="<NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</NameIDFormat>",
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    for value in md.name_id_formats:
        if value.text.strip(XML_SPACE) == TRANSIENT:
            continue
        found = shown(value.text.strip(XML_SPACE))
        yield Defect(
            where=value.where,
            found=found,
            expected=same(TRANSIENT),
            message=Text(
                sk=f"NameIDFormat je „{found}“ namiesto transient.",
                en=f"NameIDFormat is “{found}” instead of transient.",
            ),
            remedy=Text(
                sk=f"Vymažte tento NameIDFormat alebo doň napíšte {TRANSIENT}",
                en=f"Delete this NameIDFormat, or let it say {TRANSIENT}",
            ),
        )
