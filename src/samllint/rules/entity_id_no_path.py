"""R-3.2.5, the path. On the integration environment names with a path are registered (R-3.9)."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.context import Circumstances
from samllint.entity import EntityDescriptor, Where
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.rules.entity_id_form import meant, reasons
from samllint.text import Text, same, shown
from samllint.url import split_authority


def is_a_url(md: EntityDescriptor, circumstances: Circumstances) -> bool:
    return "://" in (md.entity_id or "")


@rule(
    id="entity-id-no-path",
    clauses=("3.2.5",),
    severity=Severity.ERROR,
    title=Text(sk="Za názvom servera v entityID nie je nič", en="Nothing follows the host in the entityID"),
    quote="Unikátna hodnota atribútu „entityID“ v tvare „https://example.com“;",
    why=Text(
        sk="https://sp.example a https://sp.example/ sú dva rôzni poskytovatelia, hoci vyzerajú rovnako.",
        en="https://sp.example and https://sp.example/ are two different providers that look the same.",
    ),
    needs=Needs.ENTITY,
    applies=is_a_url,
    good='entityID="https://sp.example"',
    bad='entityID="https://sp.example/"\nentityID="https://sp.example/saml/metadata"',
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    entity_id = md.entity_id or ""
    authority, rest = split_authority(entity_id)
    path = rest.split("?")[0].split("#")[0]
    if not path:
        return
    without = f"{entity_id.partition('://')[0]}://{authority}"
    if any(True for _ in reasons(without)):
        without = meant(entity_id)  # else whoever follows this remedy meets entity-id-form next
    yield Defect(
        where=Where(md.where.node, "entityID"),
        found=shown(entity_id),
        expected=same(shown(without)),
        message=Text(
            sk=f"entityID je „{shown(entity_id)}“: za názvom servera nasleduje „{shown(path)}“.",
            en=f"The entityID is “{shown(entity_id)}”: the host is followed by “{shown(path)}”.",
        ),
        remedy=Text(
            sk=f'Skráťte ho na entityID="{shown(without)}"; rovnakú hodnotu nastavte vo svojej službe.',
            en=f'Shorten it to entityID="{shown(without)}", and set the same value in your service.',
        ),
    )
