"""What the imports of reference data share: their arguments, the report, and the writing after it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from matrika.core.days import day_of
from matrika.management import arguments
from matrika.register.reference_import.plan import Plan, carry_out
from matrika.register.reference_import.tables import Unusable


def add_arguments(parser: ArgumentParser, what: str) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=what)
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    parser.add_argument(
        "--as-of",
        type=arguments.day,
        metavar="DATE",
        help="the day whose state the file tells, such as 2027-01-31; default: today",
    )


def day_told(as_of: date | None, *, at: datetime) -> date:
    """The day whose state the file tells. Raises CommandError for one that has not come."""
    today = day_of(at)
    if as_of is not None and as_of > today:
        raise CommandError(f"{as_of} has not come yet")
    return as_of or today


def run(
    command: BaseCommand, file: Path, compare: Callable[[], Plan], *, dry_run: bool, at: datetime
) -> None:
    """Report every difference, then write them, unless it is a dry run.

    Raises CommandError for a file that cannot be read, and at the end when rows were left out: whoever
    runs it by a timer must notice.
    """
    try:
        plan = compare()
    except Unusable as problem:
        raise CommandError(f"{file}: {problem}") from None
    except OSError as problem:  # of a folder it may be any file
        raise CommandError(f"{problem.filename or file} could not be read: {problem.strerror}") from None
    for difference in plan.differences:
        command.stdout.write(difference.says)
    for fault in plan.faults:
        command.stderr.write(f"left out: {fault}")
    command.stdout.write(
        f"{len(plan.differences)} differences, {plan.same} rows agree, {plan.passed_over} passed over,"
        f" {len(plan.faults)} left out"
    )
    if dry_run:
        command.stdout.write("a dry run: nothing was changed")
    else:
        _write(command, plan, at=at)
    if plan.faults:
        raise CommandError(f"{len(plan.faults)} rows were left out")


def _write(command: BaseCommand, plan: Plan, *, at: datetime) -> None:
    total = len(plan.differences)
    show = progress("written", total)
    refused = carry_out(plan, actor=arguments.administrator(), at=at, progress=show)
    for fault in refused:
        command.stderr.write(f"left out: {fault}")
    plan.faults.extend(refused)
    command.stdout.write(f"{total - len(refused)} written")


def progress(what: str, total: int | None = None) -> Callable[[int], None]:
    """Where somebody watches, one line that counts; elsewhere silence."""

    def show(done: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{what}: {done}{f' of {total}' if total else ''} ")
            sys.stderr.flush()

    return show
