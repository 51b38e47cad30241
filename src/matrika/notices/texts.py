"""The words of every message (guide §7.2, Fig. 15–17; R-8, R-8.2).

Users' mailbox automation matches on these sentences, so they are constants of the product and
not translations: no language setting touches them, and tests compare them byte for byte.
Where the guide shows a sentence it stands here unchanged; the kinds of R-8.2 and the reminder of
paper, for which it shows none, are the product's own, in the same manner of speaking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matrika.core.days import to_the_minute
from matrika.core.filing import Kind
from matrika.core.labels import KINDS

FORM_NAMES = {kind: text.sk for kind, text in KINDS.items()}

ACKNOWLEDGEMENT_SUBJECT = (
    "Potvrdenie prijatia žiadosti na spracovanie v Centrálnom registri autentifikačných certifikátov"
)
RESULT_SUBJECT = "Spracovanie požiadavky v registri autentifikačných certifikátov"
ERROR_SUBJECT = "Spracovanie požiadavky v registri autentifikačných certifikátov - Chyba"
INFORMATION_SUBJECT = "Výzva na doplnenie žiadosti v registri autentifikačných certifikátov"
PAPER_SUBJECT = "Pripomenutie listinnej žiadosti v registri autentifikačných certifikátov"
LAPSED_SUBJECT = "Zánik žiadosti v registri autentifikačných certifikátov"
REMINDER_SUBJECT = "Informácia o expirácii certifikátu poskytovateľa služieb"
DEACTIVATED_SUBJECT = "Deaktivácia poskytovateľa služieb v registri autentifikačných certifikátov"

GREETING = "Dobrý deň,"
SIGNATURE = "S pozdravom prevádzka portálu www.slovensko.sk"


class NoticeKind(StrEnum):
    """What a message is. The names of the guide's kinds are in GLOSSARY.md."""

    ACKNOWLEDGEMENT = "acknowledgement"
    RESULT = "result"
    ERROR_NOTICE = "error"
    INFORMATION_NEEDED = "information-needed"
    FILING_LAPSED = "filing-lapsed"
    PAPER_REMINDER = "paper-reminder"
    PROVIDER_DEACTIVATED = "provider-deactivated"
    EXPIRY_REMINDER = "expiry-reminder"
    WEEKLY_DIGEST = "weekly-digest"  # the last two go to further addresses, and into no mailbox
    ADDRESS_CONFIRMATION = "address-confirmation"


OF_MAILBOXES = [
    kind for kind in NoticeKind if kind not in (NoticeKind.WEEKLY_DIGEST, NoticeKind.ADDRESS_CONFIRMATION)
]


@dataclass(frozen=True, slots=True)
class Message:
    """One message as the figures show it: "Predmet", "Popis", and for an error its "Kód chyby"."""

    subject: str
    body: str
    error_code: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a filing was not processed: a stable code and a sentence (R-4.8)."""

    code: int
    sentence: str


def acknowledgement() -> Message:
    """Fig. 15."""
    return Message(
        ACKNOWLEDGEMENT_SUBJECT,
        _letter(
            "Vaša žiadosť bola prijatá na spracovanie. Žiadosť prešla automatizovanou kontrolou"
            " a bude vybavená k dátumu, ktorý ste zadali v elektronickej žiadosti."
        ),
    )


def result(kind: Kind, *, processed_at: datetime) -> Message:
    """Fig. 16. `processed_at` is an aware instant; it is told in Bratislava's time, to the minute."""
    return Message(
        RESULT_SUBJECT, f"{FORM_NAMES[kind]} bola úspešne spracovaná {to_the_minute(processed_at)}."
    )


def error_notice(
    kind: Kind, reasons: Sequence[Reason], *, attempted_at: datetime, comment: str = ""
) -> Message:
    """Fig. 17. The figure knows one reason; further ones, and the words of a reviewer, get their own lines.

    Raises ValueError when there is no reason: a rejection always has one.
    """
    if not reasons:
        raise ValueError("an error message needs a reason")
    first, *others = reasons
    lines = [f"{FORM_NAMES[kind]} nebola spracovaná z dôvodu chyby: {first.sentence}"]
    lines += [f"Ďalšia chyba {other.code}: {other.sentence}" for other in others]
    if comment.strip():
        lines.append(f"Vyjadrenie: {comment.strip()}")
    lines.append(f"Dátum a čas pokusu o spracovanie: {to_the_minute(attempted_at)}.")
    return Message(ERROR_SUBJECT, "\n".join(lines), error_code=str(first.code))


