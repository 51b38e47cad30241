"""A difference as a page shows it: sentences for what has a name, certificates with their dates."""

from __future__ import annotations

from dataclasses import dataclass

from samllint.difference import CertificateInUse, Difference
from samllint.difference.words import ONLY_REWRITTEN, SAME_BYTES, endpoint_sentence, other_sentence
from samllint.text import Text

# More than anybody reads; a document that differs in everything must not make a page of megabytes.
MOST = 100


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """What a page lists, each list cut at MOST."""

    note: Text | None  # that nothing differs, or only the form of writing
    endpoints: tuple[Text, ...]
    ended: tuple[CertificateInUse, ...]
    begun: tuple[CertificateInUse, ...]
    others: tuple[Text, ...]
    left_out: int


def shown(found: Difference) -> ShownDifference:
    return cut(found, ended=found.certificates_ended, begun=found.certificates_begun)


def cut(
    found: Difference | None, *, ended: tuple[CertificateInUse, ...], begun: tuple[CertificateInUse, ...]
) -> ShownDifference:
    """The difference with these certificates; they alone when there is nothing to compare with."""
    endpoints, others = (found.endpoints, found.others) if found else ((), ())
    return ShownDifference(
        note=_note(found),
        endpoints=tuple(endpoint_sentence(change) for change in endpoints[:MOST]),
        ended=ended[:MOST],
        begun=begun[:MOST],
        others=tuple(other_sentence(change) for change in others[:MOST]),
        left_out=sum(max(0, len(one) - MOST) for one in (endpoints, ended, begun, others)),
    )


def _note(found: Difference | None) -> Text | None:
    if found is None or not found.has_same_meaning:
        return None
    return ONLY_REWRITTEN if found.is_rewritten else SAME_BYTES
