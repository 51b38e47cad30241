"""`matrika publication_hold`: keep one entity back, or keep it published, by a person's word, for a while."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrika.management import arguments
from matrika.publication import holds
from matrika.register.models import ServiceProvider


class Command(BaseCommand):
    help = (
        "back: an active provider is not published. keep: one that is no longer active stays published as it "
        "is, to the end of its signature at most. Without an act: which words stand."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", nargs="?", choices=("back", "keep", "release"))
        parser.add_argument("entity_id", nargs="?")
        parser.add_argument("--reason", default="", help="for whoever finds it later")
        parser.add_argument("--until", type=arguments.instant, help="when the word ends by itself")

    def handle(
        self, *, act: str | None, entity_id: str | None, reason: str, until: datetime | None, **options: Any
    ) -> None:
        now = timezone.now()
        if act is None:
            self._list(now)
            return
        provider = _named(entity_id)
        try:
            if act == "release":
                holds.release(provider, actor=arguments.administrator(), at=now)
                self.stdout.write(f"{provider} is released")
                return
            if until is None:
                raise CommandError("say with --until when it ends; a hold that nobody ends is forgotten")
            kind = holds.Kind(act)
            holds.hold(provider, kind, reason=reason, until=until, actor=arguments.administrator(), at=now)
        except holds.NotHeld as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{provider} is {'held back' if act == 'back' else 'kept'} until {until}")

    def _list(self, now: datetime) -> None:
        standing = holds.standing(at=now).select_related("provider").order_by("until")
        for held in standing:
            self.stdout.write(
                f"{held.kind}  {held.provider.entity_id}  until {held.until:%Y-%m-%d %H:%M} UTC  "
                f"({held.held_by}, {held.held_at:%Y-%m-%d}: {held.reason})"
            )
        if not standing:
            self.stdout.write("Nothing is held.")


def _named(entity_id: str | None) -> ServiceProvider:
    found = ServiceProvider.objects.filter(entity_id=entity_id or "").first()
    if found is None:
        raise CommandError(f"{entity_id} is not registered" if entity_id else "name the provider's entityID")
    return found
