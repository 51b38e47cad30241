"""What libxml2 says about a departure from the schema, in two languages, with the way to mend it.

Five mistakes make up nearly all of them: an element that is not expected there, one that is missing,
an attribute that is missing, one that is not allowed, and a value that does not fit. Anything else
is quoted.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from samllint.namespaces import shortened
from samllint.text import Text


class Words(NamedTuple):
    """The parts of a finding."""

    found: str
    expected: Text
    message: Text
    remedy: Text


class _Sentence(NamedTuple):
    pattern: re.Pattern[str]
    found: str  # templates with the pattern's named groups
    expected_sk: str
    expected_en: str
    sk: str
    en: str
    remedy_sk: str
    remedy_en: str


_NAME = r"Element '(?P<name>[^']+)'"
_LIST = r"Expected is (?:one of )?\( (?P<list>.+) \)\."
_SENTENCES = (
    _Sentence(
        re.compile(rf"{_NAME}: This element is not expected\. {_LIST}"),
        "{name}",
        "na tomto mieste: {list}",
        "at this place: {list}",
        "Element {name} tu podľa schémy nemá čo stáť: buď tu nepatrí vôbec, alebo je v nesprávnom poradí.",
        "The schema has no {name} here: it does not belong there at all, or stands in the wrong order.",
        "Presuňte alebo odstráňte element {name}. Poradie v SPSSODescriptor: KeyDescriptor,"
        " SingleLogoutService, NameIDFormat, AssertionConsumerService.",
        "Move or remove the element {name}. The order in SPSSODescriptor: KeyDescriptor,"
        " SingleLogoutService, NameIDFormat, AssertionConsumerService.",
    ),
    _Sentence(
        re.compile(rf"{_NAME}: This element is not expected\."),
        "{name}",
        "nič ďalšie",
        "nothing more",
        "Element {name} tu podľa schémy nemá čo stáť.",
        "The schema has no {name} here.",
        "Odstráňte element {name}.",
        "Remove the element {name}.",
    ),
    _Sentence(
        re.compile(rf"{_NAME}: Missing child element\(s\)\. {_LIST}"),
        "{name}",
        "{list}",
        "{list}",
        "V elemente {name} chýba povinný element; môže nasledovať: {list}.",
        "The element {name} lacks an element it must have; what may follow: {list}.",
        "Doplňte chýbajúci element.",
        "Add the missing element.",
    ),
    _Sentence(
        re.compile(rf"{_NAME}: The attribute '(?P<attribute>[^']+)' is required but missing\."),
        "{name}",
        'atribút {attribute}="…"',
        'attribute {attribute}="…"',
        "Elementu {name} chýba povinný atribút {attribute}.",
        "The element {name} lacks the attribute {attribute}, which it must have.",
        "Doplňte atribút {attribute}.",
        "Add the attribute {attribute}.",
    ),
    _Sentence(
        re.compile(rf"{_NAME}, attribute '(?P<attribute>[^']+)': The attribute '[^']+' is not allowed\."),
        "{attribute}",
        "iba atribúty zo schémy",
        "attributes of the schema only",
        "Atribút {attribute} element {name} podľa schémy nemá; pozor na veľké a malé písmená.",
        "The schema has no attribute {attribute} on {name}; mind upper and lower case.",
        "Odstráňte atribút {attribute} alebo opravte jeho meno.",
        "Remove the attribute {attribute}, or mend its name.",
    ),
    _Sentence(
        re.compile(
            rf"{_NAME}(?:, attribute '(?P<attribute>[^']+)')?: \[facet 'enumeration'\]"
            r" The value '(?P<value>.*)' is not an element of the set \{(?P<list>.*)\}\.",
            re.DOTALL,
        ),
        "{value}",
        "{list}",
        "{list}",
        "Hodnota „{value}“ nie je z povolených: {list}.",
        "The value “{value}” is none of those allowed: {list}.",
        "Uveďte jednu z hodnôt: {list}.",
        "State one of the values: {list}.",
    ),
    _Sentence(
        re.compile(
            rf"{_NAME}(?:, attribute '(?P<attribute>[^']+)')?: '(?P<value>.*)' is not a valid value of the"
            r" (?:atomic|local atomic|list|union) type '(?P<type>[^']+)'\.",
            re.DOTALL,
        ),
        "{value}",
        "hodnota typu {type}",
        "a value of type {type}",
        "Hodnota „{value}“ nezodpovedá typu {type}.",
        "The value “{value}” does not fit the type {type}.",
        "Opravte hodnotu podľa typu {type} (https://www.w3.org/TR/xmlschema-2/).",
        "Mend the value to fit the type {type} (https://www.w3.org/TR/xmlschema-2/).",
    ),
    _Sentence(
        re.compile(rf"{_NAME}: Character content other than whitespace is not allowed"),
        "{name}",
        "iba elementy",
        "elements only",
        "V elemente {name} stojí text, schéma tam dovoľuje iba elementy.",
        "The element {name} holds text where the schema allows elements only.",
        "Odstráňte text medzi elementmi.",
        "Remove the text between the elements.",
    ),
)


def translated(words: str) -> Words:
    """The finding's words for one of libxml2's sentences."""
    words = shortened(words)
    for sentence in _SENTENCES:
        if match := sentence.pattern.match(words):
            groups = {name: _cut(value or "") for name, value in match.groupdict().items()}
            found, expected_sk, expected_en, sk, en, remedy_sk, remedy_en = (
                template.format(**groups) for template in sentence[1:]
            )
            return Words(found, Text(expected_sk, expected_en), Text(sk, en), Text(remedy_sk, remedy_en))
    words = _cut(words, 300)
    return Words(
        words,
        Text(sk="dokument podľa schémy", en="a document that follows the schema"),
        Text(sk=f"Dokument nezodpovedá schéme. Správa nástroja libxml2: {words}",
             en=f"The document departs from the schema. libxml2 says: {words}"),
        Text(sk="Opravte uvedené miesto a overte dokument: samllint check sp.xml",
             en="Mend that place and check the document: samllint check sp.xml"),
    )  # fmt: skip


def _cut(value: str, limit: int = 120) -> str:
    """A found value as far as a person needs it."""
    return value if len(value) <= limit else value[: limit - 1] + "…"
