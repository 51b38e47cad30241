"""`matrika as_of`: what held at an instant, and what the register knew of it at another."""

from __future__ import annotations

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from matrika.core.days import BRATISLAVA
from matrika.core.labels import REASONS
from matrika.management import arguments
from matrika.register import snapshot
from matrika.register.models import ServiceProvider
from matrika.register.published import published
from matrika.register.snapshot import Snapshot

PAGE = 500
HELP = """\
What held at INSTANT: one provider with its standing, metadata and certificates, or every provider that was
active. Answered from what publication publishes by.

INSTANT is read by the clock of Europe/Bratislava, such as 2027-03-03T10:00, or with the offset that it gives,
such as 2027-03-03T10:00+01:00.

Two questions can be asked. Without --known-at the answer is what held then, by everything that is known
today. With it, the answer is what held then by what had been recorded at that other instant. Owners are
told as they are known today."""


class Command(BaseCommand):
    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """The help keeps its lines."""
        return super().create_parser(
            prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("at", type=arguments.instant, metavar="INSTANT")
        parser.add_argument("--provider", metavar="ENTITY_ID", help="this one, active or not")
        parser.add_argument("--known-at", type=arguments.instant, metavar="INSTANT")
        parser.add_argument("--format", choices=("text", "json"), default="text", dest="form")
        parser.add_argument("--metadata", type=Path, metavar="FILE", help="write its metadata, byte for byte")

    def handle(
        self,
        *,
        at: datetime,
        provider: str | None,
        known_at: datetime | None,
        form: str,
        metadata: Path | None,
        **options: Any,
    ) -> None:
        if metadata is not None and provider is None:
            raise CommandError("--metadata needs --provider", returncode=2)
        if provider is None:
            seen: Iterable[Snapshot] = snapshot.every_active(at=at, known_at=known_at)
        else:
            one = snapshot.of(self._provider(provider), at=at, known_at=known_at)
            if metadata is not None:
                self._write(one, metadata)
            seen = (one,)
        lines = as_json(seen, at, known_at) if form == "json" else as_text(seen, at, known_at)
        for line in lines:
            self.stdout.write(line)

    def _provider(self, entity_id: str) -> ServiceProvider:
        found = ServiceProvider.objects.select_related("owner").filter(entity_id=entity_id).first()
        if found is None:
            raise CommandError(f"{entity_id} was never registered")
        return found

    def _write(self, seen: Snapshot, file: Path) -> None:
        if seen.version is None:
            raise CommandError(f"{seen.provider} had no metadata in force then: {reason(seen)}")
        try:
            file.write_bytes(bytes(seen.version.content))
        except OSError as problem:
            raise CommandError(f"{file} could not be written: {problem.strerror}") from problem


def as_text(seen: Iterable[Snapshot], at: datetime, known_at: datetime | None) -> Iterator[str]:
    known = f"by what was recorded until {local(known_at)}" if known_at else "by what is known today"
    yield f"What held at {local(at)}, {known}:"
    count = 0
    for one, version in with_published(seen, at):
        yield from _provider_lines(one, version)
        count += one.standing.is_active
    yield f"{count} active"


def _provider_lines(seen: Snapshot, published_version: int | None) -> Iterator[str]:
    yield ""
    yield seen.provider.entity_id
    yield f"  {seen.standing.state.value}: {reason(seen)}"
    yield f"  owner: {seen.provider.owner}"
    if version := seen.version:
        until = f" until {local(version.effective_to)}" if version.effective_to else ""
        yield f"  version {version.number} in force since {local(version.effective_from)}{until}"
        yield f"  SHA-256 {version.sha256}"
        yield f"  contact: {version.contact_name}, {version.contact_email}, {version.contact_phone}"
    for entry, state in seen.certificates:
        span = f"{local(entry.not_before)} to {local(entry.not_after)}"
        yield f"  certificate for {entry.use}: {state.value}, {span}, {entry.fingerprint}"
    told = "nothing" if published_version is None else f"version {published_version}"
    yield f"  published then: {told}"


def as_json(seen: Iterable[Snapshot], at: datetime, known_at: datetime | None) -> Iterator[str]:
    """One document, a line a provider, never whole in memory."""
    yield f'{{"at": {json.dumps(utc(at))}, "known_at": {json.dumps(utc(known_at))}, "providers": ['
    before = ""
    for one, version in with_published(seen, at):
        if before:
            yield f"{before},"
        before = json.dumps(record(one, version), ensure_ascii=False)
    if before:
        yield before
    yield "]}"


def record(seen: Snapshot, published_version: int | None) -> dict[str, Any]:
    version = seen.version
    return {
        "entity_id": seen.provider.entity_id,
        "state": seen.standing.state.value,
        "reason": seen.standing.reason.value,
        "owner": {"ico": str(seen.provider.owner.full_ico), "name": seen.provider.owner.name},
        "published_version": published_version,
        "version": version
        and {
            "number": version.number,
            "sha256": version.sha256,
            "effective_from": utc(version.effective_from),
            "effective_to": utc(version.effective_to),
            "recorded_at": utc(version.recorded_at),
            "filing_number": version.filing_number,
            "contact": [version.contact_name, version.contact_email, version.contact_phone],
        },
        "certificates": [
            {
                "use": entry.use,
                "state": state.value,
                "fingerprint": entry.fingerprint,
                "serial_number": entry.serial_number,
                "subject": entry.subject,
                "not_before": utc(entry.not_before),
                "not_after": utc(entry.not_after),
            }
            for entry, state in seen.certificates
        ],
    }


def with_published(seen: Iterable[Snapshot], at: datetime) -> Iterator[tuple[Snapshot, int | None]]:
    """Each with the version that was published of it then; one more query a page."""
    snapshots = iter(seen)
    while page := list(islice(snapshots, PAGE)):
        versions = published([one.provider.pk for one in page], at=at)
        yield from ((one, versions[one.provider.pk]) for one in page)


def reason(seen: Snapshot) -> str:
    return REASONS[seen.standing.reason].en


def local(instant: datetime) -> str:
    return instant.astimezone(BRATISLAVA).isoformat(sep=" ", timespec="seconds")


def utc(instant: datetime | None) -> str | None:
    return instant.astimezone(UTC).isoformat() if instant else None
