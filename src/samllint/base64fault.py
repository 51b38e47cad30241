"""What can be wrong with the form's Base64 field, each mistake with its own sentences (R-B64)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from samllint.context import Circumstances
from samllint.report import Finding, Place, Severity
from samllint.rule import Defect, Needs, Rule, always
from samllint.text import Text

RULE_ID = "base64-field"
CLAUSES = ("4.1.6", "5.1.5")
TITLE = Text(
    sk="Pole formulára obsahuje Base64 s výplňou (padding) práve jedného súboru",
    en="The form's field holds Base64 with padding of exactly one file",
)
_EXPECTED = Text(
    sk="Base64 s výplňou (padding), štandardná abeceda A–Z a–z 0–9 + /",
    en="Base64 with padding, standard alphabet A–Z a–z 0–9 + /",
)
_ENCODE = Text(
    sk="Zakódujte súbor znova, jedenkrát: base64 -w0 sp.xml"
    ' (Windows PowerShell: [Convert]::ToBase64String([IO.File]::ReadAllBytes("sp.xml")))',
    en="Encode the file anew, once: base64 -w0 sp.xml"
    ' (Windows PowerShell: [Convert]::ToBase64String([IO.File]::ReadAllBytes("sp.xml")))',
)


def _judged_with_the_form(field: bytes, circumstances: Circumstances) -> Iterable[Defect]:
    """Never asked: `samllint.form` judges the field, before there is a document for rules to look at."""
    return ()


# Not one of `rules.every()`, which judge documents: it is here to be listed and explained like them.
RULE = Rule(
    id=RULE_ID,
    clauses=CLAUSES,
    severity=Severity.ERROR,
    title=TITLE,
    quote="celý obsah validného XML súboru SAML SP metadát je potrebné zakódovať do Base64"
    " („Base64 with padding“)",
    why=Text(
        sk="Čo sa nedá dekódovať práve jedným spôsobom, dva programy čítajú rôzne; uložia sa presne tie"
        " bajty, ktoré boli zakódované.",
        en="What cannot be decoded in exactly one way is read differently by two programs; stored are exactly"
        " the bytes that were encoded.",
    ),
    needs=Needs.BYTES,
    check=_judged_with_the_form,
    applies=always,
    good="PGE+PC9hPg==",
    bad="PGE-PC9hPg",
)


class FieldFault(StrEnum):
    """Why the field is refused."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    XML_ITSELF = "xml-itself"
    DATA_URL = "data-url"
    PEM_ARMOUR = "pem-armour"
    PRIVATE_KEY = "private-key"
    URL_SAFE_ALPHABET = "url-safe-alphabet"
    FOREIGN_CHARACTER = "foreign-character"
    MISPLACED_PADDING = "misplaced-padding"
    CUT_OFF = "cut-off"
    NO_PADDING = "no-padding"
    TRAILING_BITS = "trailing-bits"
    DOUBLE_ENCODING = "double-encoding"


@dataclass(frozen=True, slots=True)
class _Words:
    """`{found}` stands for the found value."""

    message: Text
    remedy: Text = _ENCODE
    shown: str = "{found}"  # the finding's found value


def finding_of(fault: FieldFault, place: Place | None, found: str) -> Finding:
    """The fault as a finding; `found` is the character, count or beginning that shows it."""
    words = _WORDS[fault]
    visible = found if found.isprintable() else ascii(found)
    return Finding(
        rule_id=RULE_ID,
        severity=Severity.ERROR,
        place=place,
        found=words.shown.format(found=visible),
        expected=_EXPECTED,
        message=Text(sk=words.message.sk.format(found=visible), en=words.message.en.format(found=visible)),
        remedy=words.remedy,
    )


def white_space_notice(count: int, place: Place) -> Finding:
    """White space is passed over: the finding says so, since the guide's field has none."""
    return Finding(
        rule_id=RULE_ID,
        severity=Severity.NOTICE,
        place=place,
        found=f"{count} × white space",
        expected=_EXPECTED,
        message=Text(
            sk=f"Pole obsahuje biele znaky (počet: {count}); boli vynechané.",
            en=f"The field holds white space ({count} characters); it was passed over.",
        ),
        remedy=Text(
            sk="Netreba nič meniť. Bez zalomení riadkov: base64 -w0 sp.xml",
            en="Nothing need be changed. Without line breaks: base64 -w0 sp.xml",
        ),
    )


