"""R-3.2.4: UTF-8, or UTF-16 with a byte order mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samllint.context import Circumstances
from samllint.document import Reading
from samllint.entity import Spot
from samllint.report import Severity
from samllint.rule import Defect, Needs, gate
from samllint.text import Text
from samllint.unreadable import Kind

_REDECLARE = r"""'s/(<\?xml[^>]*?encoding=)(["\x27]).*?\2/$1$2UTF-8$2/ if $. == 1'"""
_HARMLESS = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")
# The longer ones first: the mark of UTF-32 begins with that of UTF-16.
_FIRST_BYTES = {
    b"\xff\xfe\0\0": "UTF-32",
    b"\0\0\xfe\xff": "UTF-32",
    b"\0\0\0": "UTF-32BE",
    b"<\0\0\0": "UTF-32LE",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"\0": "UTF-16BE",
    b"<\0": "UTF-16LE",
    b"\x4c\x6f\xa7\x94": "IBM037",
}


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
    command = _command(_source(reading.data, name))
    yield Defect(
        where=Spot(1, 1),
        found=name,
        expected=Text(sk="UTF-8, alebo UTF-16 s BOM", en="UTF-8, or UTF-16 with BOM"),
        message=Text(
            sk=f"Kódovanie dokumentu ({name}) nie je UTF-8 ani UTF-16 so značkou BOM.",
            en=f"The document's encoding ({name}) is neither UTF-8 nor UTF-16 with a byte order mark.",
        ),
        remedy=Text(
            sk=f'Uložte súbor v UTF-8 a v XML deklarácii uveďte encoding="UTF-8": {command}',
            en=f'Save the file in UTF-8 and declare encoding="UTF-8": {command}',
        ),
    )


def _command(source: str) -> str:
    if source == "UTF-8":
        return f"perl -pi -e {_REDECLARE} sp.xml"
    return f"iconv -f {source} -t UTF-8 sp.xml | perl -pe {_REDECLARE} > sp-utf8.xml"


def _source(data: bytes, declared: str) -> str:
    """In what the bytes stand, as iconv names it; often another encoding than the declared one."""
    by_first_bytes = next((name for first, name in _FIRST_BYTES.items() if data.startswith(first)), None)
    if by_first_bytes:
        return by_first_bytes
    try:
        data.decode()
    except UnicodeDecodeError:
        # The name goes into a command: nothing in it may mean anything to a shell.
        return declared if _HARMLESS.fullmatch(declared) else "WINDOWS-1250"
    return "UTF-8"
