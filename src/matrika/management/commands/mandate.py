"""`matrika mandate`: let a person act for an organisation, or end that."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrika.core.people import Ico
from matrika.management import arguments
from matrika.register.reference import accounts, mandates
from matrika.register.reference.refused import Refused


class Command(BaseCommand):
    help = "Let an applicant act for an organisation, or end that (--end)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("ico", type=arguments.ico, metavar="ICO[_SUFFIX]")
        parser.add_argument("--end", action="store_true")

    def handle(self, *, username: str, ico: Ico, end: bool, **options: Any) -> None:
        try:
            change = mandates.end if end else mandates.give
            is_changed = change(
                accounts.with_username(username), ico, actor=arguments.administrator(), at=timezone.now()
            )
        except Refused as problem:
            raise CommandError(str(problem)) from None
        says = f"{username} {'does not act' if end else 'acts'} for {ico}"
        already = "" if is_changed else " (as before)"
        self.stdout.write(says + already)
