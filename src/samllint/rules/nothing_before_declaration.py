"""R-3.2.4: no blank and no line break before the XML declaration."""

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
    id="nothing-before-declaration",
    clauses=("3.2.4",),
    severity=Severity.ERROR,
    title=Text(
        sk="Pred XML deklaráciou nie je medzera ani zariadkovanie",
        en="No blank and no line break stands before the XML declaration",
    ),
    quote="pred XML deklaráciou nesmú obsahovať medzery, zariadkovania a podobne",
    why=Text(
        sk="XML deklarácia smie stáť iba na úplnom začiatku; inak dokument nie je „well formed“.",
        en="An XML declaration may stand at the very beginning only; else the document is not well-formed.",
    ),
    needs=Needs.DECODED,
    refusals=(Kind.BEFORE_DECLARATION,),
    good='<?xml version="1.0" encoding="UTF-8"?>\n<md:EntityDescriptor …',
    bad='\n<?xml version="1.0" encoding="UTF-8"?>\n<md:EntityDescriptor …',
)
def check(reading: Reading, circumstances: Circumstances) -> Iterator[Defect]:
    if refusal := reading.refusal(Kind.BEFORE_DECLARATION):
        yield Defect(
            where=Spot(1, 1),
            found=repr(refusal.detail[:40]),
            expected=Text(sk="<?xml ako prvé znaky súboru", en="<?xml as the first characters of the file"),
            message=Text(
                sk=f"Pred XML deklaráciou stoja medzery či zariadkovania: {len(refusal.detail)}.",
                en=f"White space stands before the XML declaration: {len(refusal.detail)} character(s).",
            ),
            remedy=Text(
                sk="Odstráňte všetko pred „<?xml“: perl -0pi -e 's/^\\s+(?=<\\?xml)//' sp.xml",
                en="Remove everything before “<?xml”: perl -0pi -e 's/^\\s+(?=<\\?xml)//' sp.xml",
            ),
        )
