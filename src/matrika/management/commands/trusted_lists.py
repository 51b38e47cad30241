"""`matrika trusted_lists`: what is trusted now, and how old it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from matrika.register.models import RevocationForm, RevocationSnapshot
from matrika.trust import overview


class Command(BaseCommand):
    help = (
        "Show the imported trusted lists and revocation lists with their age. "
        "Exit status 1 when there is no list, or one that should have been replaced: for monitoring."
    )

    def handle(self, **options: Any) -> None:
        now = timezone.now()
        rows = overview.lists(at=now)
        self._line("territory", "number", "issued", "next update", "CA/QC", "QTST", "state")
        for row in rows:
            kept = row.snapshot
            state = "STALE" if row.is_stale else "ends soon" if row.is_ending else "fresh"
            self._line(
                kept.territory,
                str(kept.sequence_number),
                _day(kept.issued_at),
                _day(kept.next_update),
                str(row.authorities),
                str(row.time_stamping),
                state,
            )
        for piece, is_old in overview.revocation_data(at=now):
            span = f"{_day(piece.this_update)} – {_day(piece.next_update)}"
            state = "OLD" if is_old else "fresh"
            self.stdout.write(f"{piece.get_form_display():4} {span} {state:5} {_about(piece)}")
        if not rows:
            self.stderr.write("there is no trusted list: every signature waits (matrika import_trusted_list)")
        if not rows or any(row.is_stale for row in rows):
            raise SystemExit(1)

    def _line(self, *cells: str) -> None:
        widths = (10, 8, 12, 12, 7, 6, 0)
        self.stdout.write(
            "".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
        )


def _day(moment: datetime | None) -> str:
    return "–" if moment is None else f"{moment:%Y-%m-%d}"


def _about(piece: RevocationSnapshot) -> str:
    """Whose it is; a response speaks of single certificates, so their serial numbers too."""
    return f"{piece.issuer}: {piece.scope}" if piece.form == RevocationForm.OCSP else piece.issuer
