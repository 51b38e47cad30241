"""How long a register of many providers takes to be imported, exported and verified, and how much memory.

    ./dev bench transfer [PROVIDERS]      10,000 unless said otherwise

Works in an SQLite file in a temporary folder, or in the database of MATRIKA_DATABASE, which must be empty.
A tenth of the providers have an earlier version, and a third are old records that need waivers.
"""

from __future__ import annotations

import csv
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[1]
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
ACTOR = "bench"
T = TypeVar("T")
COLUMNS = (
    *("entity_id", "ico", "organisation", "subject_type", "effective_from"),
    *("contact_name", "contact_email", "file"),
)


def main() -> None:
    count = int((*sys.argv[1:2], 10_000)[0])
    with tempfile.TemporaryDirectory() as temporary:
        set_up(temporary)
        folder = Path(temporary, "legacy")
        write_folder(folder, count)
        measure(folder, Path(temporary, "export"), count)


def set_up(folder: str) -> None:
    os.environ.update(
        MATRIKA_SECRET_KEY="bench", MATRIKA_VAR=folder, DJANGO_SETTINGS_MODULE="matrika.settings"
    )
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def write_folder(folder: Path, count: int) -> None:
    """Every document is another one; the certificates are the same few."""
    from tests import pki
    from tests.metadata import sp_metadata

    (folder / "metadata").mkdir(parents=True)
    with (folder / "register.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, delimiter=";")
        table.writerow(COLUMNS)
        for number in range(count):
            name = f"http://sp{number}.example/saml" if not number % 3 else f"https://sp{number}.example"
            key = pki.signing_certificate() if not number % 3 else pki.encryption_certificate()
            content = sp_metadata(entity_id=name, encryption=key)
            (folder / "metadata" / f"{number}.xml").write_bytes(content)
            ico, days = f"{10_000_000 + number % 1000}", ["2026-02-01"]
            if not number % 10:
                days.append("2026-07-01")
            for day in days:
                contact = ("Alžbeta Agátová", f"sso@sp{number}.example", f"{number}.xml")
                table.writerow((name, ico, f"Organizácia {ico}", "OVM", day, *contact))


def measure(folder: Path, target: Path, count: int) -> None:
    from django.core.management import call_command

    from matrika.transfer.enter import enter
    from matrika.transfer.examine import examine
    from matrika.transfer.export import export

    found = timed("examine", lambda: examine(folder, actor=ACTOR, at=AT), count)
    assert not found.faults, found.faults[:3]
    timed("enter", lambda: enter(found, actor=ACTOR, at=AT), count)
    again = timed("examine again", lambda: examine(folder, actor=ACTOR, at=AT), count)
    assert again.is_nothing_new
    timed("export", lambda: export(target), count)
    timed("verify", lambda: call_command("verify"), count)


def timed(name: str, work: Callable[[], T], count: int) -> T:
    begun, used = time.perf_counter(), time.process_time()
    result = work()
    took, used = time.perf_counter() - begun, time.process_time() - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    shown = f"{name:<14} {took:7.1f} s, {used:7.1f} s of a processor, at most {memory} MiB so far"
    print(f"{shown}, for {count:,} providers", flush=True)
    return result


if __name__ == "__main__":
    main()
