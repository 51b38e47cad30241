"""Own. Never more than a notice: the guide's own example 12345678 fails it, as do test identities."""

from __future__ import annotations

from collections.abc import Iterator
from operator import mul

from samllint.commands import COMMON_NAME
from samllint.context import Circumstances
from samllint.entity import EntityDescriptor, Where
from samllint.report import Severity
from samllint.rule import Defect, Needs, rule
from samllint.text import Text, same


def names_an_ico(md: EntityDescriptor, circumstances: Circumstances) -> bool:
    return any(True for _ in icos(md))


def icos(md: EntityDescriptor) -> Iterator[tuple[Where, str]]:
    """The IČO in each certificate's name; of a 12-digit number the IČO is the first eight digits."""
    for where, certificate in md.certificates():
        for name in certificate.common_names:
            match = COMMON_NAME.fullmatch(name)
            if match is not None:
                yield where, match["ico"][:8]


@rule(
    id="ico-check-digit",
    clauses=(),
    severity=Severity.NOTICE,
    title=Text(sk="Kontrolná číslica IČO súhlasí", en="The check digit of the IČO is right"),
    why=Text(
        sk=(
            "Nesprávna kontrolná číslica býva preklep. Testovacie IČO ju však nemajú, preto ide len o"
            " upozornenie."
        ),
        en=(
            "A wrong check digit is mostly a slip of the finger; test numbers have it too, so this is a"
            " notice."
        ),
    ),
    needs=Needs.CERTIFICATES,
    applies=names_an_ico,
    good="CN = ico-42156424",
    bad="CN = ico-12345678",
)
def check(md: EntityDescriptor, circumstances: Circumstances) -> Iterator[Defect]:
    for where, number in icos(md):
        right = number[:7] + check_digit(number)
        if number == right:
            continue
        yield Defect(
            where=where,
            found=number,
            expected=same(right),
            message=Text(
                sk=f"IČO {number} nemá správnu kontrolnú číslicu: mala by byť {right[-1]}.",
                en=f"The check digit of IČO {number} is wrong: it should be {right[-1]}.",
            ),
            remedy=Text(
                sk="Overte, či v IČO nie je preklep. Pri testovacej identite netreba nič meniť.",
                en="See whether the IČO is mistyped. For a test identity nothing need be changed.",
            ),
        )


def check_digit(number: str) -> str:
    """The eighth digit for the first seven: weights 8 to 2, modulo 11."""
    remainder = sum(map(mul, range(8, 1, -1), map(int, number))) % 11
    return str((11 - remainder) % 10)
