"""R-3.2.4: UTF-8, or UTF-16 with a byte order mark."""

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
    id="encoding",
    clauses=("3.2.4",),
    severity=Severity.ERROR,
    title=Text(
        sk="Dokument je v kódovaní UTF-8, alebo v UTF-16 so značkou poradia bajtov (BOM)",
        en="The document is in UTF-8, or in UTF-16 with a byte order mark",
    ),
    quote="Registrované SAML metadáta musia byť „well formed XML“",
    why=Text(
        sk="Iba tieto dve kódovania musí poznať každý nástroj; iné môžu dva nástroje čítať rôzne.",
        en="Only these two must be known to every tool; in others two tools may read two different things.",
    ),
    needs=Needs.XML,
    refusals=(Kind.ENCODING, Kind.FOREIGN_ENCODING),
    good='<?xml version="1.0" encoding="UTF-8"?>',
    bad='<?xml version="1.0" encoding="windows-1250"?>',
)
def check(reading: Reading, circumstances: Circumstances) -> Iterator[Defect]:
    refusal = reading.refusal(Kind.ENCODING, Kind.FOREIGN_ENCODING)
    if refusal is None:
        return
    name = refusal.detail
    source = name if refusal.kind is Kind.FOREIGN_ENCODING else "UTF-16"
    yield Defect(
        where=Spot(1, 1),
        found=name,
        expected=Text(sk="UTF-8, alebo UTF-16 s BOM", en="UTF-8, or UTF-16 with BOM"),
        message=Text(
            sk=f"Kódovanie dokumentu ({name}) nie je UTF-8 ani UTF-16 so značkou BOM.",
            en=f"The document's encoding ({name}) is neither UTF-8 nor UTF-16 with a byte order mark.",
        ),
        remedy=Text(
            sk='Uložte súbor v UTF-8 a v XML deklarácii uveďte encoding="UTF-8", napríklad:'
            f" iconv -f {source} -t UTF-8 sp.xml > sp-utf8.xml",
            en='Save the file in UTF-8 and declare encoding="UTF-8", for example:'
            f" iconv -f {source} -t UTF-8 sp.xml > sp-utf8.xml",
        ),
    )
