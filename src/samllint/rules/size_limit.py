"""Our own limit: nothing is parsed that could cost more than a glance."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.context import Circumstances
from samllint.document import MAX_BYTES, MAX_KEY_DESCRIPTORS, Reading
from samllint.report import Severity
from samllint.rule import Defect, Needs, gate
from samllint.text import Text
from samllint.unreadable import Kind


@gate(
    id="size-limit",
    clauses=(),
    severity=Severity.ERROR,
    title=Text(
        sk="Dokument má najviac 1 MiB a najviac 64 elementov KeyDescriptor",
        en="The document has at most 1 MiB and at most 64 KeyDescriptor elements",
    ),
    why=Text(
        sk="Metadáta jedného poskytovateľa majú niekoľko kilobajtov. Väčší súbor je zoskupenie alebo útok.",
        en="One provider's metadata takes a few kilobytes. A bigger file is an aggregate or an attack.",
    ),
    needs=Needs.BYTES,
    refusals=(Kind.TOO_LARGE, Kind.TOO_MANY_KEYS),
    good="a file of a few kilobytes with two to four KeyDescriptors",
    bad="an aggregate of a whole federation",
)
def check(reading: Reading, circumstances: Circumstances) -> Iterator[Defect]:
    if refusal := reading.refusal(Kind.TOO_LARGE):
        yield Defect(
            where=None,
            found=f"{refusal.detail} B",
            expected=Text(sk=f"najviac {MAX_BYTES} B", en=f"at most {MAX_BYTES} B"),
            message=Text(
                sk=f"Dokument má {refusal.detail} bajtov, povolených je {MAX_BYTES}.",
                en=f"The document has {refusal.detail} bytes; {MAX_BYTES} are allowed.",
            ),
            remedy=Text(
                sk="Pošlite metadáta jedného poskytovateľa služieb (EntityDescriptor).",
                en="Send the metadata of one service provider (EntityDescriptor).",
            ),
        )
    if reading.refusal(Kind.TOO_MANY_KEYS):
        yield Defect(
            where=None,
            found=f"> {MAX_KEY_DESCRIPTORS} KeyDescriptor",
            expected=Text(
                sk=f"najviac {MAX_KEY_DESCRIPTORS} KeyDescriptor",
                en=f"at most {MAX_KEY_DESCRIPTORS} KeyDescriptor",
            ),
            message=Text(
                sk=f"Dokument má viac než {MAX_KEY_DESCRIPTORS} elementov KeyDescriptor.",
                en=f"The document has more than {MAX_KEY_DESCRIPTORS} KeyDescriptor elements.",
            ),
            remedy=Text(
                sk="Ponechajte len kľúče, ktoré sa používajú, a tie, ktoré ich nahradia.",
                en="Keep only the keys in use and those that will replace them.",
            ),
        )
