"""R-3.2.5: names are compared byte for byte, so two that only look the same deserve a warning."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.context import Circumstances
from samllint.entity import EntityDescriptor, Where
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text, shown


def in_a_register(md: EntityDescriptor, circumstances: Circumstances) -> bool:
    return bool(circumstances.context.registered_entity_ids)


@rule(
    id="entity-id-look-alike",
    clauses=(),
    severity=Severity.WARNING,
    title=Text(
        sk="entityID sa nedá zameniť s iným zaregistrovaným",
        en="The entityID cannot be mistaken for another registered one",
    ),
    why=Text(
        sk="Mená, ktoré sa líšia iba veľkosťou písmen alebo lomkou na konci, si ľudia mýlia.",
        en="People mistake names for one another that differ only in case or in a slash at the end.",
    ),
    needs=Needs.ENTITY,
    applies=in_a_register,
    good="https://sp.example beside https://other.example",
    bad="https://sp.example beside https://sp.example/",
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    entity_id = md.entity_id or ""
    for other in sorted(circumstances.context.registered_entity_ids):
        if other == entity_id or silhouette(other) != silhouette(entity_id):
            continue
        yield Defect(
            where=Where(md.where.node, "entityID"),
            found=shown(entity_id),
            expected=Text(
                sk="meno, ktoré sa od iných zreteľne líši", en="a name that clearly differs from others"
            ),
            message=Text(
                sk=f"entityID „{shown(entity_id)}“ vyzerá ako už zaregistrované „{shown(other)}“.",
                en=(
                    f"The entityID “{shown(entity_id)}” looks like “{shown(other)}”, which is registered"
                    f" already."
                ),
            ),
            remedy=Text(
                sk="Ak ide o tú istú službu, použite presne zaregistrovaný zápis a podajte žiadosť o zmenu.",
                en="If it is the same service, write it exactly as registered and file a change.",
            ),
        )


def silhouette(entity_id: str) -> str:
    """What is left of a name when case, the port 443 and slashes at the end are overlooked."""
    return entity_id.strip().lower().rstrip("/").removesuffix(":443").rstrip(".")
