"""`./dev run`: the whole register with a living demo, on this machine only."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrika.demo import cast, empty
from matrika.demo.migrated import all_applied
from matrika.demo.serve import HOST, ChildDied, PortTaken, Stopped, require_free, serve, stop_signals


class Command(BaseCommand):
    help = "Run web and worker with a demo that fills an empty register; stop with Ctrl-C."
    requires_system_checks = []  # they take longer than the start itself; ./dev check runs them

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("only in demo mode: set MATRIKA_DEMO=1")
        try:
            require_free(port)
        except PortTaken as problem:
            raise CommandError(f"{problem}. Another one: ./dev run --port {port + 1}") from None
        if not settings.BASE_URL.startswith("https://"):  # that would be the address of a proxy in front
            settings.BASE_URL = f"http://{HOST}:{port}"  # messages link there, and --port is known only now
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        try:
            with stop_signals():
                self.prepare_database()
                serve(port, ready=self.announce)
        except Stopped:
            self.stdout.write("Stopped.")
        except ChildDied as problem:
            raise CommandError(str(problem)) from None

    def prepare_database(self) -> None:
        if not all_applied(apps):
            self.say("Preparing the database …")
            call_command("migrate", verbosity=0)
        if empty.is_empty():
            self.say("Filling the empty register with a demo …")
            from matrika.demo.fill import (
                fill,
                verify,
            )  # loads the whole register; a second start does without

            fill(at=timezone.now())
            verify()

    def announce(self) -> None:
        rows = [(person.username, person.name, person.part) for person in cast.PEOPLE]
        wide = [max(len(row[column]) for row in rows) for column in (0, 1)]
        lines = [f"    {name:<{wide[0]}}  {full:<{wide[1]}}  {part}" for name, full, part in rows]
        self.say(
            f"\n  Matrika runs on {settings.BASE_URL}\n\n"
            f"  Who can log in (password for all: {settings.DEMO_PASSWORD}):\n"
            + "\n".join(lines)
            + f"\n\n  Staff work at {settings.BASE_URL}/konzola/; published metadata are under /mdq/.\n"
            f"  Data and e-mails are kept in {settings.VAR_DIR}. Ctrl-C stops everything.\n"
        )

    def say(self, text: str) -> None:
        self.stdout.write(text)
        sys.stdout.flush()
