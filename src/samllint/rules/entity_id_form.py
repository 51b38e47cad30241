"""R-3.2.5, all but the path: that is entity-id-no-path, which a profile may judge less severely."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samllint.context import Circumstances
from samllint.entity import EntityDescriptor, Where
from samllint.locations import FAULTS
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text, same, shown
from samllint.url import SCHEME, Address, NotAnAddress, parse, secured, split_authority

# A name in the DNS: labels of letters, digits and inner hyphens; IPv6 literals stand in brackets.
LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", re.IGNORECASE)


@rule(
    id="entity-id-form",
    clauses=("3.2.5",),
    severity=Severity.ERROR,
    title=Text(sk="entityID má tvar https://example.com", en="The entityID has the form https://example.com"),
    quote="Unikátna hodnota atribútu „entityID“ v tvare „https://example.com“;",
    why=Text(
        sk="entityID je meno poskytovateľa. Porovnáva sa znak po znaku, preto má jediný povolený zápis.",
        en="The entityID is the provider's name. It is compared byte for byte, so it has one spelling only.",
    ),
    needs=Needs.ENTITY,
    good='entityID="https://sp.example"\nentityID="https://sp.example:8443"',
    bad='entityID="http://sp.example"\nentityID="https://SP.example"\nentityID="https://user@sp.example"',
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    where = Where(md.where.node, "entityID" if md.entity_id is not None else "")
    found = md.entity_id or ""
    for wrong in reasons(found):
        example = shown(meant(found))
        yield Defect(
            where=where,
            found=shown(found),
            expected=same(example),
            message=Text(
                sk=f"entityID je „{shown(found)}“: {wrong.sk}.",
                en=f"The entityID is “{shown(found)}”: it {wrong.en}.",
            )
            if found
            else Text(sk="entityID chýba alebo je prázdne.", en="The entityID is missing or empty."),
            remedy=Text(
                sk=f'Uveďte https:// a názov servera malými písmenami, napríklad entityID="{example}".',
                en=f'Write https:// and the host in lower case, for example entityID="{example}".',
            ),
        )


def meant(entity_id: str) -> str:
    """The name that the writer most likely had in mind, if it can be guessed; else an example."""
    authority, _ = split_authority(secured(entity_id) or "")
    candidate = SCHEME + _in_ascii(authority.rstrip(":."))
    return "https://sp.example" if any(True for _ in reasons(candidate)) else candidate


def _in_ascii(authority: str) -> str:
    """With the xn--… form of a host with letters beyond ASCII, if it has one."""
    try:
        return authority.encode("idna").decode()
    except UnicodeError:
        return authority


def reasons(entity_id: str) -> Iterator[Text]:
    """Each thing that makes it another form than https://host[:port]; a path is not asked about here."""
    try:
        address = parse(entity_id)
    except NotAnAddress as wrong:
        yield FAULTS[wrong.fault]
        return
    yield from wrong_host(address)
    if address.port == "":
        yield Text(sk="za dvojbodkou chýba číslo portu", en="has a colon without a port behind it")
    if "?" in address.rest or "#" in address.rest:
        yield Text(sk="obsahuje parametre (?) alebo kotvu (#)", en="has a query (?) or a fragment (#)")


def wrong_host(address: Address) -> Iterator[Text]:
    if address.host != address.host.lower():
        yield Text(sk="názov servera nie je malými písmenami", en="has a host that is not in lower case")
    if address.host.startswith("["):
        return
    if not address.host.isascii():
        yield Text(
            sk="názov servera obsahuje iné písmená ako a až z, patrí sem jeho zápis xn--…",
            en="has a host with letters other than a to z, where its xn--… form belongs",
        )
    elif not all(LABEL.fullmatch(label) for label in address.host.split(".")):
        yield Text(
            sk="názov servera smie mať iba písmená, číslice, spojovníky a medzi nimi bodky",
            en="has a host that is not made of letters, digits, hyphens and dots between them",
        )
