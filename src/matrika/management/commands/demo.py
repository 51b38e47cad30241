"""`matrika demo`: fill an empty register with a small living demo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrika.demo.fill import NotEmpty, fill, verify


class Command(BaseCommand):
    help = "Fill an empty register with invented organisations, people, providers and filings."

    def handle(self, **options: Any) -> None:
        if not settings.DEMO:
            # Its people's passwords are known to the world.
            raise CommandError("only in demo mode: set MATRIKA_DEMO=1")
        try:
            fill(at=timezone.now())
        except NotEmpty as problem:
            raise CommandError(str(problem)) from None
        verify()
