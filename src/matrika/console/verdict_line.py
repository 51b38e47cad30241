"""What a reviewer must have seen before deciding, as one line of verdicts: good, to be judged, or against it.

Each points to the part of the page that says more. None of them decides anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from matrika.console.dossier import Dossier
from matrika.core.filing import Authorisation, Kind
from matrika.core.lifecycle import CLOSED
from matrika.core.reference import ProjectState
from matrika.core.verdict import Indication
from samllint.report import Severity

GOOD, JUDGE, BAD = "good", "judge", "bad"


@dataclass(frozen=True, slots=True)
class Signal:
    """One verdict. `mood` has a word and a sign of its own on the page, beside its colour."""

    name: str
    words: str
    mood: str
    anchor: str  # id of the section that says more


def of(dossier: Dossier) -> list[Signal]:
    found = [_metadata(dossier), _authorisation(dossier), _owner(dossier), _applicant(dossier)]
    return [*found, *_project(dossier), *_elsewhere(dossier)]


def _metadata(dossier: Dossier) -> Signal:
    name, anchor = _("Metadáta"), "report"
    if dossier.report is None:
        return Signal(name, _("zrušenie ich nemá"), GOOD, anchor)
    if not dossier.passes:
        return Signal(name, _("majú chyby"), BAD, anchor)
    warnings = sum(row.finding.severity >= Severity.WARNING for row in dossier.findings)
    if warnings:
        words = _("upozornenia: %(count)s") % {"count": warnings}
        return Signal(name, words, JUDGE, anchor)
    return Signal(name, _("bez chýb"), GOOD, anchor)


def _authorisation(dossier: Dossier) -> Signal:
    filing = dossier.filing
    if filing.authorisation == Authorisation.SIGNATURE.value:
        name = _("Podpis")
        form = next((told for told in dossier.verdicts if told.file.is_signed_form), None)
        if form is None or form.verdict is None:
            return Signal(name, _("overuje sa"), JUDGE, "signatures" if form else "facts")
        if form.verdict.indication is Indication.TOTAL_PASSED:
            return Signal(name, _("platný"), GOOD, "signatures")
        if form.is_undecided:
            return Signal(name, _("nedá sa overiť"), JUDGE, "signatures")
        return Signal(name, _("neplatný"), BAD, "signatures")
    if filing.authorisation == Authorisation.PAPER.value:
        came = any(row.is_filing and not row.is_corrected for row in dossier.papers)
        is_over = filing.status in CLOSED  # then nobody waits for it any more
        words = _("prišla") if came else _("neprišla") if is_over else _("zatiaľ neprišla")
        return Signal(_("Listina"), words, GOOD if came else BAD, "papers" if dossier.papers else "facts")
    return Signal(_("Podpis"), _("chýba"), BAD, "facts")


def _owner(dossier: Dossier) -> Signal:
    name, owner = _("Vlastník"), dossier.filing.organisation
    if owner is None:
        return Signal(name, _("nie je v evidencii"), BAD, "facts")
    if owner.ended_on:
        return Signal(name, _("zanikol"), BAD, "facts")
    return Signal(name, _("v evidencii"), GOOD, "facts")


def _applicant(dossier: Dossier) -> Signal:
    name = _("Oprávnenie podať")
    if dossier.filing.acting_for_id == dossier.filing.organisation_id:
        return Signal(name, _("zástupca vlastníka"), GOOD, "facts")
    moods = {"good": GOOD, "quiet": JUDGE, "danger": BAD}
    words = _("splnomocnenie je tu") if dossier.power.mood == "good" else _("overte splnomocnenie")
    return Signal(name, words, moods[dossier.power.mood], "facts")


def _project(dossier: Dossier) -> Iterator[Signal]:
    if dossier.filing.kind != Kind.REGISTRATION.value:
        return
    name, project = _("Integračný projekt"), dossier.project
    if project is None:
        words = _("nie je v evidencii") if dossier.filing.project else _("neuvedený")
        yield Signal(name, words, BAD if dossier.filing.project else JUDGE, "facts")
    else:
        is_finished = project.state is ProjectState.FINISHED
        words = _("ukončený") if is_finished else dossier.project_state
        yield Signal(name, words, GOOD if is_finished else BAD, "facts")


def _elsewhere(dossier: Dossier) -> Iterator[Signal]:
    if dossier.elsewhere:
        yield Signal(_("Certifikát"), _("má ho aj iný poskytovateľ"), JUDGE, "elsewhere")
    if dossier.told.warning:
        was = dossier.told.consequences.is_in_effect
        words = _("prihlasovanie sa mohlo prerušiť") if was else _("prihlasovanie sa môže prerušiť")
        yield Signal(_("Prechod"), words, JUDGE, "changes")
