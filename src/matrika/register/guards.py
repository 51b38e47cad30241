"""What the database itself refuses: changing or deleting history, on SQLite and on PostgreSQL.

Code can be wrong and a shell can be opened; a trigger holds against both. Each guard is data, and the
statements are made from it, so that both databases refuse the same things.

SQLite rebuilds a table to alter it and forgets its triggers then: a migration that alters a guarded
table must call `install` again. A test compares `missing` with nothing after all migrations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.state import StateApps


@dataclass(frozen=True, slots=True)
class Guard:
    """One table whose rows are never deleted."""

    table: str
    frozen: tuple[str, ...] = ()  # columns that keep their first value; ("*",) = every column
    set_once: tuple[str, ...] = ()  # columns that may go from NULL to a value, and stay

    @property
    def is_append_only(self) -> bool:
        return self.frozen == ("*",)


GUARDS = (
    Guard("register_event", frozen=("*",)),
    Guard("register_serviceprovider", frozen=("entity_id", "registered_at")),
    Guard(
        "register_metadataversion",
        frozen=(
            "provider_id",
            "number",
            "filing_number",
            "content",
            "sha256",
            "contact_name",
            "contact_email",
            "contact_phone",
            "effective_from",
            "recorded_at",
        ),
        set_once=("effective_to", "end_recorded_at"),
    ),
    Guard("register_certificateentry", frozen=("*",)),
    Guard("register_waiver", frozen=("*",)),
    Guard("register_origin", frozen=("*",)),
    Guard("register_trustedlistsnapshot", frozen=("*",)),
    Guard("register_revocationsnapshot", frozen=("*",)),
)


def so_far(apps: StateApps, guards: Iterable[Guard]) -> list[Guard]:
    """The guards for the tables and columns that a migration finds; what comes later guards itself."""
    columns = {
        model._meta.db_table: {field.column for field in model._meta.local_concrete_fields}
        for model in apps.get_models()
    }
    return [
        replace(
            guard,
            frozen=tuple(one for one in guard.frozen if one == "*" or one in columns[guard.table]),
            set_once=tuple(one for one in guard.set_once if one in columns[guard.table]),
        )
        for guard in guards
        if guard.table in columns
    ]


def install(connection: BaseDatabaseWrapper, guards: Iterable[Guard]) -> None:
    """Make the triggers of the guards; ones that are there are made anew."""
    guards = tuple(guards)
    remove(connection, guards)
    with connection.cursor() as cursor:
        for guard in guards:
            for statement in _statements(connection.vendor, guard):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, guards: Iterable[Guard]) -> None:
    """Take the triggers away: for a migration that must, and for tests that empty the tables."""
    with connection.cursor() as cursor:
        for guard in guards:
            for name in _names(connection.vendor, guard):
                where = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


def missing(connection: BaseDatabaseWrapper, guards: Iterable[Guard]) -> list[str]:
    """The triggers that should be there and are not."""
    query = (
        "SELECT tgname FROM pg_trigger"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name for (name,) in cursor.fetchall()}
    return [name for guard in guards for name in _names(connection.vendor, guard) if name not in present]


def _names(vendor: str, guard: Guard) -> list[str]:
    names = [f"{guard.table}_no_delete"]
    if guard.frozen or guard.set_once:
        names.append(f"{guard.table}_no_update")
    if vendor == "postgresql":
        names.append(f"{guard.table}_no_truncate")
    return names


def _statements(vendor: str, guard: Guard) -> Iterator[str]:
    for name in _names(vendor, guard):
        act = name.rsplit("_", 1)[1].upper()
        when = _changed(vendor, guard) if act == "UPDATE" else ""
        sentence = f"{act} of {guard.table} is refused: the register keeps its history"
        if vendor == "postgresql":
            yield from _postgresql(name, act, guard.table, when, sentence)
        else:
            yield _sqlite(name, act, guard.table, when, sentence)


def _changed(vendor: str, guard: Guard) -> str:
    """The WHEN clause: some column would lose its value; "" = whatever the columns say."""
    if guard.is_append_only:
        return ""
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    parts = [f"OLD.{column} {differs} NEW.{column}" for column in guard.frozen]
    parts += [
        f"(OLD.{column} IS NOT NULL AND OLD.{column} {differs} NEW.{column})" for column in guard.set_once
    ]
    return f"WHEN ({' OR '.join(parts)})"


def _sqlite(name: str, act: str, table: str, when: str, sentence: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} {when} BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
    )


def _postgresql(name: str, act: str, table: str, when: str, sentence: str) -> Iterator[str]:
    # Class 23 makes it an IntegrityError for the program, as on SQLite.
    yield (
        "CREATE OR REPLACE FUNCTION matrika_refuse() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN RAISE EXCEPTION USING ERRCODE = '23001', MESSAGE = TG_ARGV[0]; END $$"
    )
    each = "STATEMENT" if act == "TRUNCATE" else "ROW"
    yield (
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH {each} {when}"
        f" EXECUTE FUNCTION matrika_refuse('{sentence}')"
    )
