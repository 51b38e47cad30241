"""`matrika close_person`: end somebody's access."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrika.management import arguments
from matrika.register.reference import accounts
from matrika.register.reference.refused import Refused


class Command(BaseCommand):
    help = "End a person's access, at once. They stay in the history, under their name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *, username: str, **options: Any) -> None:
        try:
            accounts.close(
                accounts.with_username(username), actor=arguments.administrator(), at=timezone.now()
            )
        except Refused as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"{username} can log in no more")
