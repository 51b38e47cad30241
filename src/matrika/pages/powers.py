"""What is known of a filing's power of attorney, in plain words for the reviewer who decides (R-5.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matrika.core import power
from matrika.core.filing import PowerOfAttorney
from matrika.core.labels import POWERS
from matrika.core.power import PowerState
from matrika.filings.attach_paper import power_came
from matrika.filings.models import Filing, PaperArrival, StoredAttachment
from matrika.pages.verdicts import FileTold, is_signable
from samllint.text import Text

STATES: dict[PowerState, Text] = {
    PowerState.MEETS: Text(
        "Kvalifikovaný certifikát aj kvalifikovaná časová pečiatka sú v poriadku;"
        " posúďte, kto koho splnomocnil.",
        "The certificate and the time stamp are qualified; judge who empowers whom.",
    ),
    PowerState.BEING_VERIFIED: Text("Podpis na ňom sa overuje.", "Its signature is being verified."),
    PowerState.UNDECIDED: Text("Podpis na ňom sa nedá overiť.", "Its signature cannot be decided."),
    PowerState.NO_TIME_STAMP: Text(
        "Chýba kvalifikovaná časová pečiatka; certifikát je kvalifikovaný.",
        "A qualified time stamp is missing; the certificate is qualified.",
    ),
    PowerState.NO_QUALIFIED_SIGNATURE: Text(
        "Chýba podpis alebo pečať s kvalifikovaným certifikátom; časová pečiatka je kvalifikovaná.",
        "A signature or seal with a qualified certificate is missing; the time stamp is qualified.",
    ),
    PowerState.NEITHER: Text(
        "Chýba kvalifikovaný certifikát aj kvalifikovaná časová pečiatka.",
        "Both a qualified certificate and a qualified time stamp are missing.",
    ),
    PowerState.INVALID: Text("Podpis na ňom je neplatný.", "Its signature is not valid."),
    PowerState.UNSIGNED: Text(
        "Príloha nie je podpísaná ani zapečatená.", "The attachment is neither signed nor sealed."
    ),
    PowerState.NOTHING_ATTACHED: Text("Nie je priložené.", "It is not attached."),
    PowerState.FOR_A_PERSON: Text(
        "Zaručenú konverziu register nerozozná: nájdite v prílohe osvedčovaciu doložku a posúďte ju.",
        "The register cannot tell a guaranteed conversion: find its clause in the attachment and judge it.",
    ),
    PowerState.AWAITED: Text(
        "splnomocnenie príde listinne, zatiaľ neprišlo",
        "the power of attorney follows on paper, not here yet",
    ),
    PowerState.CAME: Text("splnomocnenie prišlo listinne", "the power of attorney came on paper"),
    PowerState.NOT_ANNOUNCED: Text(
        "Žiadateľ nie je zástupcom vlastníka a splnomocnenie neoznámil.",
        "The applicant is no agent of the owner and announced no power of attorney.",
    ),
    PowerState.NOT_NEEDED: Text("žiadateľ je zástupcom vlastníka", "the applicant is an agent of the owner"),
}
GOOD = frozenset({PowerState.MEETS, PowerState.CAME})
QUIET = frozenset({PowerState.NOT_NEEDED, PowerState.BEING_VERIFIED})


@dataclass(frozen=True, slots=True)
class PowerTold:
    """In what form it comes, and what is known of it."""

    form: Text
    state: PowerState

    @property
    def words(self) -> Text:
        return STATES[self.state]

    @property
    def mood(self) -> str:
        """ "good", "quiet", or "danger" for what the reviewer must look at."""
        return "good" if self.state in GOOD else "quiet" if self.state in QUIET else "danger"


def of_filing(
    filing: Filing,
    *,
    files: Iterable[StoredAttachment],
    verdicts: Iterable[FileTold],
    papers: Iterable[PaperArrival],
) -> PowerTold:
    """From all that came with the filing: its files, the verdicts on those that may be signed, the papers."""
    form = PowerOfAttorney(filing.power_of_attorney)
    unsignable = sum(not is_signable(file) and not file.is_signed_form for file in files)
    found = [power.of_file(told.verdict) for told in verdicts if not told.file.is_signed_form]
    state = power.state(
        form,
        is_agent=filing.acting_for_id == filing.organisation_id,
        came_on_paper=power_came(papers),
        files=[*found, *[PowerState.UNSIGNED] * unsignable],
    )
    return PowerTold(POWERS[form], state)
