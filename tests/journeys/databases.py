"""An empty database of a journey's own: a started register makes and fills it itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of the same kind as the test's; "" = SQLite."""
    if connection.vendor == "sqlite":
        yield ""
        return
    settings = connection.settings_dict
    name = f"journey_{tmp_path.name}".lower().replace("-", "_")
    admin = {"host": settings["HOST"], "user": settings["USER"], "port": settings["PORT"] or None}
    with psycopg.connect(dbname="postgres", autocommit=True, **admin) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        host = f"{quote(settings['HOST'], safe='')}:{settings['PORT'] or 5432}"
        yield f"postgresql://{settings['USER']}@{host}/{name}"
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
