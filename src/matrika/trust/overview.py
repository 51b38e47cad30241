"""What is trusted now, for the people who must keep it fresh."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from matrika.outside.signatures.lists.trusted_list import CA_QC, QTST, TrustedList
from matrika.register.models import RevocationForm, RevocationSnapshot, TrustedListSnapshot
from matrika.trust.load import load, snapshots

SOON = timedelta(days=14)  # lists live for six months at most; a fortnight is time enough to get the next one
SHOWN = 100  # OCSP responses; there may be one for every signature


@dataclass(frozen=True, slots=True)
class ListRow:
    """One territory's list that counts now."""

    snapshot: TrustedListSnapshot
    is_list_of_lists: bool
    authorities: int  # services that are granted now and issue qualified certificates
    time_stamping: int  # services that are granted now and make qualified time stamps
    is_stale: bool
    is_ending: bool  # not stale yet, but soon


def lists(*, at: datetime) -> list[ListRow]:
    """By territory."""
    parsed = {one.state.sha256: one for one in load(at=at).lists}
    return [_row(snapshot, parsed[snapshot.sha256], at) for snapshot in snapshots(at=at)]


def revocation_data(*, at: datetime) -> list[tuple[RevocationSnapshot, bool]]:
    """The newest of each CRL issuer, then the newest OCSP responses; and whether each is too old to count."""
    newest: dict[tuple[str, str], RevocationSnapshot] = {}
    known = RevocationSnapshot.objects.defer("content")
    responses = known.filter(form=RevocationForm.OCSP).order_by("-this_update")[:SHOWN]
    for row in (
        *known.filter(form=RevocationForm.CRL).order_by("issuer", "scope", "-this_update"),
        *responses,
    ):
        newest.setdefault((row.issuer, row.scope), row)
    return [(row, row.next_update is None or row.next_update < at) for row in newest.values()]


def _row(snapshot: TrustedListSnapshot, trusted_list: TrustedList, at: datetime) -> ListRow:
    granted = [
        period.service_type
        for service in trusted_list.services
        if (period := service.at(at)) is not None and period.is_granted_at(at)
    ]
    return ListRow(
        snapshot,
        trusted_list.is_list_of_lists,
        granted.count(CA_QC),
        granted.count(QTST),
        is_stale=trusted_list.is_stale(at),
        is_ending=not trusted_list.is_stale(at) and trusted_list.is_stale(at + SOON),
    )
