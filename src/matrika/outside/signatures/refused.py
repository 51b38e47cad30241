"""Why the verifying of a file, or of one signature in it, ended before its time."""

from __future__ import annotations

from matrika.core.verdict import Indication, SubIndication, pdf_words, words

Reason = words.Reason | pdf_words.Reason
_FAILED = {SubIndication.FORMAT_FAILURE, SubIndication.HASH_FAILURE, SubIndication.SIG_CRYPTO_FAILURE}


class Refused(Exception):
    """Never leaves this package: `verify` makes a verdict of it."""

    def __init__(self, reason: Reason, sub_indication: SubIndication = SubIndication.FORMAT_FAILURE) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.sub_indication = sub_indication

    @property
    def indication(self) -> Indication:
        return indication_of(self.sub_indication)


def indication_of(sub_indication: SubIndication) -> Indication:
    """EN 319 102-1 §5.1.3: which of the two answers that are not a pass a sub-indication goes with."""
    if sub_indication in _FAILED or sub_indication is SubIndication.REVOKED:
        return Indication.TOTAL_FAILED
    return Indication.INDETERMINATE