_WORDS = {
    FieldFault.EMPTY: _Words(
        Text(sk="Pole s metadátami je prázdne.", en="The field for metadata is empty."),
        Text(
            sk="Vložte obsah súboru metadát v Base64: base64 -w0 sp.xml",
            en="Put in the metadata file in Base64: base64 -w0 sp.xml",
        ),
        shown="(empty)",
    ),
    FieldFault.TOO_LONG: _Words(
        Text(
            sk="Pole je príliš dlhé ({found} znakov); metadáta jedného poskytovateľa majú niekoľko tisíc.",
            en="The field is too long ({found} characters); one provider's metadata takes a few thousand.",
        ),
        Text(
            sk="Vložte iba EntityDescriptor svojho poskytovateľa služieb.",
            en="Put in only your own service provider's EntityDescriptor.",
        ),
    ),
    FieldFault.XML_ITSELF: _Words(
        Text(
            sk="V poli je priamo XML, nie jeho zápis v Base64.",
            en="The field holds the XML itself, not its Base64.",
        ),
        shown="<",
    ),
    FieldFault.DATA_URL: _Words(
        Text(
            sk="Pole začína ako adresa „data:“; pred Base64 nesmie byť nič.",
            en="The field begins as a “data:” URL; nothing may stand before the Base64.",
        ),
        Text(
            sk="Odstráňte všetko až po čiarku vrátane („data:…;base64,“).",
            en="Remove everything up to and including the comma (“data:…;base64,”).",
        ),
        shown="data:",
    ),
    FieldFault.PEM_ARMOUR: _Words(
        Text(
            sk="Pole obsahuje riadok „-----BEGIN …-----“ (PEM): certifikát alebo výstup certutil.",
            en="The field has a line “-----BEGIN …-----” (PEM): a certificate, or what certutil writes.",
        ),
        shown="-----BEGIN",
    ),
    FieldFault.PRIVATE_KEY: _Words(
        Text(
            sk="Pole obsahuje súkromný kľúč! Nikam ho neposielajte.",
            en="The field holds a private key! Send it nowhere.",
        ),
        Text(
            sk="Kľúč považujte za prezradený: vytvorte nový pár kľúčov (samllint new …)"
            " a do poľa vložte iba metadáta.",
            en="Take the key for disclosed: make a new pair (samllint new …)"
            " and put only metadata in the field.",
        ),
        shown="PRIVATE KEY",
    ),
    FieldFault.URL_SAFE_ALPHABET: _Words(
        Text(
            sk="Pole je v abecede Base64 pre adresy URL („{found}“ namiesto „+“ alebo „/“).",
            en="The field is in the URL-safe alphabet of Base64 (“{found}” instead of “+” or “/”).",
        ),
    ),
    FieldFault.FOREIGN_CHARACTER: _Words(
        Text(sk="Znak „{found}“ do Base64 nepatrí.", en="The character “{found}” has no place in Base64."),
    ),
    FieldFault.MISPLACED_PADDING: _Words(
        Text(
            sk="Znak „=“ stojí inde než na konci, alebo ich je priveľa; spojili sa dva texty Base64?",
            en="A “=” stands elsewhere than at the end, or there are too many; were two Base64 texts joined?",
        ),
        shown="=",
    ),
    FieldFault.CUT_OFF: _Words(
        Text(
            sk="Base64 je neúplné: {found} znakov nemôže byť celý súbor. Text sa pri kopírovaní skrátil.",
            en="The Base64 is incomplete: {found} characters cannot be a whole file. Copying cut it short.",
        ),
    ),
    FieldFault.NO_PADDING: _Words(
        Text(
            sk="Na konci Base64 chýba výplň (padding), teda znaky „=“.",
            en="The padding is missing: the “=” characters at the end of the Base64.",
        ),
        shown="{found} × =",
    ),
    FieldFault.TRAILING_BITS: _Words(
        Text(
            sk="Posledný znak Base64 („{found}“) nesie bity navyše; text sa pri prepise poškodil.",
            en="The last character of the Base64 (“{found}”) carries bits too many; the text was damaged.",
        ),
    ),
    FieldFault.DOUBLE_ENCODING: _Words(
        Text(
            sk="Obsah je zakódovaný do Base64 dvakrát.",
            en="The content is encoded in Base64 twice.",
        ),
    ),
}
