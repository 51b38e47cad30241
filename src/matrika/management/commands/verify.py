"""`matrika verify`: is the history whole, and are the stored bytes what was entered?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from matrika.filings import guards as filing_guards
from matrika.filings import integrity as filing_integrity
from matrika.register import guards, integrity, ledger


class Command(BaseCommand):
    help = "Walk the chain of events, compare stored bytes with their digests, and look for the triggers."

    def handle(self, *arguments: Any, **options: Any) -> None:
        try:
            events = ledger.verify(self._progress)
        except ledger.BrokenLink as broken:
            self.stderr.write("")
            raise CommandError(f"the chain is broken at {broken}") from broken
        self.stderr.write("")
        faults = list(self._report(all_faults()))
        if faults:
            raise CommandError(f"{events} events in one chain, but {len(faults)} faults in what is stored")
        self.stdout.write(f"{events} events in one chain; stored bytes and triggers are as they should be")

    def _progress(self, number: int) -> None:
        self.stderr.write(f"\r{number} events", ending="")

    def _report(self, faults: Iterator[str]) -> Iterator[str]:
        for fault in faults:
            self.stdout.write(fault)
            yield fault


def all_faults() -> Iterator[str]:
    return chain(
        integrity.missing_guards((*guards.GUARDS, *filing_guards.GUARDS)),
        integrity.faults(),
        filing_integrity.faults(),
    )
