"""`matrika add_organisation`: enter an organisation that may own service providers."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrika.core.people import Ico, SubjectType
from matrika.management import arguments
from matrika.register.reference import organisations
from matrika.register.reference.refused import Refused


class Command(BaseCommand):
    help = "Enter an organisation that may own service providers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ico", type=arguments.ico, metavar="ICO[_SUFFIX]")
        parser.add_argument("name", help="the full name, as the state's register has it")
        parser.add_argument(
            "--type",
            required=True,
            choices=[kind.value for kind in SubjectType],
            help="OVM: a public authority; PO: a company or an entrepreneur",
        )

    def handle(self, *, ico: Ico, name: str, type: str, **options: Any) -> None:
        try:
            entered = organisations.add(
                ico, name, SubjectType(type), actor=arguments.administrator(), at=timezone.now()
            )
        except Refused as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"entered: {entered}")
