"""The catalogue of everything a filing may be refused for (R-4.8).

Code 24010019 and its sentence are the guide's (Fig. 17). The other codes are the product's own: no
list of the state's codes is public. They lie in a range of their own, and an operator who has the
state's numbers gives them in the setting MATRIKA_ERROR_CODES. `docs/errors.md` shows the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass

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
        # 90010043 once said that signatures could not be verified yet; a code is never used again.
        Entry(
            90010044,
            "signature-missing",
            Text(
                "K žiadosti chýba podpísaný kontajner. Podpíšte ju, alebo ju podajte listinne.",
                "The signed container is missing. Sign the filing, or file on paper.",
            ),
        ),
        Entry(
            90010045,
            "signature-invalid",
            Text(
                "Elektronický podpis alebo pečať žiadosti nie je platná ({detail}).",
                "The electronic signature or seal of the filing is not valid ({detail}).",
            ),
        ),
        Entry(
            90010046,
            "signature-not-accepted",
            Text(
                "Podpis je platný, ale nie je kvalifikovaný ani uznaným spôsobom autorizácie ({detail}).",
                "The signature is valid, but neither qualified nor a recognised authorisation ({detail}).",
            ),
        ),
        Entry(
            90010047,
            "seal-of-another",
            Text(
                "Pečať patrí inej organizácii ako vlastníkovi poskytovateľa služieb ({detail}).",
                "The seal belongs to another organisation than the provider's owner ({detail}).",
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
