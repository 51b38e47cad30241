"""The catalogue of everything a filing may be refused for (R-4.8).

Code 24010019 and its sentence are the guide's (Fig. 17). The other codes are the product's own: no
list of the state's codes is public. They lie in a range of their own, and an operator who has the
state's numbers gives them in the setting MATRIKA_ERROR_CODES. `docs/errors.md` shows the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from matrika.core.events import ProblemData
from matrika.core.filing import Problem
from samllint.text import Text

DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the catalogue. `{detail}` in a sentence is the value found; its names never change."""

    code: int
    name: str
    text: Text


CATALOGUE: dict[str, Entry] = {
    entry.name: entry
    for entry in (
        Entry(
            24010019,
            DUPLICATE,
            Text(
                "Žiadosť bola odmietnutá z dôvodu duplicity. Rovnaká žiadosť už čaká na spracovanie.",
                "The filing was refused as a duplicate. The same filing is already waiting.",
            ),
        ),
        Entry(
            90010001,
            "already-registered",
            Text(
                "Poskytovateľ služieb {detail} už bol zaregistrovaný. Podajte žiadosť o zmenu údajov"
                " poskytovateľa služieb; ňou sa aktivuje aj deaktivovaný poskytovateľ.",
                "The service provider {detail} has been registered before. File a change instead; a change"
                " also reactivates a deactivated provider.",
            ),
        ),
        Entry(
            90010002,
            "not-registered",
            Text(
                "Poskytovateľ služieb {detail} nie je zaregistrovaný. Podajte žiadosť o registráciu.",
                "The service provider {detail} is not registered. File a registration instead.",
            ),
        ),
        Entry(
            90010003,
            "already-cancelled",
            Text(
                "Poskytovateľ služieb {detail} je už zrušený.",
                "The service provider {detail} has been cancelled already.",
            ),
        ),
        Entry(
            90010011,
            "ico-unknown",
            Text(
                "Nesúlad s evidovanými údajmi: IČO {detail} nie je v evidencii.",
                "Does not agree with the records: IČO {detail} is not on record.",
            ),
        ),
        Entry(
            90010012,
            "suffix-unknown",
            Text(
                "Nesúlad s evidovanými údajmi: organizácia s týmto IČO nemá suffix „{detail}“.",
                "Does not agree with the records: the organisation has no suffix “{detail}”.",
            ),
        ),
        Entry(
            90010013,
            "subject-type-differs",
            Text(
                "Nesúlad s evidovanými údajmi: typ subjektu {detail} nie je typ evidovaný pre toto IČO.",
                "Does not agree with the records: subject type {detail} is not the one on record.",
            ),
        ),
        Entry(
            90010014,
            "owner-differs",
            Text(
                "Nesúlad s evidovanými údajmi: poskytovateľ služieb {detail} má v evidencii iného vlastníka.",
                "Does not agree with the records: the service provider {detail} has another owner.",
            ),
        ),
        Entry(
            90010015,
            "entity-id-differs",
            Text(
                "Identifikátor poskytovateľa služieb v žiadosti nie je EntityID z metadát ({detail}).",
                "The identifier in the form is not the EntityID of the metadata ({detail}).",
            ),
        ),
        Entry(
            90010016,
            "datum-malformed",
            Text(
                "Údaj v žiadosti chýba alebo nemá predpísaný tvar: {detail}.",
                "A datum of the form is missing or not of the prescribed form: {detail}.",
            ),
        ),
        Entry(
            90010017,
            "organisation-ended",
            Text(
                "Nesúlad s evidovanými údajmi: organizácia s týmto IČO zanikla {detail}.",
                "Does not agree with the records: the organisation ended on {detail}.",
            ),
        ),
        Entry(
            90010021,
            "date-missing",
            Text(
                "Chýba dátum, ku ktorému sa má žiadosť vykonať.",
                "The date on which the filing is to take effect is missing.",
            ),
        ),
        Entry(
            90010022,
            "date-past",
            Text("Dátum {detail} už uplynul.", "The date {detail} has passed."),
        ),
        Entry(
            90010023,
            "date-too-far",
            Text(
                "Dátum {detail} je vzdialený viac ako rok.",
                "The date {detail} is more than a year ahead.",
            ),
        ),
        Entry(
            90010031,
            "metadata-missing",
            Text(
                "Žiadosť neobsahuje metadáta poskytovateľa služieb.",
                "The filing has no metadata of the service provider.",
            ),
        ),
        Entry(
            90010032,
            "metadata-faulty",
            Text(
                "Metadáta nespĺňajú pravidlá: {detail}.",
                "The metadata break these rules: {detail}.",
            ),
        ),
        Entry(
            90010041,
            "not-entitled",
            Text(
                "Nemáte oprávnenie na prístup do elektronickej schránky vlastníka ({detail})"
                " a žiadosť neobsahuje splnomocnenie.",
                "You have no access to the mailbox of the owner ({detail}), and no power of attorney is"
                " attached.",
            ),
        ),
        Entry(
            90010042,
            "unsigned",
            Text(
                "Žiadosť nie je podpísaná ani zapečatená a poznámka neoznamuje, že bude doručená listinne.",
                "The filing is neither signed nor sealed, and it does not announce that paper will follow.",
            ),
        ),
        Entry(
            90010043,
            "signature-not-supported",
            Text(
                "Elektronický podpis sa v tejto verzii registra nedá overiť. Podajte žiadosť listinne.",
                "This version of the register cannot verify an electronic signature. File on paper.",
            ),
        ),
        # A reviewer's reasons; the free text beside them goes to the applicant too.
        Entry(
            90010061,
            "review-not-entitled",
            Text(
                "Žiadateľ nepreukázal oprávnenie podať žiadosť.",
                "The applicant did not prove to be entitled to file.",
            ),
        ),
        Entry(
            90010062,
            "review-project-unfinished",
            Text(
                "Projekt nemá ukončený integračný proces týkajúci sa poskytovateľov služieb.",
                "The project has not finished the integration process for service providers.",
            ),
        ),
        Entry(
            90010063,
            "review-paper-missing",
            Text(
                "Listinná žiadosť s úradne overeným podpisom nebola doručená.",
                "The paper with an officially certified signature did not arrive.",
            ),
        ),
        Entry(
            90010064,
            "review-paper-faulty",
            Text(
                "Listinná žiadosť nespĺňa náležitosti.",
                "The paper does not meet the requirements.",
            ),
        ),
        Entry(
            90010065,
            "review-power-of-attorney-faulty",
            Text(
                "Splnomocnenie chýba alebo nespĺňa náležitosti.",
                "The power of attorney is missing or does not meet the requirements.",
            ),
        ),
        Entry(
            90010069,
            "review-other",
            Text(
                "Žiadosť bola zamietnutá zodpovedným zamestnancom.",
                "The filing was rejected by the responsible officer.",
            ),
        ),
    )
}

