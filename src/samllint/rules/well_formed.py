"""R-3.2.4: well-formed XML; what was sent instead of it is named."""

from __future__ import annotations

from collections.abc import Iterator

from samllint import syntax_words
from samllint.context import Circumstances
from samllint.document import Reading
from samllint.entity import Spot
from samllint.report import Severity
from samllint.rule import Defect, Needs, gate
from samllint.text import Text
from samllint.unreadable import Kind, Refusal

_EXPECTED = Text(sk="well formed XML", en="well-formed XML")
_FETCH = Text(
    sk="Pošlite samotný XML súbor metadát, ako ho vydáva váš poskytovateľ služieb.",
    en="Send the XML file of the metadata itself, as your service provider issues it.",
)
# What was sent, in one sentence, and what to do about it.
_INSTEAD: dict[Kind, tuple[Text, Text]] = {
    Kind.EMPTY: (Text(sk="Dokument je prázdny.", en="The document is empty."), _FETCH),
    Kind.PRIVATE_KEY: (
        Text(
            sk="Toto je súkromný kľúč, nie metadáta. Kľúč, ktorý opustil váš server, už nie je súkromný.",
            en="This is a private key, not metadata. A key that has left your server is no longer private.",
        ),
        Text(
            sk="Kľúč už nepoužívajte. Vytvorte nový pár: samllint new --help",
            en="Do not use the key any more. Make a new pair: samllint new --help",
        ),
    ),
    Kind.PEM: (
        Text(
            sk="Toto je súbor PEM (certifikát alebo kľúč), nie metadáta.",
            en="This is a PEM file (a certificate or a key), not metadata.",
        ),
        Text(
            sk="Certifikát vložte do elementu X509Certificate metadát a pošlite metadáta.",
            en="Put the certificate into an X509Certificate element of the metadata and send the metadata.",
        ),
    ),
    Kind.HTML: (
        Text(
            sk="Toto je stránka HTML, nie metadáta: zrejme prihlasovacia alebo chybová stránka.",
            en="This is an HTML page, not metadata: probably a log-in or an error page.",
        ),
        Text(
            sk="Stiahnite metadáta znova: curl -fo sp.xml https://vas-poskytovatel.example/metadata",
            en="Fetch the metadata again: curl -fo sp.xml https://your-provider.example/metadata",
        ),
    ),
    Kind.BASE64: (
        Text(
            sk="Toto je text v Base64, nie XML: metadáta sú zakódované.",
            en="This is Base64 text, not XML: the metadata is encoded.",
        ),
        Text(sk="Dekódujte ho: base64 -d sp.b64 > sp.xml", en="Decode it: base64 -d sp.b64 > sp.xml"),
    ),
    Kind.DOUBLE_BASE64: (
        Text(
            sk="Toto je text zakódovaný do Base64 dvakrát, nie XML.",
            en="This is text in Base64 twice over, not XML.",
        ),
        Text(
            sk="Dekódujte ho dvakrát: base64 -d sp.b64 | base64 -d > sp.xml",
            en="Decode it twice: base64 -d sp.b64 | base64 -d > sp.xml",
        ),
    ),
}


@gate(
    id="well-formed",
    clauses=("3.2.4",),
    severity=Severity.ERROR,
    title=Text(sk="Dokument je „well formed XML“", en="The document is well-formed XML"),
    quote="Registrované SAML metadáta musia byť „well formed XML“",
    why=Text(
        sk="Čo nie je „well formed“, to nijaký program neprečíta.",
        en="What is not well-formed no program will read.",
    ),
    needs=Needs.TREE,
    refusals=(*_INSTEAD, Kind.NOT_XML, Kind.NOT_WELL_FORMED),
    good='<md:EntityDescriptor entityID="https://sp.example" …',
    bad="<md:EntityDescriptor entityID=https://sp.example …",
)
def check(reading: Reading, circumstances: Circumstances) -> Iterator[Defect]:
    refusal = reading.refusal(*_INSTEAD, Kind.NOT_XML, Kind.NOT_WELL_FORMED)
    if refusal is None:
        return
    message, remedy = _sentences(refusal)
    yield Defect(
        where=Spot(refusal.line, refusal.column) if refusal.line else None,
        found=refusal.detail or refusal.kind.value,
        expected=_EXPECTED,
        message=message,
        remedy=remedy,
    )


def _sentences(refusal: Refusal) -> tuple[Text, Text]:
    if refusal.kind in _INSTEAD:
        return _INSTEAD[refusal.kind]
    if refusal.kind is Kind.NOT_XML:
        name = refusal.detail
        return Text(sk=f"Toto je {name}, nie XML.", en=f"This is {name}, not XML."), _FETCH
    if refusal.detail.startswith(syntax_words.NO_START_TAG):
        return syntax_words.translated(refusal.detail), _FETCH
    check_it = "xmllint --noout sp.xml"
    return syntax_words.translated(refusal.detail), Text(
        sk=f"Opravte zápis na uvedenom mieste a overte ho: {check_it}",
        en=f"Mend the notation at that place and check it: {check_it}",
    )
