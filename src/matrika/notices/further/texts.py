"""The words of what goes to further addresses only. They are the product's own; the guide knows none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from matrika.core.days import to_the_minute
from matrika.core.filing import Kind
from matrika.core.labels import STATUSES
from matrika.core.lifecycle import Status
from matrika.notices.texts import FORM_NAMES, GREETING, SIGNATURE, Message, days

CONFIRMATION_SUBJECT = "Potvrdenie adresy pre správy registra autentifikačných certifikátov"
DIGEST_SUBJECT = "Týždenný prehľad z registra autentifikačných certifikátov"
MOST_LINES = 100  # of each list; a letter is no register


@dataclass(frozen=True, slots=True)
class EndingSoon:
    """One certificate in force that ends within the next sixty days."""

    entity_id: str
    fingerprint: str
    not_after: datetime
    days_left: int
    replaced_at: datetime | None
    form_address: str


@dataclass(frozen=True, slots=True)
class OpenFiling:
    """One filing that was not settled yet."""

    number: str
    kind: Kind
    entity_id: str
    status: Status
    address: str  # of its page


def confirmation(*, organisation: str, copies: bool, digest: bool, link: str) -> Message:
    wanted = {
        (True, True): "kópie správ a týždenný prehľad",
        (True, False): "kópie správ",
        (False, True): "týždenný prehľad",
    }[copies, digest]
    return Message(
        CONFIRMATION_SUBJECT,
        "\n\n".join(
            (
                GREETING,
                f"organizácia {organisation} chce na túto adresu dostávať {wanted} z registra"
                " autentifikačných certifikátov.",
                f"Ak s tým súhlasíte, potvrďte adresu do siedmich dní: {link}",
                "Ak nie, nemusíte robiť nič: bez potvrdenia na ňu nič ďalšie nepošleme.",
                SIGNATURE,
            )
        ),
    )


def digest(
    organisation: str, ending: Sequence[EndingSoon], filings: Sequence[OpenFiling], *, on: date
) -> Message:
    paragraphs = [GREETING, f"prehľad organizácie {organisation} ku dňu {on:%d.%m.%Y}."]
    if ending:
        paragraphs.append(f"CERTIFIKÁTY, KTORÝM DO 60 DNÍ KONČÍ PLATNOSŤ: {len(ending)}")
        paragraphs += map(_ends, ending[:MOST_LINES])
        paragraphs += _more(len(ending))
    if filings:
        paragraphs.append(f"OTVORENÉ ŽIADOSTI: {len(filings)}")
        paragraphs += map(_waits, filings[:MOST_LINES])
        paragraphs += _more(len(filings))
    return Message(DIGEST_SUBJECT, "\n\n".join((*paragraphs, SIGNATURE)))


def _ends(one: EndingSoon) -> str:
    when = f"o {days(one.days_left)}" if one.days_left else "dnes"
    mend = (
        f"Požiadajte o zmenu údajov: {one.form_address}"
        if one.replaced_at is None
        else f"Schválená žiadosť o zmenu údajov ho nahradí {to_the_minute(one.replaced_at)}."
    )
    ends = f"končí {when} ({to_the_minute(one.not_after)})"
    return f"{one.entity_id}\n{ends}\nodtlačok {one.fingerprint[:16]}…\n{mend}"


def _waits(one: OpenFiling) -> str:
    return f"{one.number}: {FORM_NAMES[one.kind]}\n{one.entity_id}\n{STATUSES[one.status].sk}: {one.address}"


def _more(count: int) -> list[str]:
    return [f"… a ďalšie, spolu {count}. Všetky nájdete na portáli registra."] if count > MOST_LINES else []
