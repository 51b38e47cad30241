"""`matrika set_project`: enter an integration project, or say that it is finished."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrika.core.people import Ico
from matrika.management import arguments
from matrika.register.reference import projects
from matrika.register.reference.refused import Refused


class Command(BaseCommand):
    help = "Enter an integration project of an organisation, or say that it is finished."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ico", type=arguments.ico, metavar="ICO[_SUFFIX]")
        parser.add_argument("name", help="as the applicant will write it in the form")
        parser.add_argument(
            "--finished-on",
            type=arguments.day,
            metavar="DATE",
            help="the day it was finished, such as 2027-01-31; without it the project counts as running",
        )

    def handle(self, *, ico: Ico, name: str, finished_on: date | None, **options: Any) -> None:
        try:
            is_new = projects.set_finished(
                ico, name, finished_on, actor=arguments.administrator(), at=timezone.now()
            )
        except Refused as problem:
            raise CommandError(str(problem)) from None
        state = f"finished on {finished_on}" if finished_on else "running"
        self.stdout.write(f"{'entered' if is_new else 'changed'}: {name} of {ico}, {state}")
