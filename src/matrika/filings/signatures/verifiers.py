"""A file of a filing → a verdict: with the trusted lists of now, in a process of its own (R-5.1)."""

from __future__ import annotations

import logging
from datetime import datetime

from matrika.core.verdict import Indication, SignatureKind, SubIndication, Verdict
from matrika.core.verdict.verifier_words import Reason
from matrika.filings.models import StoredAttachment
from matrika.filings.signatures.services import others
from matrika.outside.signatures import several
from matrika.outside.signatures.apart import Question, Unfinished, verify_apart
from matrika.outside.signatures.trust import Trust
from matrika.trust.load import load

logger = logging.getLogger(__name__)


def verify_file(file: StoredAttachment, *, at: datetime) -> Verdict:
    """The verdict on the file's signatures; a signed form must hold exactly its filing's form.

    Takes seconds at worst: call it outside a transaction.
    """
    trust, content = load(at=at), bytes(file.content)
    try:
        own = verify_apart(Question(content, file.name, _expected(file), trust, at))
    except Unfinished as problem:
        logger.warning("file %s of filing %s: %s", file.pk, file.filing.number, problem)
        return _unfinished(trust, at)
    return several.agreed(own, *(service(content, name=file.name, at=at) for service in others()))


def _expected(file: StoredAttachment) -> bytes | None:
    if not file.is_signed_form:
        return None
    # A filing without a form document is refused at once; b"" is no document that anybody could sign.
    return bytes(file.filing.form_document or b"")


def _unfinished(trust: Trust, at: datetime) -> Verdict:
    """It crashed, or costs more than it may: nobody knows, and if it stays so a person has to look."""
    return Verdict(
        indication=Indication.INDETERMINATE,
        sub_indication=SubIndication.GENERIC,
        kind=SignatureKind.NOT_ACCEPTED,
        reasons=(Reason.VERIFICATION_UNFINISHED.value,),
        signatures=(),
        verifier="matrika",
        verified_at=at,
        trusted_lists=trust.states,
    )
