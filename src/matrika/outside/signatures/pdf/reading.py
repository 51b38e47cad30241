"""Bytes → the signatures of a PDF document, each with the bytes it covers and what changed after it.

pyHanko reads the document and weighs the changes. Everything that decides is computed by ourselves: which
bytes a signature covers, and its cryptography (`cms`). pyHanko is imported where it is used: it is large.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from matrika.core.verdict import SubIndication
from matrika.core.verdict.pdf_words import Reason
from matrika.core.verdict.words import Reason as SignatureReason
from matrika.outside.signatures.judgement import Revocation
from matrika.outside.signatures.pdf import bounds, shadows, tail
from matrika.outside.signatures.refused import Refused

MAGIC = b"%PDF-"
MAX_SIGNATURES = 16
_HEX = frozenset(b"0123456789abcdefABCDEF \r\n\t\f\0")


class Change(IntEnum):
    """What was added to the document after a signature."""

    NONE = 0
    LTA_UPDATES = 1  # validation data and document time stamps
    SIGNATURES = 2  # and further signatures
    FORM_FILLING = 3  # and fields of a form
    ANNOTATIONS = 4
    OTHER = 5


@dataclass(frozen=True, slots=True)
class Revision:
    """One signature or document time stamp."""

    sub_filter: str
    cms: bytes
    covered: bytes  # what it signs: the document up to the end of its revision, without itself
    end: int  # where its revision ends in the file
    changes: Change
    is_allowed: bool  # by the signatory's own DocMDP

    @property
    def is_time_stamp(self) -> bool:
        return self.sub_filter == "/ETSI.RFC3161"


@dataclass(frozen=True, slots=True)
class Document:
    revisions: tuple[Revision, ...]  # in the order of their ends
    is_explained: bool  # behind the last signature stand whole updates and nothing else
    certificates: tuple[bytes, ...]  # of the DSS dictionary
    revocation: Revocation  # likewise


def read(content: bytes) -> Document:
    """Raises Refused, whatever the bytes are.

    This is the one place of the package that catches everything: pyHanko was written for documents that
    mean well, and raises what it happens to raise (`math domain error` among others) for some that do not.
    """
    bounds.require_bounded(content)
    try:
        return _document(content)
    except Refused:
        raise
    except Exception as error:
        # Nobody knows then what the signatures are worth: it may be the reader's flaw.
        raise Refused(Reason.PDF_UNREADABLE, SubIndication.GENERIC) from error


def _document(content: bytes) -> Document:
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(content), strict=False)
    if reader.encrypted:
        raise Refused(Reason.PDF_ENCRYPTED, SubIndication.SIGNED_DATA_NOT_FOUND)
    embedded = reader.embedded_signatures
    if not embedded:
        raise Refused(SignatureReason.NOT_SIGNED)
    if len(embedded) > MAX_SIGNATURES:
        raise Refused(SignatureReason.TOO_MUCH_WORK, SubIndication.GENERIC)
    revisions = sorted((_revision(one, content) for one in embedded), key=lambda one: one.end)
    certificates, revocation = _validation_data(reader)
    last = max((one.end for one in revisions if not one.is_time_stamp), default=0)
    ends_clean = not content.rpartition(b"%%EOF")[2].strip()
    is_explained = ends_clean and tail.is_explained(content, last, reader)
    return Document(tuple(revisions), is_explained, certificates, revocation)


def _revision(embedded: Any, content: bytes) -> Revision:
    covered, end = _covered(embedded, content)
    changes, is_allowed = _changes(embedded)
    return Revision(
        sub_filter=str(_entry(embedded.sig_object, "/SubFilter", "")),
        cms=bounds.unpadded(embedded.pkcs7_content),
        covered=covered,
        end=end,
        changes=changes,
        is_allowed=is_allowed,
    )


def _covered(embedded: Any, content: bytes) -> tuple[bytes, int]:
    """The bytes of ByteRange: everything from the first byte on, but for the signature's own value."""
    numbers = [int(number) for number in embedded.byte_range]
    if len(numbers) != 4 or min(numbers) < 0:
        raise Refused(Reason.PDF_NOT_COVERED)
    start, length, resume, rest = numbers
    gap = content[length:resume]
    is_value = gap[:1] == b"<" and gap[-1:] == b">" and _HEX.issuperset(gap[1:-1])
    if start or not length < resume or resume + rest > len(content) or not is_value:
        raise Refused(Reason.PDF_NOT_COVERED)
    if bytes.fromhex(gap[1:-1].decode("ascii").replace("\0", "")) != bytes(embedded.pkcs7_content):
        raise Refused(Reason.PDF_NOT_COVERED)
    return content[:length] + content[resume : resume + rest], resume + rest


def _changes(embedded: Any) -> tuple[Change, bool]:
    """What came after the signature, and whether its signatory allowed that."""
    from pyhanko.sign.diff_analysis import DiffResult
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    embedded.compute_integrity_info()
    found = embedded.summarise_integrity_info()
    if found["coverage"] is SignatureCoverageLevel.ENTIRE_FILE:
        return Change.NONE, True
    if found["coverage"] is not SignatureCoverageLevel.ENTIRE_REVISION:
        raise Refused(Reason.PDF_NOT_COVERED)
    result = found["diff_result"]
    changes = Change[result.modification_level.name] if isinstance(result, DiffResult) else Change.OTHER
    if shadows.appears_later(embedded):
        changes = Change.OTHER
    if changes is Change.FORM_FILLING and _only_signatures(embedded):
        changes = Change.SIGNATURES
    return changes, found["docmdp_ok"] is True


def _only_signatures(embedded: Any) -> bool:
    """Whether nothing but signatures was filled in: pyHanko counts them among the other fields of a form."""
    from pyhanko.sign import diff_analysis as diff

    rules = [
        diff.SigFieldCreationRule(),  # type: ignore[no-untyped-call]  # pyHanko leaves this one without types
        diff.SigFieldModificationRule(),
    ]
    strict = diff.StandardDiffPolicy(diff.DEFAULT_DIFF_POLICY.global_rules, diff.FormUpdatingRule(rules))
    return isinstance(embedded.evaluate_modifications(strict), diff.DiffResult)


def _validation_data(reader: Any) -> tuple[tuple[bytes, ...], Revocation]:
    """The certificates, CRLs and OCSP responses of the document security store (EN 319 142-1 §5.4.2)."""
    store = _entry(reader.root, "/DSS")
    if store is None:
        return (), Revocation()
    return _stored(store, "/Certs"), Revocation(_stored(store, "/CRLs"), _stored(store, "/OCSPs"))


def _stored(store: Any, name: str) -> tuple[bytes, ...]:
    entries = _entry(store, name, ())
    return tuple(one.get_object().data for one in list(entries)[: bounds.MAX_STORED])


def _entry(dictionary: Any, name: str, default: Any = None) -> Any:
    """The value itself, also where only a reference to it stands (ISO 32000-1 §7.3.10)."""
    return dictionary[name] if name in dictionary else default  # noqa: SIM401 - `get` gives the reference
