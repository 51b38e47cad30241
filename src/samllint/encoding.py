"""In which encoding a document stands, and the same document in UTF-8 (R-3.2.4).

UTF-8 and UTF-16 with a byte order mark pass. Everything after this module sees UTF-8 only, so no
encoding can hide a DOCTYPE from one parser and show it to another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from samllint.unreadable import Kind, Refusal

_DECLARED = re.compile(rb"<\?xml\s[^>]{0,200}?\bencoding\s*=\s*[\"']([^\"'>]{1,40})[\"']")
_DECLARATION = re.compile(rb"<\?xml\s")
_UTF8_BOM = b"\xef\xbb\xbf"
# A second byte order mark is no mark any more, but a character that libxml2 passes over and others refuse.
_BLANK = re.compile(rb"(?:[ \t\r\n]|" + _UTF8_BOM + rb")+")
# ASCII below 0x80, no state: nothing can hide in them, so the rest can still be judged. "utf8" is a common
# slip for "utf-8", yet no name that a parser must know.
_PLAIN = re.compile(
    r"utf8|us-ascii|ascii|iso-8859-(?:[1-9]|1[013-6])|windows-125[0-8]|cp125[0-8]", re.IGNORECASE
)
_UTF16_BOMS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Plain:
    """The document in UTF-8, from its first `<`, and what was taken away before it."""

    xml: bytes
    refusals: tuple[Refusal, ...] = ()
    line: int = 1  # where `xml` begins in the document as it was sent
    column: int = 1


def plain(data: bytes) -> Plain | Refusal:
    """The document in UTF-8, or the refusal of its encoding."""
    if data[:2] in _UTF16_BOMS and data[2:4] != b"\0\0":
        return _from_utf16(data)
    if data.startswith((b"\0\0\xfe\xff", b"\xff\xfe\0\0")):
        return Refusal(Kind.ENCODING, "UTF-32")
    if b"\0" in data[:4]:
        return Refusal(Kind.ENCODING, "UTF-16/UTF-32, BOM?")
    if data.startswith(b"\x4c\x6f\xa7\x94"):
        return Refusal(Kind.ENCODING, "EBCDIC")
    body = data[3:] if data.startswith(_UTF8_BOM) else data
    declared = _declared(body)
    if declared is None or declared[0].lower() == "utf-8":
        return _without_blanks(body)
    name, start, end = declared
    if not _PLAIN.fullmatch(name) or body is not data:
        return Refusal(Kind.ENCODING, name)
    try:
        text = body.decode(name)
    except (UnicodeDecodeError, LookupError):
        return Refusal(Kind.ENCODING, name)
    blank = Refusal(Kind.FOREIGN_ENCODING, name, 1, 1)
    return _without_blanks(_redeclared(text, start, end), blank)


def _from_utf16(data: bytes) -> Plain | Refusal:
    try:
        text = data[2:].decode(_UTF16_BOMS[data[:2]])
    except UnicodeDecodeError:
        return Refusal(Kind.ENCODING, "UTF-16?")
    declared = _declared(text[:300].encode("utf-8", "replace"))
    if declared is None:
        return _without_blanks(text.encode())
    name, start, end = declared
    if name.lower() != "utf-16":
        return Refusal(Kind.ENCODING, f"UTF-16, encoding=“{name}”")
    return _without_blanks(_redeclared(text, start, end))


def _declared(body: bytes) -> tuple[str, int, int] | None:
    """The name in the XML declaration, and where its quoted value starts and ends."""
    blank = _BLANK.match(body)
    match = _DECLARED.match(body, blank.end() if blank else 0)
    if match is None:
        return None
    return match[1].decode("latin-1"), match.start(1) - 1, match.end(1) + 1


def _redeclared(text: str, start: int, end: int) -> bytes:
    """The text in UTF-8, declaring so in just as many characters: columns stay true.

    The one shorter name, “utf8”, shifts them by one in the declaration's own line.
    """
    return (text[:start] + '"UTF-8"'.ljust(end - start) + text[end:]).encode()


def _without_blanks(xml: bytes, *refusals: Refusal) -> Plain:
    """Without white space before an XML declaration: a fault, yet one that hides nothing."""
    blank = _BLANK.match(xml)
    if blank is None or not (_UTF8_BOM in blank[0] or _DECLARATION.match(xml, blank.end())):
        return Plain(xml, refusals)
    before = Refusal(Kind.BEFORE_DECLARATION, blank[0].decode(), 1, 1)
    lines = blank[0].replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(_UTF8_BOM, b".").split(b"\n")
    return Plain(xml[blank.end() :], (*refusals, before), len(lines), len(lines[-1]) + 1)
