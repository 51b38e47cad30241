"""`matrika publication_status`: is what is published fresh, whole, and exactly the active providers?"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrika.publication import policy
from matrika.publication.models import PublicationState
from matrika.publication.watch.compare import differences
from matrika.publication.watch.status import Trouble, look
from matrika.register.models import ServiceProvider

WRONG = 1
STRETCH = 200


class Command(BaseCommand):
    help = (
        "Say what is wrong with what is published: for people and for monitoring. It needs no key and writes "
        "nothing. Exit status 1: something is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quick", action="store_true", help="do not compare it with the whole register")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *, quick: bool, json: bool, **options: Any) -> None:
        now = timezone.now()
        troubles = look(policy.current(), at=now)
        if not quick:
            troubles += _different(now)
        (self._as_json if json else self._as_text)(troubles)
        if troubles:
            raise CommandError(f"{len(troubles)} alarms", returncode=WRONG)

    def _as_text(self, troubles: list[Trouble]) -> None:
        state = PublicationState.objects.select_related("aggregate").filter(pk=1).first()
        aggregate = state.aggregate if state else None
        if aggregate is not None:
            self.stdout.write(
                f"{aggregate.entities} entities in the aggregate of {aggregate.published_at:%Y-%m-%d %H:%M} "
                f"UTC, valid until {aggregate.valid_until:%Y-%m-%d %H:%M} UTC"
            )
        for trouble in troubles:
            self.stdout.write(f"{trouble.kind:<10} {trouble.words.en}")
        if not troubles:
            self.stdout.write("Nothing is wrong.")

    def _as_json(self, troubles: list[Trouble]) -> None:
        found = [
            {"kind": trouble.kind, "subject": trouble.subject, "sentence": trouble.words.en}
            for trouble in troubles
        ]
        self.stdout.write(json.dumps({"troubles": found}, ensure_ascii=False, indent=2))


def _different(now: datetime) -> Iterator[Trouble]:
    after = 0
    providers = ServiceProvider.objects.order_by("pk")
    while keys := list(providers.filter(pk__gt=after).values_list("pk", flat=True)[:STRETCH]):
        yield from differences(ServiceProvider.objects.filter(pk__in=keys), policy.current(), at=now)
        after = keys[-1]
