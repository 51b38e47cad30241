"""The imported lists as a `Trust`: what a verification asks."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.db.models import QuerySet

from matrika.outside.signatures.judgement import Revocation
from matrika.outside.signatures.lists import read
from matrika.outside.signatures.lists.trusted_list import TrustedList
from matrika.outside.signatures.trust import Trust
from matrika.register.models import RevocationForm, RevocationSnapshot, TrustedListSnapshot

MAX_CRLS = 64  # the newest; a signature's own data come beside them
MAX_RESPONSES = 1024  # OCSP responses, the newest


def load(*, at: datetime) -> Trust:
    """Trust in the newest imported list of each territory, with the newest revocation data, as of `at`.

    Three queries; what was parsed before in this process is not parsed again.
    """
    lists = tuple(row.sha256 for row in snapshots(at=at))
    known = RevocationSnapshot.objects.filter(imported_at__lte=at).order_by("-this_update")
    crls = _newest(known.filter(form=RevocationForm.CRL))[:MAX_CRLS]
    return _trust(lists, crls, _newest(known.filter(form=RevocationForm.OCSP)[:MAX_RESPONSES]))


def _newest(rows: QuerySet[RevocationSnapshot]) -> tuple[str, ...]:
    """Digests of the newest row of each issuer and scope; `rows` come newest first."""
    newest: dict[tuple[str, str], str] = {}
    for issuer, scope, digest in rows.values_list("issuer", "scope", "sha256"):
        newest.setdefault((issuer, scope), digest)
    return tuple(newest.values())


def snapshots(*, at: datetime) -> list[TrustedListSnapshot]:
    """The list of each territory that counted at `at`, without its content."""
    chosen: dict[str, TrustedListSnapshot] = {}
    rows = TrustedListSnapshot.objects.filter(imported_at__lte=at).order_by("territory", "-sequence_number")
    for row in rows.defer("content", "signer"):
        chosen.setdefault(row.territory, row)
    return list(chosen.values())


@lru_cache(maxsize=4)
def _trust(lists: tuple[str, ...], crls: tuple[str, ...], responses: tuple[str, ...]) -> Trust:
    """By digests: a row never changes, so neither does what was read from it."""
    kept = dict(
        RevocationSnapshot.objects.filter(sha256__in=crls + responses).values_list("sha256", "content")
    )
    return Trust(
        map(_list, lists),
        Revocation(
            crls=tuple(bytes(kept[digest]) for digest in crls),
            ocsp=tuple(bytes(kept[digest]) for digest in responses),
        ),
    )


@lru_cache(maxsize=64)
def _list(digest: str) -> TrustedList:
    content = TrustedListSnapshot.objects.values_list("content", flat=True).get(sha256=digest)
    return read.read(bytes(content))
