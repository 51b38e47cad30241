"""Objects that a signed document refers to before they are there.

A reference to nothing is nothing to be seen (ISO 32000-2 §7.3.10), so a page may name an object that will be
added after the signature and then shows itself. pyHanko takes such an object for one that nobody uses.
"""

from __future__ import annotations

from typing import Any


def appears_later(embedded: Any) -> bool:
    """Whether an update after the signature fills in something that the signed document refers to."""
    xrefs, revision = embedded.reader.xrefs, embedded.signed_revision
    later = {
        (ref.idnum, ref.generation)
        for number in range(revision + 1, xrefs.total_revisions)
        for ref in xrefs.explicit_refs_in_revision(number)
    }
    return bool(later) and not later.isdisjoint(_missing(embedded.reader, revision))


def _missing(reader: Any, revision: int) -> set[tuple[int, int]]:
    """Number and generation of what is referred to, from the trailer on, and not there in that revision."""
    from pyhanko.pdf_utils import generic

    document = reader.get_historical_resolver(revision)
    seen: set[tuple[int, int]] = set()
    missing: set[tuple[int, int]] = set()
    left: list[Any] = [document.trailer_view]
    while left:
        one = left.pop()
        if isinstance(one, generic.IndirectObject):
            key = one.idnum, one.generation
            if key in seen:
                continue
            seen.add(key)
            if reader.xrefs.get_historical_ref(one.reference, revision) is None:
                missing.add(key)
                continue
            one = document(one.reference)
        if isinstance(one, generic.DictionaryObject):
            left.extend(one.values())
        elif isinstance(one, generic.ArrayObject):
            left.extend(one)
    return missing
