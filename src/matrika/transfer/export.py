"""Export: the whole register in a folder, as of one instant; the same register gives the same bytes."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.db.models.functions import Collate

from matrika.register import waivers
from matrika.register.models import MetadataVersion, Organisation, ServiceProvider
from matrika.register.versions import filing_number_of
from matrika.transfer import files
from matrika.transfer.cells import instant_text
from matrika.transfer.folder import METADATA, ORGANISATIONS, REGISTER, WAIVERS, Table, Writer

CHUNK = 500


class NotWritten(Exception):
    """There is no export; str() says why."""


def export(target: Path, *, progress: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Write the register into a folder that does not exist yet; the number of metadata versions.

    The folder appears whole or not at all. It is readable by its owner only: it names people.
    Raises NotWritten.
    """
    target = target.absolute()
    if target.exists() or target.is_symlink():
        raise NotWritten(f"{target} is there already; name a folder that is not")
    try:
        unfinished = Path(tempfile.mkdtemp(prefix=f".{target.name}.unfinished-", dir=target.parent))
    except OSError as error:
        raise NotWritten(f"no folder can be made in {target.parent}: {error.strerror}") from None
    try:
        with _one_instant():
            count = _write(unfinished, progress)
        os.rename(unfinished, target)
    except OSError as error:
        raise NotWritten(f"{target} could not be written: {error.strerror}") from None
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return count


@contextmanager
def _one_instant() -> Iterator[None]:
    """A transaction that sees the register of one instant, and holds up nobody who writes."""
    if connection.vendor == "postgresql":
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    # The settings make every transaction a writer's; a reader's is a snapshot in WAL mode.
    connection.ensure_connection()  # which is what sets the mode
    mode = connection.transaction_mode  # type: ignore[attr-defined]  # of the SQLite backend
    connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]  # as above
    try:
        with transaction.atomic(durable=True):
            yield
    finally:
        connection.transaction_mode = mode  # type: ignore[attr-defined]  # as above


def _write(folder: Path, progress: Callable[[int, int], None]) -> int:
    (folder / METADATA).mkdir()
    total = MetadataVersion.objects.count()
    with ExitStack() as open_files:

        def table(one: Table) -> Writer:
            stream = (folder / one.name).open("w", encoding="utf-8", newline="")
            return Writer(open_files.enter_context(stream), one)

        _write_organisations(table(ORGANISATIONS))
        register, waived = table(REGISTER), table(WAIVERS)
        for done, version in enumerate(_versions(), start=1):
            _write_version(folder, version, register, waived)
            progress(done, total)
    return total


def _write_organisations(table: Writer) -> None:
    for one in Organisation.objects.order_by("ico", "ico_suffix").iterator(CHUNK):
        table.write((one.ico, one.ico_suffix, one.name, one.subject_type))


def _versions() -> Iterator[MetadataVersion]:
    """By entityID as its bytes sort: databases sort text by rules of their own."""
    collation = "C" if connection.vendor == "postgresql" else "BINARY"
    versions = MetadataVersion.objects.select_related("provider__owner", "origin")
    ordered = versions.order_by(Collate("provider__entity_id", collation), "number")
    return ordered.prefetch_related("waivers").iterator(CHUNK)


def _write_version(folder: Path, version: MetadataVersion, register: Writer, waived: Writer) -> None:
    provider: ServiceProvider = version.provider
    owner, content = provider.owner, bytes(version.content)
    if files.digest(content) != version.sha256:
        raise NotWritten(f"version {version.number} of {provider} is damaged; see matrika verify")
    name = f"{version.sha256}.xml"
    (folder / METADATA / name).write_bytes(content)
    register.write(
        (
            provider.entity_id,
            owner.ico,
            owner.ico_suffix,
            owner.name,
            owner.subject_type,
            instant_text(provider.registered_at),
            str(version.number),
            instant_text(version.effective_from),
            instant_text(version.effective_to),
            version.contact_name,
            version.contact_email,
            version.contact_phone,
            name,
            version.sha256,
            filing_number_of(version),
        )
    )
    for waiver in waivers.of(version):
        granted = (waiver.reason, waiver.granted_by, instant_text(waiver.granted_at))
        waived.write((provider.entity_id, str(version.number), waiver.rule_id, *granted))
