"""Our own limit: nothing is parsed that could cost more than a glance."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.context import Circumstances
from samllint.document import MAX_BYTES, MAX_KEY_DESCRIPTORS, MAX_MARKUP, MAX_PREFIXES, Reading
from samllint.report import Severity
from samllint.rule import Defect, Needs, gate
from samllint.text import Text
from samllint.unreadable import Kind

# The limit, what is wrong, and what to do about it.
_SAYS: dict[Kind, tuple[str, Text, Text]] = {
    Kind.TOO_LARGE: (
        f"{MAX_BYTES} B",
        Text(sk="Dokument má viac než 1 MiB.", en="The document has more than 1 MiB."),
        Text(
            sk="Pošlite metadáta jedného poskytovateľa služieb (EntityDescriptor).",
            en="Send the metadata of one service provider (EntityDescriptor).",
        ),
    ),
    Kind.TOO_MANY_KEYS: (
        f"{MAX_KEY_DESCRIPTORS} KeyDescriptor, {MAX_KEY_DESCRIPTORS} X509Certificate",
        Text(
            sk=f"Dokument má viac než {MAX_KEY_DESCRIPTORS} kľúčov (KeyDescriptor alebo X509Certificate).",
            en=f"The document has more than {MAX_KEY_DESCRIPTORS} keys (KeyDescriptor or X509Certificate).",
        ),
        Text(
            sk="Ponechajte len kľúče, ktoré sa používajú, a tie, ktoré ich nahradia.",
            en="Keep only the keys in use and those that will replace them.",
        ),
    ),
    Kind.TOO_MUCH_MARKUP: (
        f"{MAX_MARKUP} <, =",
        Text(
            sk=f"Dokument má viac než {MAX_MARKUP} značiek a atribútov.",
            en=f"The document has more than {MAX_MARKUP} tags and attributes.",
        ),
        Text(
            sk="Pošlite metadáta jedného poskytovateľa služieb (EntityDescriptor).",
            en="Send the metadata of one service provider (EntityDescriptor).",
        ),
    ),
    Kind.TOO_MANY_PREFIXES: (
        f"{MAX_PREFIXES} xmlns:…",
        Text(
            sk=f"Dokument deklaruje viac než {MAX_PREFIXES} prefixov menných priestorov.",
            en=f"The document declares more than {MAX_PREFIXES} namespace prefixes.",
        ),
        Text(
            sk="Odstráňte deklarácie xmlns:…, ktoré sa nepoužívajú.",
            en="Remove the xmlns:… declarations that are not used.",
        ),
    ),
}


@gate(
    id="size-limit",
    clauses=(),
    severity=Severity.ERROR,
    title=Text(
        sk="Dokument má najviac 1 MiB, 20 000 značiek a atribútov, 64 kľúčov a 64 prefixov",
        en="The document has at most 1 MiB, 20 000 tags and attributes, 64 keys and 64 prefixes",
    ),
    why=Text(
        sk="Metadáta jedného poskytovateľa majú niekoľko kilobajtov. Väčší súbor je zoskupenie alebo útok.",
        en="One provider's metadata takes a few kilobytes. A bigger file is an aggregate or an attack.",
    ),
    needs=Needs.BYTES,
    refusals=_SAYS,
    good="a file of a few kilobytes with two to four KeyDescriptors",
    bad="an aggregate of a whole federation",
)
def check(reading: Reading, circumstances: Circumstances) -> Iterator[Defect]:
    refusal = reading.refusal(*_SAYS)
    if refusal is None:
        return
    limit, message, remedy = _SAYS[refusal.kind]
    yield Defect(
        where=None,
        found=refusal.detail,
        expected=Text(sk=f"najviac {limit}", en=f"at most {limit}"),
        message=message,
        remedy=remedy,
    )
