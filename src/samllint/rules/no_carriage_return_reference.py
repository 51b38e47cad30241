"""Beyond the guide: no carriage return written as a character reference."""

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
    id="no-carriage-return-reference",
    clauses=(),
    severity=Severity.ERROR,
    title=Text(
        sk="Dokument neobsahuje odkaz na znak CR (&#13;)",
        en="The document has no reference to the character CR (&#13;)",
    ),
    why=Text(
        sk="Taký znak vzniká, keď nástroj so súborom z Windows zaobchádza dvakrát. Ostáva v adresách aj v"
        " certifikátoch a láme podpisy.",
        en="It appears when a tool handles a Windows file twice. It stays in addresses and certificates and"
        " breaks signatures.",
    ),
    needs=Needs.TREE,
    refusals=(Kind.CR_REFERENCE,),
    bad="<ds:X509Certificate>MIIC…&#13;",
    good="<ds:X509Certificate>MIIC0TCC…\nAxMMaWNv…",
)
def check(reading: Reading, circumstances: Circumstances) -> Iterator[Defect]:
    if refusal := reading.refusal(Kind.CR_REFERENCE):
        yield Defect(
            where=Spot(refusal.line, refusal.column),
            found=refusal.detail,
            expected=Text(sk="obyčajný koniec riadka", en="a plain line end"),
            message=Text(
                sk=f"Dokument obsahuje odkaz na znak CR: {refusal.detail}.",
                en=f"The document has a reference to the character CR: {refusal.detail}.",
            ),
            remedy=Text(
                sk="Odstráňte všetky odkazy: sed -i 's/&#0*13;//g; s/&#x0*[dD];//g' sp.xml",
                en="Remove every one: sed -i 's/&#0*13;//g; s/&#x0*[dD];//g' sp.xml",
            ),
        )
