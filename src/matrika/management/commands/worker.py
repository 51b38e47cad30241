"""`matrika worker`: all timed work in one loop."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrika.worker.loop import Loop
from matrika.worker.steps import STEPS
from matrika.worker.stop import listening


class Command(BaseCommand):
    help = "Do the timed work: take filings into effect, write and deliver messages, publish."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due, then exit")
        names = [step.name for step in STEPS]
        choice: dict[str, Any] = {"action": "append", "choices": names, "metavar": "STEP", "default": []}
        parser.add_argument("--only", **choice, help=f"do just these steps: {', '.join(names)}")
        # So that a machine without the signing key can leave publishing to the one that has it.
        parser.add_argument("--except", dest="without", **choice, help="leave these steps to other workers")

    def handle(self, *, once: bool, only: list[str], without: list[str], **options: Any) -> None:
        chosen = {step.name for step in STEPS if not only or step.name in only} - set(without)
        steps = [step for step in STEPS if step.name in chosen]
        with listening() as stop:
            loop = Loop(steps, clock=timezone.now, stop=stop)
            if not once:
                loop.run_until_stopped()
                return
            loop.run_until_idle()
            if loop.failures:
                raise CommandError(f"failed: {', '.join(loop.failures)}; the log says why")
