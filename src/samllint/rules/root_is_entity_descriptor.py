"""Beyond the guide: the root is one EntityDescriptor."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.context import Circumstances
from samllint.document import Reading
from samllint.entity import Where
from samllint.report import Severity
from samllint.rule import Defect, Needs, gate
from samllint.text import Text

_EXPECTED = Text(
    sk="EntityDescriptor z urn:oasis:names:tc:SAML:2.0:metadata",
    en="EntityDescriptor of urn:oasis:names:tc:SAML:2.0:metadata",
)


@gate(
    id="root-is-entity-descriptor",
    clauses=(),
    severity=Severity.ERROR,
    title=Text(sk="Koreňom dokumentu je EntityDescriptor", en="The root of the document is EntityDescriptor"),
    why=Text(
        sk="Register vedie jedného poskytovateľa v jednom dokumente.",
        en="The register keeps one provider in one document.",
    ),
    needs=Needs.TREE,
    good='<EntityDescriptor entityID="https://sp.example">',
    bad="<EntitiesDescriptor><EntityDescriptor …/><EntityDescriptor …/></EntitiesDescriptor>",
)
def check(reading: Reading, circumstances: Circumstances) -> Iterator[Defect]:
    if reading.root_name is None or reading.entity is not None:
        return
    namespace, _, name = reading.root_name.rpartition("}")
    shown = f"{name} ({namespace[1:] or '–'})"
    message = Text(sk=f"Koreňom dokumentu je {shown}.", en=f"The root of the document is {shown}.")
    remedy = Text(
        sk="Pošlite dokument, ktorého koreňom je EntityDescriptor.",
        en="Send a document whose root is EntityDescriptor.",
    )
    if name == "EntitiesDescriptor":
        remedy = Text(
            sk="Toto je zoskupenie metadát. Pošlite z neho iba EntityDescriptor svojho poskytovateľa.",
            en="This is an aggregate. Send only your own provider's EntityDescriptor out of it.",
        )
    elif name == "EntityDescriptor" and namespace:
        remedy = Text(
            sk="Toto sú metadáta v inom mennom priestore, azda staršieho protokolu. Vyexportujte zo svojej"
            " služby metadáta SAML 2.0.",
            en="This is metadata in another namespace, maybe of an older protocol. Export SAML 2.0 metadata"
            " from your service.",
        )
    elif name == "EntityDescriptor":
        remedy = Text(
            sk='Uveďte menný priestor: xmlns="urn:oasis:names:tc:SAML:2.0:metadata".',
            en='State the namespace: xmlns="urn:oasis:names:tc:SAML:2.0:metadata".',
        )
    yield Defect(where=Where(reading.root), found=shown, expected=_EXPECTED, message=message, remedy=remedy)
