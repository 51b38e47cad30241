"""Own (R, beyond the guide). validUntil on a role counts too: whoever reads it drops the role."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text, moment, shown
from samllint.valid_until import instant


def has_an_end(md: EntityDescriptor, circumstances: Circumstances) -> bool:
    return any(True for _ in md.ends())


@rule(
    id="valid-until-after-effective-date",
    clauses=(),
    severity=Severity.ERROR,
    title=Text(
        sk="validUntil, ak je uvedené, je po dni účinnosti",
        en="validUntil, if there is one, lies after the effective date",
    ),
    why=Text(
        sk="Metadáta, ktorých platnosť sa skončila, programy odmietnu: nikto by sa neprihlásil.",
        en="Software refuses metadata that has ended: nobody could log in.",
    ),
    needs=Needs.ENTITY,
    applies=has_an_end,
    good="<EntityDescriptor entityID=…>",
    bad='<EntityDescriptor validUntil="2020-01-01T00:00:00Z" entityID=…>',
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    for end in md.ends():
        found, effective = shown(end.text), moment(circumstances.at)
        try:
            if instant(end.text) > circumstances.at:
                continue
        except ValueError:
            message = Text(
                sk=f"validUntil je „{found}“, čo nie je dátum a čas.",
                en=f"validUntil is “{found}”, which is no date and time.",
            )
        else:
            message = Text(
                sk=f"validUntil je „{found}“, teda metadáta v deň účinnosti ({effective.sk}) už neplatia.",
                en=(
                    f"validUntil is “{found}”, so the metadata has ended by the effective date"
                    f" ({effective.en})."
                ),
            )
        yield Defect(
            where=end.where,
            found=found,
            expected=Text(
                sk=f"po {effective.sk}, najlepšie nič", en=f"after {effective.en}, or best nothing"
            ),
            message=message,
            remedy=Text(
                sk="Vymažte atribút validUntil; koniec platnosti určujú certifikáty.",
                en="Delete the validUntil attribute; the certificates say when it ends.",
            ),
        )
