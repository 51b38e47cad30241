"""The verdicts on a filing's files, in plain words, for the applicant and for the reviewer (R-5.1, R-5.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from matrika.core.verdict import Indication, SignatureKind, SignatureVerdict, Verdict, words
from matrika.core.verdict.record import from_record
from matrika.core.verdict.words import NO_SIGNATURE
from matrika.filings.models import Filing, StoredAttachment, StoredVerdict
from samllint.text import Text

WAITING = Text("Podpis sa overuje.", "The signature is being verified.")
UNSIGNED = Text("Bez podpisu", "Unsigned")
INDICATIONS: dict[Indication, Text] = {
    Indication.TOTAL_PASSED: Text("Podpis je platný", "The signature is valid"),
    Indication.INDETERMINATE: Text("Podpis sa zatiaľ nedá overiť", "The signature cannot be decided yet"),
    Indication.TOTAL_FAILED: Text("Podpis je neplatný", "The signature is not valid"),
}

KINDS: dict[SignatureKind, Text] = {
    SignatureKind.QES: Text(
        "kvalifikovaný elektronický podpis (KEP)", "qualified electronic signature (KEP)"
    ),
    SignatureKind.QSEAL: Text("kvalifikovaná elektronická pečať (KEPe)", "qualified electronic seal (KEPe)"),
    SignatureKind.RECOGNISED_AUTHORISATION: Text("uznaný spôsob autorizácie", "recognised authorisation"),
    SignatureKind.NOT_ACCEPTED: Text(
        "iný podpis, ktorý žiadosť neautorizuje", "another signature, which does not authorise a filing"
    ),
}


@dataclass(frozen=True, slots=True)
class SignatureTold:
    """One signature of a file."""

    value: SignatureVerdict
    headline: Text
    reasons: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class FileTold:
    """One file that may hold signatures, and the latest verdict on it."""

    file: StoredAttachment
    verdict: Verdict | None  # None: it was not verified yet
    headline: Text
    reasons: tuple[Text, ...]  # about the file as a whole
    signatures: tuple[SignatureTold, ...]
    tries_again_at: datetime | None

    @property
    def is_undecided(self) -> bool:
        return self.verdict is not None and self.verdict.indication is Indication.INDETERMINATE


def files_of(filing: Filing) -> tuple[StoredAttachment, ...]:
    """The signed form first, then the attachments as they came, without what is in them. One query."""
    files = filing.attachments.defer("content").select_related("verification")
    return tuple(files.order_by("-is_signed_form", "pk"))


def is_signable(file: StoredAttachment) -> bool:
    """Whether it may hold signatures, so that it was, or will be, verified. `file` comes from `files_of`."""
    return hasattr(file, "verification")


def of_files(files: Iterable[StoredAttachment]) -> tuple[FileTold, ...]:
    """Of those of `files_of` that may be signed, in their order. One query, or none."""
    rows = [file for file in files if is_signable(file)]
    latest = _latest(rows) if rows else {}
    return tuple(_told(file, latest.get(file.pk)) for file in rows)


def _latest(files: Iterable[StoredAttachment]) -> dict[int, Verdict]:
    verdicts = StoredVerdict.objects.filter(file__in=list(files)).order_by("pk")
    return {file: from_record(record) for file, record in verdicts.values_list("file_id", "record")}


def _told(file: StoredAttachment, verdict: Verdict | None) -> FileTold:
    if verdict is None:
        return FileTold(file, None, WAITING, (), (), None)
    is_waiting = verdict.indication is Indication.INDETERMINATE and file.verification.due_at is not None
    return FileTold(
        file=file,
        verdict=verdict,
        headline=_headline(file, verdict),
        reasons=()
        if _is_unsigned(file, verdict)
        else tuple(words.sentence(code) for code in verdict.reasons),
        signatures=tuple(
            SignatureTold(one, headline(one), tuple(words.sentence(code) for code in one.reasons))
            for one in verdict.signatures
        ),
        tries_again_at=file.verification.due_at if is_waiting else None,
    )


def _headline(file: StoredAttachment, verdict: Verdict) -> Text:
    """An attachment need not be signed; the form in its container must be."""
    return UNSIGNED if _is_unsigned(file, verdict) else INDICATIONS[verdict.indication]


def _is_unsigned(file: StoredAttachment, verdict: Verdict) -> bool:
    return not file.is_signed_form and not verdict.signatures and NO_SIGNATURE.issuperset(verdict.reasons)


def headline(signature: SignatureVerdict) -> Text:
    """One signature in one line: whether it is valid and, when it is, what it is worth."""
    said = INDICATIONS[signature.indication]
    if signature.indication is not Indication.TOTAL_PASSED:
        return said
    kind = KINDS[signature.kind]
    return Text(f"{said.sk}: {kind.sk}", f"{said.en}: {kind.en}")
