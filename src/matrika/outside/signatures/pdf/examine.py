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


def examine(content: bytes) -> list[Examined]:
    """Each signature of the document, the first one first. Raises Refused when none can be read."""
    document = reading.read(content)
    signatures = [one for one in document.revisions if not one.is_time_stamp]
    if not signatures:
        raise Refused(SignatureReason.NOT_SIGNED)
    return [found for one in signatures for found in _examined(one, document)]


def _examined(revision: Revision, document: Document) -> list[Examined]:
    if revision.sub_filter not in _SIGNATURES:
        # /adbe.pkcs7.sha1 and /adbe.x509.rsa_sha1 are what else there is.
        problem = Refused(SignatureReason.ALGORITHM_WEAK, SubIndication.CRYPTO_CONSTRAINTS_FAILURE)
        return [Examined(problems=[problem], covers=("",))]
    found = cms.examine(revision.cms, revision.covered, ("",))
    for one in found:
        one.others = (*one.others, *document.certificates)
        one.revocation = one.revocation.with_more(document.revocation)
        one.time_stamps += [(later.cms, later.covered) for later in _time_stamps_after(revision, document)]
        for problem in _faults(revision, document):
            one.add(problem)
    return found


def _time_stamps_after(revision: Revision, document: Document) -> Iterable[Revision]:
    """Time stamps over the whole document: each proves every signature that it covers."""
    return (one for one in document.revisions if one.is_time_stamp and one.end > revision.end)


def _faults(revision: Revision, document: Document) -> Iterable[Refused]:
    """What was added to the document after the signature, and should not have been.

    Validation data and time stamps are. A further signature is, when its signatory signed all that was
    there; a comment or a filled field would otherwise be in the document and signed by nobody.
    """
    is_last = all(one.end <= revision.end for one in document.revisions if not one.is_time_stamp)
    most = Change.LTA_UPDATES if is_last else Change.FORM_FILLING
    if revision.changes > most or not revision.is_allowed:
        yield Refused(Reason.PDF_CHANGED, SubIndication.FORMAT_FAILURE)
    if not document.ends_clean:
        yield Refused(Reason.PDF_NOT_COVERED)
