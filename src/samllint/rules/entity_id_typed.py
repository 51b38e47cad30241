"""Guide 4.1/4 and R-4.6: what the form says and what the metadata says must be one name."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.context import Circumstances
from samllint.entity import EntityDescriptor, Where
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text, shown


def in_a_filing(md: EntityDescriptor, circumstances: Circumstances) -> bool:
    return circumstances.context.typed_entity_id is not None


@rule(
    id="entity-id-typed",
    clauses=("4.1.4",),
    severity=Severity.ERROR,
    title=Text(
        sk="entityID v metadátach je to isté ako vo formulári",
        en="The entityID in the metadata is the one in the form",
    ),
    quote=(
        "Do poľa Identifikátor poskytovateľa služieb uvedte používateľ hodnotu EntityID z metadát"
        " poskytovateľa služieb."
    ),
    why=Text(
        sk="Inak by sa zaregistroval iný poskytovateľ, než o akého žiadate.",
        en="Otherwise another provider would be registered than the one you ask for.",
    ),
    needs=Needs.ENTITY,
    applies=in_a_filing,
    good='form: https://sp.example, metadata: entityID="https://sp.example"',
    bad='form: https://sp.example, metadata: entityID="https://sp.example/"',
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    typed = circumstances.context.typed_entity_id or ""
    entity_id = md.entity_id or ""
    if entity_id == typed:
        return
    yield Defect(
        where=Where(md.where.node, "entityID" if md.entity_id is not None else ""),
        found=shown(entity_id),
        expected=Text(sk=shown(typed), en=shown(typed)),
        message=Text(
            sk=f"V metadátach je entityID „{shown(entity_id)}“, vo formulári „{shown(typed)}“.",
            en=f"The metadata says “{shown(entity_id)}”, the form says “{shown(typed)}”.",
        ),
        remedy=Text(
            sk="Skopírujte do poľa Identifikátor poskytovateľa služieb presnú hodnotu entityID z metadát.",
            en="Copy the exact entityID of the metadata into the field Identifikátor poskytovateľa služieb.",
        ),
    )
