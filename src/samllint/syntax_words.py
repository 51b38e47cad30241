"""What libxml2 says of a document that is not well-formed, in the words of people who write no parsers.

Only the commonest sentences have a translation; any other is quoted as it is.
"""

from __future__ import annotations

import re

from samllint.text import Text

NO_START_TAG = "Start tag expected"
# A pattern of libxml2's sentence → what to say; \1, \2 are what the pattern found.
_SYNTAX: tuple[tuple[str, str, str], ...] = (
    (
        r"Opening and ending tag mismatch: (\S+) line \d+ and (\S+)",
        r"Element \1 sa nezatvára: na jeho mieste stojí </\2>.",
        r"Element \1 is not closed: </\2> stands in its place.",
    ),
    (
        r"Premature end of data in tag (\S+)",
        r"Súbor sa končí skôr, než sa zatvoril element \1.",
        r"The file ends before the element \1 is closed.",
    ),
    (
        r"XML or text declaration not at start of entity|XML declaration allowed only at the start",
        r"XML deklarácia (<?xml …?>) nestojí na začiatku súboru.",
        r"The XML declaration (<?xml …?>) is not at the start of the file.",
    ),
    (
        r"Input is not proper UTF-8|Invalid bytes in character encoding|not proper UTF-8",
        r"Súbor obsahuje bajty, ktoré nie sú platným UTF-8.",
        r"The file holds bytes that are not valid UTF-8.",
    ),
    (
        r"AttValue: \" or ' expected",
        r"Hodnota atribútu nie je v úvodzovkách.",
        r"An attribute's value is not in quotation marks.",
    ),
    (
        r"Attribute (\S+) redefined",
        r"Atribút \1 je v elemente dvakrát.",
        r"The attribute \1 stands twice in an element.",
    ),
    (
        r"Namespace prefix (\S+)(?: for \S+)? on \S+ is not defined|Namespace prefix (\S+) .*not defined",
        r"Prefix \1 nemá deklarovaný menný priestor (xmlns:\1).",
        r"The prefix \1 has no namespace declared (xmlns:\1).",
    ),
    (
        r"Entity '(.+)' not defined",
        r"Entita &\1; nie je definovaná; XML pozná iba &amp; &lt; &gt; &quot; &apos;.",
        r"The entity &\1; is not defined; XML knows &amp; &lt; &gt; &quot; &apos; only.",
    ),
    (
        r"EntityRef: expecting ';'|xmlParseEntityRef: no name",
        r"Znak & v texte alebo v adrese sa musí zapísať ako &amp;.",
        r"The character & in a text or an address must be written &amp;.",
    ),
    (
        r"Extra content at the end of the document",
        r"Za koreňovým elementom stojí ešte niečo ďalšie.",
        r"Something stands after the root element.",
    ),
    (
        r"Start tag expected, '<' not found|Document is empty",
        r"Súbor sa nezačína značkou „<“, nie je to XML.",
        r"The file does not begin with “<”: it is not XML.",
    ),
    (
        r"(?:xmlParseCharRef|PCDATA) invalid|invalid xmlChar value|Char 0x\w+ out of allowed range"
        r"|[Ii]nvalid character in ",
        r"Súbor obsahuje riadiaci znak, ktorý XML nedovoľuje.",
        r"The file holds a control character that XML does not allow.",
    ),
    (
        r"Unescaped '<' not allowed in attributes values",
        r"Znak < v hodnote atribútu sa musí zapísať ako &lt;; možno pred ním chýba koncová úvodzovka.",
        r"The character < in an attribute must be written &lt;; maybe a closing quotation mark is missing.",
    ),
    (
        r"attributes construct error",
        r"Medzi atribútmi chýba medzera, alebo je v značke znak, ktorý tam nepatrí.",
        r"A blank is missing between attributes, or the tag holds a character that has no place there.",
    ),
    (
        r"Specification mandates? value for attribute (\S+)",
        r"Atribút \1 nemá hodnotu.",
        r"The attribute \1 has no value.",
    ),
    (
        r"expected '>'|Couldn't find end of Start Tag (\S+)",
        r"Značka nie je ukončená znakom >; súbor sa možno skrátil.",
        r"A tag does not end with >; maybe the file was cut short.",
    ),
    (
        r"StartTag: invalid element name",
        r"Za znakom < nenasleduje meno elementu; samotný znak < sa zapisuje ako &lt;.",
        r"No element's name follows the character <; by itself it is written &lt;.",
    ),
    (
        r"Comment not terminated|Comment must not contain|Double hyphen within comment",
        r"V komentári (<!-- … -->) stojí --, alebo komentár nie je ukončený.",
        r"A comment (<!-- … -->) holds --, or does not end.",
    ),
    (
        r"Sequence '\]\]>' not allowed in content",
        r"V texte nesmie stáť ]]>; znak > v ňom zapíšte ako &gt;.",
        r"Text must not hold ]]>; write the character > in it as &gt;.",
    ),
    (
        r"Unsupported version|Malformed declaration|Invalid XML encoding name|Invalid PI name",
        r'XML deklarácia nie je správna; má znieť <?xml version="1.0" encoding="UTF-8"?>.',
        r'The XML declaration is wrong; it should read <?xml version="1.0" encoding="UTF-8"?>.',
    ),
    (
        r"Excessive depth",
        r"Elementy sú do seba vnorené príliš hlboko (viac než 256).",
        r"Elements are nested too deeply (more than 256).",
    ),
)

_COMPILED = tuple((re.compile(pattern), sk, en) for pattern, sk, en in _SYNTAX)


def translated(words: str) -> Text:
    """A sentence about a document that is not well-formed."""
    for pattern, sk, en in _COMPILED:
        if match := pattern.search(words):
            return Text(sk=_filled(sk, match), en=_filled(en, match))
    return Text(
        sk=f"Dokument nie je „well formed XML“. Správa nástroja libxml2: {words}",
        en=f"The document is not well-formed XML. libxml2 says: {words}",
    )


def _filled(sentence: str, match: re.Match[str]) -> str:
    """The sentence with \\1, \\2 … in place; a group that took no part falls to the next that did."""
    groups = [group for group in match.groups() if group is not None]
    for number, group in enumerate(groups, start=1):
        sentence = sentence.replace(f"\\{number}", group)
    return sentence
