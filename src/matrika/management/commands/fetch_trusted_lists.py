"""`matrika fetch_trusted_lists`: for a timer, where the register may reach the official addresses."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrika.trust.fetch import fetch
from matrika.trust.refused import Refused

ACTOR = "fetch_trusted_lists"


class Command(BaseCommand):
    help = (
        "Fetch trusted lists, CRLs and OCSP responses from the addresses in MATRIKA_TRUST_ADDRESSES, in "
        "their order (a list of lists first), and import what is new. Without addresses nothing is fetched. "
        "Exit status 1 when one failed."
    )

    def handle(self, **options: Any) -> None:
        failed = 0
        for address in settings.TRUST_ADDRESSES:
            try:
                is_new = fetch(address, actor=ACTOR, at=timezone.now())
            except Refused as problem:
                failed += 1
                self.stderr.write(str(problem))
                continue
            self.stdout.write(f"{address}: {'imported' if is_new else 'known already'}")
        if not settings.TRUST_ADDRESSES:
            self.stdout.write("MATRIKA_TRUST_ADDRESSES names no address: nothing was fetched.")
        if failed:
            raise CommandError(f"{failed} of {len(settings.TRUST_ADDRESSES)} addresses failed")
