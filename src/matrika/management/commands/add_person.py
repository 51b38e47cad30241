"""`matrika add_person`: let somebody log in, as an applicant or as staff."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from matrika.core.people import Role
from matrika.management import arguments
from matrika.register.reference import accounts
from matrika.register.reference.refused import Refused


class Command(BaseCommand):
    help = "Let somebody log in. The password is asked for; a program gives it as a line on standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--first-name", required=True)
        parser.add_argument("--last-name", required=True)
        parser.add_argument(
            "--role",
            choices=[role.value for role in Role],
            default=Role.APPLICANT.value,
            help="applicant files for organisations; reviewer and supervisor decide; auditor reads only;"
            " default: applicant",
        )
        parser.add_argument(
            "--acts-for",
            type=arguments.ico,
            action="append",
            default=[],
            metavar="ICO[_SUFFIX]",
            help="an organisation an applicant acts for; may be repeated",
        )

    def handle(self, *, username: str, role: str, **options: Any) -> None:
        password = self.password()
        try:
            with translation.override("en"):  # as all commands speak; Django says what ails a password
                entered = accounts.add(
                    username,
                    first_name=options["first_name"],
                    last_name=options["last_name"],
                    role=Role(role),
                    acts_for=options["acts_for"],
                    password=password,
                    actor=arguments.administrator(),
                    at=timezone.now(),
                )
        except Refused as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"entered: {entered.name} ({username}, {role})")

    def password(self) -> str:
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\r\n")
        password = getpass("Password: ")
        if getpass("Once more: ") != password:
            raise CommandError("the two passwords differ")
        return password
