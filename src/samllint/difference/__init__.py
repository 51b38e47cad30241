"""What changes in meaning when one document replaces another.

    difference = difference.between(old, new)
    [sentence.en for sentence in difference.sentences(found)]

Endpoints and certificates are told by what they are; everything else by its path; and nothing that
differs is left out. Where only the form of writing changed, that is said.
"""

from __future__ import annotations

from samllint import document
from samllint.difference.compare import certificates, compare
from samllint.difference.values import (
    CertificateInUse,
    ChangeKind,
    Difference,
    Endpoint,
    EndpointChange,
    OtherChange,
)
from samllint.difference.words import sentences

__all__ = [
    "CertificateInUse",
    "ChangeKind",
    "Difference",
    "Endpoint",
    "EndpointChange",
    "OtherChange",
    "between",
    "certificates_of",
    "sentences",
]

SOMETHING_ELSE = "#else"  # a path for what has none


def between(old: bytes, new: bytes) -> Difference:
    """What differs. Raises samllint.unreadable.Unreadable for bytes that are no XML."""
    before, after = document.outline_of(old), document.outline_of(new)
    was, becomes = certificates(before), certificates(after)
    changes = list(compare(before, after))
    endpoints = tuple(change for change in changes if isinstance(change, EndpointChange))
    others = tuple(change for change in changes if isinstance(change, OtherChange))
    if before != after and not changes and was.keys() == becomes.keys():
        others = (OtherChange(SOMETHING_ELSE, "", ""),)
    return Difference(
        endpoints=endpoints,
        certificates_ended=tuple(was[key] for key in was if key not in becomes),
        certificates_begun=tuple(becomes[key] for key in becomes if key not in was),
        certificates_kept=tuple(becomes[key] for key in becomes if key in was),
        others=others,
        is_rewritten=old != new,
    )


def certificates_of(metadata: bytes) -> tuple[CertificateInUse, ...]:
    """Every certificate that can be read, once for each use. Raises Unreadable."""
    return tuple(certificates(document.outline_of(metadata)).values())
