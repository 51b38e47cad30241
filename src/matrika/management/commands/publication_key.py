"""`matrika publication_key`: which keys sign what is published, before, now and next."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrika.management import arguments
from matrika.outside.key_file import UnsafeKey
from matrika.outside.keystore import open_signer
from matrika.publication import key, rollover
from matrika.publication.models import PublicationKey, PublicationState


class Command(BaseCommand):
    help = "List the keys that sign what is published, or let one follow another."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", metavar="list | make | announce | activate | retire")
        acts.add_parser("list", help="all that were ever announced (also without an act)")
        make = acts.add_parser("make", help="a key and its certificate in new files, for what follows")
        make.add_argument("key_file", type=Path)
        make.add_argument("certificate_file", type=Path)
        announce = acts.add_parser("announce", help="show the next certificate on the page, with its day")
        announce.add_argument("certificate_file", type=Path)
        announce.add_argument("--from", type=arguments.instant, dest="planned_at", required=True)
        activate = acts.add_parser("activate", help="sign with the key that the settings name")
        activate.add_argument("--at-once", action="store_true", help="although it was not announced in time")
        retire = acts.add_parser("retire", help="show a former or a next certificate no more")
        retire.add_argument("fingerprint", help="or how it begins")

    def handle(self, *, act: str | None, **options: Any) -> None:
        try:
            self.stdout.write(ACTS[act or "list"](at=timezone.now(), **options))
        except (rollover.NotNow, UnsafeKey) as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(f"{problem.filename}: {problem.strerror}") from problem


def _list(*, at: datetime, **options: Any) -> str:
    lines = [_line(each) for each in PublicationKey.objects.order_by("announced_at", "pk")]
    return "\n".join(lines or ["No key was ever announced: the worker announces the first one."])


def _line(each: PublicationKey) -> str:
    days = [
        f"{word} {instant:%Y-%m-%d}"
        for word, instant in (
            ("announced", each.announced_at),
            ("planned for", each.planned_at if each.state == PublicationKey.State.NEXT else None),
            ("signs since", each.activated_at),
            ("until", each.retired_at),
        )
        if instant is not None
    ]
    return f"{each.state:<8} {each.fingerprint}  {', '.join(days)}"


def _make(*, key_file: Path, certificate_file: Path, at: datetime, **options: Any) -> str:
    for file in (key_file, certificate_file):
        if file.exists():
            raise rollover.NotNow(f"{file} is there already")
    made = open_signer(key_file, certificate_file, at=at)
    announce = f"announce it: matrika publication_key announce {certificate_file} --from DAY"
    return f"{key.fingerprint(made.certificate_pem)}\n{announce}"


def _announce(*, certificate_file: Path, planned_at: datetime, at: datetime, **options: Any) -> str:
    actor = arguments.administrator()
    known = rollover.announce(certificate_file.read_bytes(), planned_at=planned_at, actor=actor, at=at)
    return _line(known)


def _activate(*, at_once: bool, at: datetime, **options: Any) -> str:
    PublicationState.objects.get_or_create(pk=1)
    signer = key.signer(at)
    rollover.activate(signer, at_once=at_once, actor=arguments.administrator(), at=at)
    return f"{key.fingerprint(signer.certificate_pem)} signs now; the worker signs everything anew"


def _retire(*, fingerprint: str, at: datetime, **options: Any) -> str:
    retired = rollover.retire(fingerprint, actor=arguments.administrator(), at=at)
    return f"{retired.fingerprint} is retired"


ACTS: dict[str, Callable[..., str]] = {
    "list": _list,
    "make": _make,
    "announce": _announce,
    "activate": _activate,
    "retire": _retire,
}
