"""PAdES signatures → what each covers, who made it, and what is wrong with it (EN 319 142-1)."""

from __future__ import annotations

from collections.abc import Iterable

from matrika.core.verdict import SubIndication
from matrika.core.verdict.pdf_words import Reason
from matrika.core.verdict.words import Reason as SignatureReason
from matrika.outside.signatures.cms import examine as cms
from matrika.outside.signatures.pdf import reading
from matrika.outside.signatures.pdf.reading import Change, Document, Revision
from matrika.outside.signatures.refused import Refused
from matrika.outside.signatures.xades.examine import Examined

_SIGNATURES = ("/ETSI.CAdES.detached", "/adbe.pkcs7.detached")
_WITH_SHA_1 = ("/adbe.pkcs7.sha1", "/adbe.x509.rsa_sha1")


def examine(content: bytes) -> list[Examined]:
    """Each signature of the document, the first one first. Raises Refused when none can be read."""
    document = reading.read(content)
    signatures = [one for one in document.revisions if not one.is_time_stamp]
    if not signatures:
        raise Refused(SignatureReason.NOT_SIGNED)
    return [found for one in signatures for found in _examined(one, document)]


def _examined(revision: Revision, document: Document) -> list[Examined]:
    if revision.sub_filter not in _SIGNATURES:
        problem = Refused(SignatureReason.ALGORITHM_UNKNOWN, SubIndication.GENERIC)
        if revision.sub_filter in _WITH_SHA_1:
            problem = Refused(SignatureReason.ALGORITHM_WEAK, SubIndication.CRYPTO_CONSTRAINTS_FAILURE)
        return [Examined(problems=[problem], covers=("",))]
    found = cms.examine(revision.cms, revision.covered, ("",))
    for one in found:
        one.others = (*one.others, *document.certificates)
        one.revocation = one.revocation.with_more(document.revocation)
        over_all = [(later.cms, later.covered) for later in _time_stamps_after(revision, document)]
        one.time_stamps += over_all
        one.over_all = len(over_all)
        for problem in _faults(revision, document):
            one.add(problem)
    return found


def _time_stamps_after(revision: Revision, document: Document) -> Iterable[Revision]:
    """Time stamps over the whole document: each proves every signature that it covers."""
    return (one for one in document.revisions if one.is_time_stamp and one.end > revision.end)


def _faults(revision: Revision, document: Document) -> Iterable[Refused]:
    """What was added to the document after the signature, and should not have been.

    Validation data and time stamps may be, and a further signature. A field that somebody filled in before
    signing in turn was not there when this signatory signed: a person decides whether that was meant.
    """
    is_last = all(one.end <= revision.end for one in document.revisions if not one.is_time_stamp)
    if revision.changes is Change.FORM_FILLING and revision.is_allowed and not is_last:
        yield Refused(Reason.PDF_FILLED, SubIndication.SIG_CONSTRAINTS_FAILURE)
    elif revision.changes > (Change.LTA_UPDATES if is_last else Change.SIGNATURES) or not revision.is_allowed:
        yield Refused(Reason.PDF_CHANGED, SubIndication.FORMAT_FAILURE)
    if not document.is_explained:
        yield Refused(Reason.PDF_NOT_COVERED)