def information_needed(kind: Kind, *, filing_number: str, entity_id: str, question: str) -> Message:
    """A reviewer cannot decide yet and asks the applicant (R-6.1)."""
    return Message(
        INFORMATION_SUBJECT,
        _letter(
            f"{FORM_NAMES[kind]} č. {filing_number} ({entity_id}) si pred vybavením vyžaduje doplnenie:",
            question.strip(),
            "Žiadosť doplňte na portáli registra, v detaile žiadosti.",
        ),
    )


def paper_reminder(kind: Kind, *, filing_number: str, entity_id: str, lapses_at: datetime) -> Message:
    """The paper with a certified signature has not come yet (guide §4.2/1)."""
    return Message(
        PAPER_SUBJECT,
        _letter(
            f"{FORM_NAMES[kind]} č. {filing_number} ({entity_id}) čaká na doručenie listinnej žiadosti"
            " s úradne overeným podpisom.",
            f"Ak nebude doručená do {to_the_minute(lapses_at)}, žiadosť zanikne. Tlačovú podobu na podpis"
            " a adresu nájdete na portáli registra, v detaile žiadosti.",
        ),
    )


def filing_lapsed(kind: Kind, *, filing_number: str, entity_id: str, lapsed_at: datetime) -> Message:
    """The time to authorise or to complete the filing ran out."""
    return Message(
        LAPSED_SUBJECT,
        _letter(
            f"{FORM_NAMES[kind]} č. {filing_number} ({entity_id}) zanikla {to_the_minute(lapsed_at)},"
            " pretože v určenej lehote nebola autorizovaná alebo doplnená."
            " Ak o jej vybavenie stále žiadate, podajte novú žiadosť."
        ),
    )


def provider_deactivated(*, entity_id: str, since: datetime) -> Message:
    """A provider ran out of valid certificates (R-7.2). A cancellation has its own result message."""
    return Message(
        DEACTIVATED_SUBJECT,
        _letter(
            f"Poskytovateľ služieb {entity_id} bol deaktivovaný {to_the_minute(since)}"
            " v dôsledku expirácie certifikátu.",
            f"Poskytovateľa služieb je možné opäť aktivovať pomocou formulára „{FORM_NAMES[Kind.CHANGE]}“.",
        ),
    )


@dataclass(frozen=True, slots=True)
class Ending:
    """A certificate in force that ends soon, as a reminder tells of it."""

    entity_id: str
    days_left: int  # of the calendar in Bratislava; 0 = it ends today
    not_after: datetime  # its last valid second
    subject: str  # RFC 4514
    fingerprint: str  # SHA-256, upper-case hex
    form_address: str  # of the change form, filled in for this provider
    is_over: bool = False  # it ended earlier today
    replaced_at: datetime | None = None  # by a change that is approved; None = by nothing that is known


def expiry_reminder(ending: Ending) -> Message:
    """Fig. 18; with a sentence more when an approved change replaces the certificate in time (R-8.1)."""
    ends = "skončila" if ending.is_over else "končí"
    when = f"o {days(ending.days_left)}" if ending.days_left else "dnes"
    paragraphs = [
        f"Certifikátu, ktorý máte priradený k poskytovateľovi služieb {ending.entity_id}, {ends} platnosť"
        f" {when} ({to_the_minute(ending.not_after)}).",
        "Ak nemáte k poskytovateľovi služieb priradený iný certifikát s dlhšou platnosťou a chcete využívať"
        " prihlasovanie certifikátom bez prerušenia, požiadajte o zápis nového certifikátu k existujúcemu"
        " poskytovateľovi služieb pomocou formulára „Žiadosť o zmenu údajov poskytovateľa služieb“"
        f" ({ending.form_address}).",
    ]
    if ending.replaced_at is not None:
        paragraphs.append(
            f"Schválená žiadosť o zmenu údajov nahradí tento certifikát {to_the_minute(ending.replaced_at)};"
            " nie je potrebné podávať ďalšiu."
        )
    paragraphs += [
        f"Subjekt certifikátu\n{ending.subject}",
        f"Digitálny odtlačok certifikátu:\n{ending.fingerprint}",
    ]
    before = (
        f"{days(ending.days_left)} pred koncom platnosti" if ending.days_left else "v deň konca platnosti"
    )
    return Message(f"{REMINDER_SUBJECT} ({before})", "\n\n".join(paragraphs))


def days(number: int) -> str:
    """Slovak counts one, two to four, and the rest; after "o" it says the same."""
    return f"{number} {'deň' if number == 1 else 'dni' if 2 <= number <= 4 else 'dní'}"


def _letter(*paragraphs: str) -> str:
    return "\n\n".join((GREETING, *paragraphs, SIGNATURE))
