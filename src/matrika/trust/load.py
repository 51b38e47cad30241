"""The imported lists as a `Trust`: what a verification asks."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from matrika.outside.signatures.judgement import Revocation
from matrika.outside.signatures.lists import read
from matrika.outside.signatures.lists.trusted_list import TrustedList
from matrika.outside.signatures.trust import Trust
from matrika.register.models import RevocationSnapshot, TrustedListSnapshot

MAX_CRLS = 64  # of the newest; a signature's own data come beside them


def load(*, at: datetime) -> Trust:
    """Trust in the newest imported list of each territory, with the newest CRL of each issuer, as of `at`.

    Two queries; what was parsed before in this process is not parsed again.
    """
    crls = RevocationSnapshot.objects.filter(imported_at__lte=at).order_by("issuer", "scope", "-this_update")
    newest: dict[tuple[str, str], str] = {}
    for issuer, scope, digest in crls.values_list("issuer", "scope", "sha256"):
        newest.setdefault((issuer, scope), digest)
    return _trust(tuple(row.sha256 for row in snapshots(at=at)), tuple(newest.values())[:MAX_CRLS])


def snapshots(*, at: datetime) -> list[TrustedListSnapshot]:
    """The list of each territory that counted at `at`, without its content."""
    chosen: dict[str, TrustedListSnapshot] = {}
    rows = TrustedListSnapshot.objects.filter(imported_at__lte=at).order_by("territory", "-sequence_number")
    for row in rows.defer("content", "signer"):
        chosen.setdefault(row.territory, row)
    return list(chosen.values())


@lru_cache(maxsize=4)
def _trust(lists: tuple[str, ...], crls: tuple[str, ...]) -> Trust:
    """By digests: a row never changes, so neither does what was read from it."""
    return Trust(map(_list, lists), Revocation(crls=tuple(map(_crl, crls))))


@lru_cache(maxsize=64)
def _list(digest: str) -> TrustedList:
    content = TrustedListSnapshot.objects.values_list("content", flat=True).get(sha256=digest)
    return read.read(bytes(content))


@lru_cache(maxsize=MAX_CRLS)
def _crl(digest: str) -> bytes:
    return bytes(RevocationSnapshot.objects.values_list("content", flat=True).get(sha256=digest))
