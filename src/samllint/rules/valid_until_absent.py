"""Own (R, beyond the guide): even an end that is still to come is worth a warning."""

from __future__ import annotations

from collections.abc import Iterator

from samllint.context import Circumstances
from samllint.entity import EntityDescriptor
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text, shown
from samllint.valid_until import instant


@rule(
    id="valid-until-absent",
    clauses=(),
    severity=Severity.WARNING,
    title=Text(sk="Metadáta nemajú validUntil", en="The metadata has no validUntil"),
    why=Text(
        sk="V ten deň sa prihlasovanie zastaví, hoci certifikáty ešte platia, a nikto na to neupozorní.",
        en="On that day the log-in stops although the certificates are still valid, and nobody reminds you.",
    ),
    needs=Needs.ENTITY,
    good="<EntityDescriptor entityID=…>",
    bad='<EntityDescriptor validUntil="2030-01-01T00:00:00Z" entityID=…>',
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    for end in md.ends():
        try:
            if instant(end.text) <= circumstances.at:
                continue  # valid-until-after-effective-date says more about it
        except ValueError:
            continue
        found = shown(end.text)
        yield Defect(
            where=end.where,
            found=found,
            expected=Text(sk="bez validUntil", en="no validUntil"),
            message=Text(
                sk=f"Metadáta majú validUntil „{found}“: vtedy prestanú platiť bez ohľadu na certifikáty.",
                en=f"The metadata has validUntil “{found}”: it ends then, whatever the certificates say.",
            ),
            remedy=Text(
                sk="Vymažte atribút validUntil; koniec platnosti určujú certifikáty.",
                en="Delete the validUntil attribute; the certificates say when it ends.",
            ),
        )
