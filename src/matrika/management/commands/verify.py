"""`matrika verify`: is the history whole, and is everything stored what was entered?"""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from matrika.filings import guards as filing_guards
from matrika.filings import integrity as filing_integrity
from matrika.management.arguments import positive
from matrika.management.progress import Bar
from matrika.management.walking import processors, walking
from matrika.publication.watch import integrity as publication_integrity
from matrika.register import guards, integrity, ledger, replay
from matrika.register.integrity import Keys
from matrika.register.ledger import Walk
from matrika.register.models import ChainCheck
from matrika.trust import integrity as trust_integrity

GUARDS = (*guards.GUARDS, *filing_guards.GUARDS)
CHECKS = (
    *integrity.CHECKS,
    *replay.CHECKS,
    *filing_integrity.CHECKS,
    *publication_integrity.CHECKS,
    *trust_integrity.CHECKS,
)
FAULTY, UNABLE = 1, 2
SMALL = 20_000  # events: walked sooner than other processes are started

HELP = """\
Walk the chain of events; compare all stored bytes with their digests, certificates with their metadata, every
provider's versions and waivers, every filing's status and the imported lists with the events about them; look
for the triggers.

exit status:
  0  everything is as it was entered
  1  something is not: each fault is a line on standard output
  2  it could not be found out, for example because the database did not answer"""


class Command(BaseCommand):
    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """The help keeps its lines."""
        return super().create_parser(
            prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say nothing of the progress")
        parser.add_argument(
            "--jobs", type=positive, metavar="N", help="work in N processes; all processors if not given"
        )

    def handle(self, *, quiet: bool, jobs: int | None, **options: Any) -> None:
        bar = Bar(self.stderr, is_quiet=quiet)
        try:
            with walking(jobs or self._processes()) as walk:
                self._judge(bar, walk)
        except BrokenProcessPool as problem:
            raise CommandError(
                "it could not be verified: a process was killed", returncode=UNABLE
            ) from problem
        except DatabaseError as problem:
            raise CommandError(f"it could not be verified: {problem}", returncode=UNABLE) from problem

    def _processes(self) -> int:
        return processors() if ledger.head().number > SMALL else 1

    def _judge(self, bar: Bar, walk: Walk) -> None:
        chain = self._chain(bar, walk)
        count, first = 0, str(chain) if isinstance(chain, ledger.BrokenLink) else ""
        for fault in all_faults(bar, walk):
            self.stdout.write(fault)
            count, first = count + 1, first or fault
        self._remember(chain, count, first)
        faults = f"{count} faults in what is stored" if count != 1 else "one fault in what is stored"
        if isinstance(chain, ledger.BrokenLink):
            raise CommandError(f"the chain is broken at {chain}; {faults}", returncode=FAULTY)
        if count:
            raise CommandError(f"{chain} events in one chain, but {faults}", returncode=FAULTY)
        self.stdout.write(f"{chain} events in one chain; stored bytes and triggers are as they should be")

    def _remember(self, chain: int | ledger.BrokenLink, count: int, first: str) -> None:
        """For the pages of health and audit. A copy that cannot be written to is verified all the same."""
        is_broken = isinstance(chain, ledger.BrokenLink)
        events = chain.number - 1 if isinstance(chain, ledger.BrokenLink) else chain
        try:
            ChainCheck.objects.create(
                finished_at=timezone.now(), events=events, faults=count + is_broken, first_fault=first
            )
        except DatabaseError as problem:
            self.stderr.write(f"the result was not recorded: {problem}")

    def _chain(self, bar: Bar, walk: Walk) -> int | ledger.BrokenLink:
        """How many events the chain has, or where it is broken."""
        bar.begin("events", ledger.head().number)
        try:
            return ledger.verify(bar.at, walk=walk)
        except ledger.BrokenLink as broken:
            return broken
        finally:
            bar.end()


def all_faults(bar: Bar, walk: Walk) -> Iterator[str]:
    yield from integrity.missing_guards(GUARDS)
    for number, check in enumerate(CHECKS):
        total, stretches = check.table().count(), check.stretches()
        bar.begin(check.rows, total)
        for done, faults in enumerate(walk(partial(faults_of, number), stretches), start=1):
            yield from faults
            bar.at(min(done * integrity.STRETCH, total))
        bar.end()


def faults_of(check: int, keys: Keys) -> list[str]:
    """Of one stretch; the check is named by its number, for another process knows that."""
    return list(CHECKS[check].faults(keys))
