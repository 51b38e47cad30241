"""`matrika reset_second_factor`: help somebody who lost telephone, key and recovery codes."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrika.management import arguments
from matrika.register import logins
from matrika.register.reference import accounts
from matrika.register.reference.refused import Refused


class Command(BaseCommand):
    help = (
        "Take away a person's second factor and end their sessions; at the next log-in they set up a new one."
        " Make sure who asks, and give a new password along with it: matrika changepassword."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *, username: str, **options: Any) -> None:
        at = timezone.now()
        try:
            person = accounts.with_username(username)
        except Refused as problem:
            raise CommandError(str(problem)) from None
        accounts.reset_second_factor(person, actor=arguments.administrator(), at=at)
        keys = logins.end(logins.ongoing(person), "others", at=at)
        Session.objects.filter(session_key__in=keys).delete()
        self.stdout.write(f"{username} sets up a new second factor at the next log-in")
