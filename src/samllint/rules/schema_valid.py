"""R-3.2.1."""

from __future__ import annotations

from collections.abc import Iterator

from samllint import schema_words
from samllint.context import Circumstances
from samllint.document import Reading
from samllint.report import Severity
from samllint.rule import Defect, Needs, gate
from samllint.text import Text


@gate(
    id="schema-valid",
    clauses=("3.2.1",),
    severity=Severity.ERROR,
    title=Text(
        sk="Dokument je platný podľa XSD schémy SAML 2.0 metadata",
        en="The document is valid against the SAML 2.0 metadata XSD schema",
    ),
    quote="Validnosť metadát voči XSD schéme pre SAML 2.0 metadata.",
    why=Text(
        sk="Schéma hovorí, kde čo v metadátach stojí; dokument mimo nej môže každý nástroj chápať inak.",
        en="The schema says what stands where; outside it, each tool may understand a document differently.",
    ),
    needs=Needs.TREE,
    good="<md:KeyDescriptor …/>\n<md:SingleLogoutService …/>\n<md:AssertionConsumerService …/>",
    bad="<md:AssertionConsumerService …/>\n<md:SingleLogoutService …/>",
)
def check(reading: Reading, circumstances: Circumstances) -> Iterator[Defect]:
    for where, words in reading.schema_mistakes():
        found, expected, message, remedy = schema_words.translated(words)
        yield Defect(where=where, found=found, expected=expected, message=message, remedy=remedy)
