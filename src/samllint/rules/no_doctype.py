"""R-3.2.4: any document type declaration is refused."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.context import Circumstances
from samllint.document import Reading
from samllint.entity import Spot
from samllint.report import Severity
from samllint.rule import Defect, Needs, gate
from samllint.text import Text
from samllint.unreadable import Kind


@gate(
    id="no-doctype",
    clauses=("3.2.4",),
    severity=Severity.ERROR,
    title=Text(sk="Dokument nemá DOCTYPE", en="The document has no DOCTYPE"),
    quote="Registrované SAML metadáta musia byť „well formed XML“",
    why=Text(
        sk="DOCTYPE môže meniť obsah dokumentu a siahať na cudzie súbory; SAML metadáta ho nepotrebujú.",
        en="A DOCTYPE can change what a document says and reach for other files; SAML metadata needs none.",
    ),
    needs=Needs.DECODED,
    refusals=(Kind.DOCTYPE,),
    bad="<!DOCTYPE EntityDescriptor>",
    good='<?xml version="1.0"?>\n<EntityDescriptor …>',
)
def check(reading: Reading, circumstances: Circumstances) -> Iterator[Defect]:
    if refusal := reading.refusal(Kind.DOCTYPE):
        yield Defect(
            where=Spot(refusal.line, refusal.column) if refusal.line else None,
            found="<!DOCTYPE",
            expected=Text(sk="nijaký DOCTYPE", en="no DOCTYPE"),
            message=Text(
                sk="Dokument obsahuje DOCTYPE, preto sa ďalej nečítal.",
                en="The document has a DOCTYPE, so it was read no further.",
            ),
            remedy=Text(
                sk="Odstráňte deklaráciu <!DOCTYPE …> aj s jej obsahom.",
                en="Remove the <!DOCTYPE …> declaration with all it holds.",
            ),
        )
