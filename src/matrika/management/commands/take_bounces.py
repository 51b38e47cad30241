"""`matrika take_bounces`: read what came to the address for bounces."""

from __future__ import annotations

import os
import stat
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone

from matrika.notices import bounces
from matrika.notices.bounces import NotYet, Outcome
from matrika.outside.bounce import MAX_BYTES

TRY_LATER = 75  # EX_TEMPFAIL of sysexits.h: a mail server keeps the message and pipes it again
AT_ONCE = 1000  # files of a folder in one run


class Command(BaseCommand):
    help = (
        "Read bounces (RFC 3464) and record which letters did not arrive: one message from standard input, "
        "as a mail server pipes it, or all new ones of a Maildir, which are moved to its `cur`."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, metavar="MAILDIR")

    def handle(self, *, folder: Path | None, **options: Any) -> None:
        now = timezone.now()
        try:
            told = _read_folder(folder, at=now) if folder else [_read_input(at=now)]
        except (NotYet, OperationalError) as reason:
            self.stderr.write(f"not now: {type(reason).__name__} {reason}")
            raise SystemExit(TRY_LATER) from reason
        counted = Counter(told)
        self.stdout.write(", ".join(f"{one.value}: {counted[one]}" for one in Outcome))


def _read_input(*, at: datetime) -> Outcome:
    raw = sys.stdin.buffer.read(MAX_BYTES)
    while sys.stdin.buffer.read(MAX_BYTES):  # whoever pipes must not be cut off in the middle
        pass
    return bounces.take(raw, at=at)


def _read_folder(folder: Path, *, at: datetime) -> list[Outcome]:
    """A message whose letter is not recorded yet stays new, for the next run."""
    new, done = folder / "new", folder / "cur"
    if not new.is_dir() or not done.is_dir():
        raise CommandError(f"{folder} is no Maildir: it needs the folders new and cur")
    told = []
    for file, raw in _messages(new):
        try:
            told.append(bounces.take(raw, at=at))
        except NotYet:
            continue
        file.rename(done / f"{file.name}:2,S")
    return told


def _messages(new: Path) -> Iterator[tuple[Path, bytes]]:
    """Ordinary files alone: a link or a pipe in there would lead elsewhere, or never end."""
    for file in sorted(new.iterdir())[:AT_ONCE]:
        if stat.S_ISREG(file.lstat().st_mode):
            with os.fdopen(os.open(file, os.O_RDONLY | os.O_NOFOLLOW), "rb") as opened:
                yield file, opened.read(MAX_BYTES)
