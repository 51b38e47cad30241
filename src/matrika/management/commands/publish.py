"""`matrika publish`: what the worker does by itself, by hand; and the words that only a person may give."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrika.outside.keystore import UnsafeKey
from matrika.publication import key, policy
from matrika.publication.aggregate.publish import publish_aggregate
from matrika.publication.changes import pending
from matrika.publication.models import PublicationState
from matrika.publication.publish import publish_next


class Command(BaseCommand):
    help = "Publish what is due now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")
        choice.add_argument(
            "--confirm-shrink",
            action="store_true",
            help="publish the aggregate although it lost many entities; look why before",
        )
        choice.add_argument(
            "--adopt-key",
            action="store_true",
            help="announce this machine's signing key instead of the announced one, and sign everything anew",
        )

    def handle(self, *, dry_run: bool, confirm_shrink: bool, adopt_key: bool, **options: Any) -> None:
        if dry_run:
            self._say_pending()
            return
        try:
            if adopt_key:
                PublicationState.objects.get_or_create(pk=1)
                key.adopt(key.signer(timezone.now()), at=timezone.now())
            self._publish(confirm_shrink)
        except UnsafeKey as error:
            raise CommandError(str(error)) from error

    def _say_pending(self) -> None:
        lines = list(pending(policy.current(), at=timezone.now()))
        for line in lines or ["Nothing is due."]:
            self.stdout.write(line)

    def _publish(self, confirm_shrink: bool) -> None:
        while publish_next(at=timezone.now()):
            pass
        now = timezone.now()
        if confirm_shrink and not publish_aggregate(
            policy.current(), key.signer(now), at=now, confirmed=True
        ):
            raise CommandError("another worker is building the aggregate; try again in a minute")
        state = PublicationState.objects.select_related("aggregate").get(pk=1)
        if state.held_at is not None:
            raise CommandError(
                f"the aggregate is held back: {state.held_at} entities would be left of {state.baseline}. "
                "Look why, then: matrika publish --confirm-shrink"
            )
        self.stdout.write(f"Published: {state.aggregate.entities if state.aggregate else 0} entities.")
