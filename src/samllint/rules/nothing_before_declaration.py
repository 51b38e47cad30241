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

# White space and byte order marks alike: a mark before the white space would else keep the pattern from it.
COMMAND = r"perl -0pi -e 's/^(?:\s|\xEF\xBB\xBF)+(?=<)//' sp.xml"


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
            found=ascii(refusal.detail[:40]),
            expected=Text(sk="<?xml ako prvé znaky súboru", en="<?xml as the first characters of the file"),
            message=_message(refusal.detail),
            remedy=Text(sk=f"Odstráňte všetko pred „<?xml“: {COMMAND}",
                        en=f"Remove everything before “<?xml”: {COMMAND}"),
        )  # fmt: skip


def _message(before: str) -> Text:
    if "\ufeff" in before:
        return Text(
            sk="Znak BOM (U+FEFF) smie byť v súbore raz, a to celkom na začiatku; tu je ešte jeden.",
            en="The mark BOM (U+FEFF) may stand in a file once, at its very beginning; here is another.",
        )
    return Text(
        sk=f"Pred XML deklaráciou stoja medzery či zariadkovania: {len(before)}.",
        en=f"White space stands before the XML declaration: {len(before)} character(s).",
    )