REVIEW_REASONS = tuple(name for name in CATALOGUE if name.startswith("review-"))


def problem(name: str, *, datum: str = "", detail: str = "") -> Problem:
    """The problem of that name in the catalogue."""
    return Problem(code=CATALOGUE[name].code, name=name, datum=datum, detail=detail)


def sentence(found: Problem) -> Text:
    """What the applicant reads. The value found is not a template: braces in it stay braces."""
    text = CATALOGUE[found.name].text
    return Text(text.sk.replace("{detail}", found.detail), text.en.replace("{detail}", found.detail))


def data_of(found: Problem) -> ProblemData:
    """The problem as rows and events keep it, with its sentences."""
    text = sentence(found)
    return {
        "code": found.code,
        "name": found.name,
        "datum": found.datum,
        "detail": found.detail,
        "sk": text.sk,
        "en": text.en,
    }


def numbered(problems: Iterable[Problem], numbers: Mapping[str, int]) -> tuple[Problem, ...]:
    """The same problems under the operator's own codes."""
    return tuple(replace(found, code=numbers.get(found.name, found.code)) for found in problems)


def read_numbers(text: str) -> dict[str, int]:
    """The operator's codes from "name=code,name=code".

    Raises ValueError for an unknown name, a code that is no number, one given twice, or an attempt
    to renumber the guide's own code.
    """
    numbers: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, code = part.partition("=")
        if name not in CATALOGUE or name == DUPLICATE:
            raise ValueError(f"there is no error to renumber under the name {name!r}")
        if not code.isascii() or not code.isdigit():
            raise ValueError(f"the code of {name} is {code!r}, not a number")
        numbers[name] = int(code)
    codes = [numbers.get(name, entry.code) for name, entry in CATALOGUE.items()]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise ValueError(f"two errors share the code {twice[0]}")
    return numbers
