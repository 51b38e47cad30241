"""`matrika publish`: what the worker does by itself, by hand; and the words that only a person may give."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrika.management import arguments
from matrika.outside.key_file import UnsafeKey
from matrika.publication import key, policy
from matrika.publication.aggregate.publish import publish_aggregate
from matrika.publication.changes import Outlook, outlook
from matrika.publication.models import PublicationState
from matrika.publication.publish import publish_next
from matrika.register.models import ServiceProvider


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
        parser.add_argument(
            "--at", type=arguments.instant, help="with --dry-run: what time alone will have changed by then"
        )
        parser.add_argument(
            "--without",
            type=Path,
            metavar="FILE",
            help="with --dry-run: as if the providers in the file were deactivated, one entityID a line",
        )

    def handle(
        self,
        *,
        dry_run: bool,
        confirm_shrink: bool,
        at: datetime | None,
        without: Path | None,
        **options: Any,
    ) -> None:
        if dry_run:
            now = timezone.now()
            self._say(outlook(policy.current(), now=now, at=at or now, without=_listed(without)))
            return
        if at or without:
            raise CommandError("--at and --without ask what would be: they go with --dry-run")
        try:
            self._publish(confirm_shrink)
        except UnsafeKey as error:
            raise CommandError(str(error)) from error

    def _say(self, found: Outlook) -> None:
        for change in found.changes:
            why = f"  ({change.why})" if change.why else ""
            self.stdout.write(f"{change.what:<9} {change.entity_id}{why}")
        if found.changes:
            counted = ", ".join(f"{what} {count}" for what, count in sorted(found.counts.items()))
            self.stdout.write(f"\n{counted}; entities: {found.entities_now} now, {found.entities_then} then")
        else:
            self.stdout.write("Nothing is due.")
        if found.is_held:
            self.stdout.write(
                f"The aggregate would wait for a person: {found.entities_then} of {found.baseline} entities "
                "would be left. Single documents would go at once all the same."
            )

    def _publish(self, confirm_shrink: bool) -> None:
        while publish_next(at=timezone.now()):
            pass
        now = timezone.now()
        if confirm_shrink and not publish_aggregate(
            policy.current(), key.signer(now), at=now, confirmed_by=arguments.administrator()
        ):
            raise CommandError("another worker is building the aggregate; try again in a minute")
        state = PublicationState.objects.select_related("aggregate").get(pk=1)
        if state.held_at is not None:
            raise CommandError(
                f"the aggregate is held back: {state.held_at} entities would be left of {state.baseline}. "
                "Look why, then: matrika publish --confirm-shrink"
            )
        self.stdout.write(f"Published: {state.aggregate.entities if state.aggregate else 0} entities.")


def _listed(file: Path | None) -> frozenset[str]:
    """The entityIDs in the file. One that is not registered is more likely a slip than a wish."""
    if file is None:
        return frozenset()
    try:
        names = frozenset(filter(None, map(str.strip, file.read_text(encoding="utf-8").splitlines())))
    except (OSError, UnicodeDecodeError) as problem:
        raise CommandError(f"{file} could not be read: {problem}") from problem
    known = set(ServiceProvider.objects.filter(entity_id__in=names).values_list("entity_id", flat=True))
    if unknown := sorted(names - known):
        raise CommandError(f"not registered: {', '.join(unknown)}")
    return names
