"""`matrika link_person`: let somebody who is entered log in through an identity provider, too."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matrika.management import arguments
from matrika.register.reference import accounts, identities
from matrika.register.reference.refused import Refused


class Command(BaseCommand):
    help = "Say who a person is at an identity provider: log-ins from there are theirs from now on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("issuer", help="the provider's entityID")
        parser.add_argument("identifier", help="ActorID: what the provider calls the person")

    def handle(self, *, username: str, issuer: str, identifier: str, **options: Any) -> None:
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        try:
            person = accounts.with_username(username)
            identities.link(
                person,
                issuer=issuer,
                identifier=identifier,
                keys=keys,
                actor=arguments.administrator(),
                at=timezone.now(),
            )
        except Refused as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"{username} can log in through {issuer}")
