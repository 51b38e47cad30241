"""What libxml2 says about a departure from the schema, in two languages, with the way to mend it.

Five mistakes make up nearly all of them: an element that is not expected there, one that is missing,
an attribute that is missing, one that is not allowed, and a value that does not fit. Anything else
is quoted.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from samllint.namespaces import shortened
from samllint.text import Language, Text, shown


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
        "Presuňte alebo odstráňte element {name}.{order}",
        "Move or remove the element {name}.{order}",
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
        "Doplňte chýbajúci element.{order_inside}",
        "Add the missing element.{order_inside}",
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
        # A well-made identifier is refused for one reason only.
        re.compile(
            rf"{_NAME}, attribute '(?P<attribute>[^']+)': '(?P<value>[^\W\d][\w.-]*)'"
            r" is not a valid value of the atomic type 'xs:ID'\."
        ),
        "{attribute}={value}",
        "iný identifikátor",
        "another identifier",
        "Identifikátor „{value}“ má v dokumente už iný element.",
        "Another element of the document has the identifier “{value}” already.",
        "Dajte elementu {name} iný identifikátor, alebo atribút {attribute} odstráňte.",
        "Give the element {name} another identifier, or remove the attribute {attribute}.",
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
        "{howto}",
        "{howto}",
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
    _Sentence(
        re.compile(
            rf"{_NAME}(?:, attribute '(?P<attribute>[^']+)')?: \[facet 'maxLength'\]"
            r" The value '(?P<value>.*)' has a length of '(?P<length>\d+)';"
            r" this exceeds the allowed maximum length of '(?P<limit>\d+)'\.",
            re.DOTALL,
        ),
        "{value}",
        "najviac {limit} znakov",
        "at most {limit} characters",
        "Hodnota „{value}“ má {length} znakov; schéma dovoľuje najviac {limit}.",
        "The value “{value}” has {length} characters; the schema allows at most {limit}.",
        "Skráťte hodnotu najviac na {limit} znakov.",
        "Shorten the value to at most {limit} characters.",
    ),
    _Sentence(
        re.compile(
            r"Element '(?P<name>(?:\w+:)?RoleDescriptor)', attribute '[^']+': The QName value"
            r" '(?P<value>.*)' of the xsi:type attribute does not resolve to a type definition\."
        ),
        "{value}",
        "typ zo schémy SAML",
        "a type of the SAML schema",
        "Typ {value}, ktorý element {name} uvádza v xsi:type, schéma SAML nepozná.",
        "The SAML schema has no type {value}, which the element {name} states in xsi:type.",
        "Vymažte celý element {name}: AD FS tak vypisuje roly WS-Federation, ktoré do registra nepatria.",
        "Delete the whole element {name}: AD FS writes roles of WS-Federation so, which do not belong here.",
    ),
    _Sentence(
        re.compile(rf"{_NAME}: No matching global declaration available for the validation root"),
        "{name}",
        "md:EntityDescriptor",
        "md:EntityDescriptor",
        "Schéma nepozná dokument, ktorého koreňom je {name}.",
        "The schema knows no document whose root is {name}.",
        "Opravte najprv koreň dokumentu alebo jeho menný priestor.",
        "First mend the root of the document, or its namespace.",
    ),
)


# What each parent holds, in order; the optional rest, which the guide does not speak of, is left out.
_ORDERS = {
    "EntityDescriptor": ("Signature", "Extensions", "SPSSODescriptor", "Organization", "ContactPerson"),
    "SPSSODescriptor": ("KeyDescriptor", "SingleLogoutService", "NameIDFormat", "AssertionConsumerService"),
    "KeyDescriptor": ("KeyInfo", "EncryptionMethod"),
    "Organization": ("OrganizationName", "OrganizationDisplayName", "OrganizationURL"),
    "ContactPerson": ("Company", "GivenName", "SurName", "EmailAddress", "TelephoneNumber"),
}
_URI = Text(
    sk="Napíšte ju ako platnú adresu (RFC 3986): bez medzier, port je číslo, za znakom % sú dve"
    " šestnástkové číslice.",
    en="Write it as a valid address (RFC 3986): no blanks, the port is a number, two hexadecimal digits"
    " follow each %.",
)
_BASE64 = Text(
    sk="Ponechajte medzi značkami iba Base64 s výplňou (=): bez riadkov -----BEGIN/END----- a iných znakov.",
    en="Leave nothing between the tags but Base64 with padding (=): no -----BEGIN/END----- lines.",
)
_TYPES = {
    "xs:anyURI": _URI,
    "md:entityIDType": _URI,
    "xs:base64Binary": _BASE64,
    "ds:CryptoBinary": _BASE64,
    "ds:DigestValueType": _BASE64,
    "xs:dateTime": Text(
        sk="Napíšte dátum a čas v tvare 2030-01-31T12:00:00Z.",
        en="Write date and time in the form 2030-01-31T12:00:00Z.",
    ),
    "xs:duration": Text(
        sk="Napíšte trvanie v tvare PT12H (12 hodín) alebo P1D (jeden deň).",
        en="Write the duration in the form PT12H (12 hours) or P1D (one day).",
    ),
    "xs:boolean": Text(sk="Napíšte true alebo false, malými písmenami.",
                       en="Write true or false, in lower case."),
    "xs:unsignedShort": Text(sk="Napíšte celé číslo od 0 do 65535.",
                             en="Write a whole number from 0 to 65535."),
    "xs:ID": Text(
        sk="Napíšte identifikátor, ktorý sa začína písmenom alebo _ a nemá medzery ani dvojbodky.",
        en="Write an identifier that begins with a letter or _ and has no blanks or colons.",
    ),
}  # fmt: skip
_OTHER = re.compile(r"##other\S*?\*")
_OTHER_NAMESPACE = Text(sk="element iného menného priestoru", en="an element of another namespace")


def translated(words: str) -> Words:
    """The finding's words for one of libxml2's sentences."""
    words = shortened(words)
    for sentence in _SENTENCES:
        if match := sentence.pattern.match(words):
            found, expected_sk, expected_en, sk, en, remedy_sk, remedy_en = sentence[1:]
            slovak, english = _groups(match, "sk"), _groups(match, "en")
            return Words(
                found.format(**english),
                Text(expected_sk.format(**slovak), expected_en.format(**english)),
                Text(sk.format(**slovak), en.format(**english)),
                Text(remedy_sk.format(**slovak), remedy_en.format(**english)),
            )
    words = shown(words, 300)
    return Words(
        words,
        Text(sk="dokument podľa schémy", en="a document that follows the schema"),
        Text(sk=f"Dokument nezodpovedá schéme. Správa nástroja libxml2: {words}",
             en=f"The document departs from the schema. libxml2 says: {words}"),
        Text(sk="Opravte uvedené miesto a overte dokument: samllint check sp.xml",
             en="Mend that place and check the document: samllint check sp.xml"),
    )  # fmt: skip


def _groups(match: re.Match[str], language: Language) -> dict[str, str]:
    """What the templates of one language may name."""
    found = {name: value or "" for name, value in match.groupdict().items()}
    kind = found.get("type", "")
    if "list" in found:
        found["list"] = _OTHER.sub(_OTHER_NAMESPACE.to(language), found["list"])
    groups = {name: shown(value) for name, value in found.items()}
    groups["order"] = _order(found["name"]).to(language)
    groups["order_inside"] = _order_inside(found["name"].rpartition(":")[2]).to(language)
    groups["howto"] = _TYPES.get(kind, _by_type(kind)).to(language)
    return groups


def _order(name: str) -> Text:
    """Where the element belongs, as a further sentence; nothing if that is not known."""
    local = name.rpartition(":")[2]
    return _order_inside(next((parent for parent, children in _ORDERS.items() if local in children), ""))


def _order_inside(parent: str) -> Text:
    if parent not in _ORDERS:
        return Text("", "")
    listed = ", ".join(_ORDERS[parent])
    return Text(sk=f" Poradie v {parent}: {listed}.", en=f" The order in {parent}: {listed}.")


def _by_type(kind: str) -> Text:
    return Text(
        sk=f"Opravte hodnotu podľa typu {kind} (https://www.w3.org/TR/xmlschema-2/).",
        en=f"Mend the value to fit the type {kind} (https://www.w3.org/TR/xmlschema-2/).",
    )
