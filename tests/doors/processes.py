"""Real worker processes on the test's database, to be killed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import IO
from urllib.parse import quote

from django.db import connection

from matrika.publication.models import PublishedEntity

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180  # seconds for a process to end by itself; reached only when the test fails


class Workers:
    """Starts `matrika worker` on what the test has stored so far; `gather` brings back what they did.

    On PostgreSQL everyone uses the test's own database. SQLite keeps it in memory, where no other
    process can look, so it is copied to a file before and back afterwards.
    """

    def __init__(self, folder: Path, *, smtp_port: int) -> None:
        self.file = folder / "matrika.sqlite3"
        self.running: list[subprocess.Popen[bytes]] = []
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("MATRIKA_")},
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "matrika.settings",
            "MATRIKA_SECRET_KEY": "test",
            "MATRIKA_VAR": str(folder),
            "MATRIKA_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "MATRIKA_SMTP_HOST": "127.0.0.1",
            "MATRIKA_SMTP_PORT": str(smtp_port),
        }
        if connection.vendor == "postgresql":
            self.environment["MATRIKA_DATABASE"] = _address(connection.settings_dict)

    def hand_over(self) -> None:
        """What the test stored becomes what the workers find."""
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with closing(sqlite3.connect(self.file)) as shared:
                connection.connection.backup(shared)

    def gather(self) -> None:
        """What the workers did becomes what the test sees."""
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.file)) as shared:
                shared.backup(connection.connection)

    def start(self, *arguments: str, log: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
        """A worker; what it says goes into `log`, if there is one."""
        command = [sys.executable, "-m", "matrika", "worker", *arguments]
        process = subprocess.Popen(command, env=self.environment, cwd=ROOT, stderr=log)
        self.running.append(process)
        return process

    def command(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Any of the register's commands, to its end."""
        command = [sys.executable, "-m", "matrika", *arguments]
        return subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True)

    def published(self) -> int:
        """How many providers the workers have published so far, as another process sees it."""
        if connection.vendor == "postgresql":
            return PublishedEntity.objects.count()
        with closing(sqlite3.connect(self.file, timeout=PATIENCE)) as shared:
            return int(shared.execute("SELECT count(*) FROM publication_publishedentity").fetchone()[0])

    def run_once(self, number: int = 1) -> None:
        """So many workers side by side, until each finds nothing more to do."""
        self.hand_over()
        for process in [self.start("--once") for _ in range(number)]:
            assert process.wait(PATIENCE) == 0
        self.gather()

    def end(self) -> None:
        for process in self.running:
            if process.poll() is None:
                process.kill()
            process.wait(PATIENCE)


def _address(settings: dict[str, object]) -> str:
    names = {name: quote(str(settings[name] or ""), safe="") for name in ("USER", "PASSWORD", "HOST", "NAME")}
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    return "postgresql://{USER}:{PASSWORD}@{HOST}{port}/{NAME}".format(port=port, **names)
