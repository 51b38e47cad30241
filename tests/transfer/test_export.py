"""The whole register in a folder, and back: the same bytes, on both databases (R-3.9, R-7.4)."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from matrika.core.people import Ico, SubjectType
from matrika.register import guards
from matrika.register.models import MetadataVersion, ServiceProvider, Waiver
from matrika.register.reference import organisations
from matrika.transfer import export as exporting
from matrika.transfer.export import NotWritten, export
from tests import people
from tests.applications import cancellation, change, in_effect, registered, registration, standing_at
from tests.conftest import ALL_GUARDS
from tests.metadata import sp_metadata
from tests.transfer.folders import a_folder, imported, row
from tests.transfer.test_import import verified
from tests.transfer.test_waivers import LEGACY, legacy

pytestmark = pytest.mark.django_db(transaction=True)

ODD = 'https://sp.example/ä;"quoted", and a comma'


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def emptied() -> None:
    """An empty register in place of the one there is."""
    guards.remove(connection, ALL_GUARDS)
    call_command("flush", interactive=False, verbosity=0)
    guards.install(connection, ALL_GUARDS)


def a_history(tmp_path: Path) -> None:
    """Filings, a legacy record with waivers and a change since, a cancellation, a name full of traps."""
    registered()
    in_effect(change(metadata=sp_metadata() + b"\n"), at=people.NOW.replace(day=25))
    in_effect(cancellation(effective_on=people.NOW.replace(day=30).date()), at=people.NOW.replace(day=29))
    odd = sp_metadata(entity_id=ODD.replace('"', "&quot;"))
    rows = [
        row(entity_id=LEGACY, filing_number="CRAC-17/2020", registered_at="2020-12-01"),
        row(entity_id=ODD, file="odd.xml", effective_to="2026-06-01", contact_name='Ľubica; "Ďurič"\nová'),
        row(entity_id=ODD, file="odd.xml", effective_from="2026-07-01"),
    ]
    imported(a_folder(tmp_path / "legacy", rows, {"sp.xml": legacy(), "odd.xml": odd}))
    in_effect(change(entity_id=LEGACY, metadata=sp_metadata(entity_id=LEGACY)), at=people.NOW)
    organisations.add(Ico("00151742"), "Žiadny poskytovateľ", SubjectType.OVM, actor="a", at=people.NOW)


LATER = people.NOW.replace(year=2027, month=1)


def test_it_gives_the_same_bytes_after_an_import(tmp_path: Path) -> None:
    a_history(tmp_path)
    versions, waivers = MetadataVersion.objects.count(), Waiver.objects.count()
    standings = {one.entity_id: standing_at(one, at=LATER) for one in ServiceProvider.objects.all()}
    export(tmp_path / "one")
    emptied()
    imported(tmp_path / "one", at=LATER)
    export(tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert (MetadataVersion.objects.count(), Waiver.objects.count()) == (versions, waivers)
    again = {one.entity_id: standing_at(one, at=LATER) for one in ServiceProvider.objects.all()}
    assert again == standings
    assert verified().endswith("as they should be\n")


def test_it_finds_nothing_new_in_its_own_export(tmp_path: Path) -> None:
    a_history(tmp_path)
    export(tmp_path / "one")
    assert imported(tmp_path / "one", at=LATER).is_nothing_new


def test_it_keeps_metadata_byte_for_byte(tmp_path: Path) -> None:
    registered(registration(metadata=sp_metadata() + b"<!-- \xc4\xbd -->\r\n"))
    export(tmp_path / "one")
    (file,) = (tmp_path / "one" / "metadata").iterdir()
    assert file.read_bytes() == bytes(MetadataVersion.objects.get().content)


def test_it_exports_an_empty_register(tmp_path: Path) -> None:
    export(tmp_path / "one")
    assert imported(tmp_path / "one").is_nothing_new


def test_it_leaves_no_half_export(tmp_path: Path) -> None:
    registered()
    with pytest.raises(KeyboardInterrupt):
        export(tmp_path / "one", progress=_pull_the_plug)
    assert list(tmp_path.iterdir()) == []


def _pull_the_plug(done: int, of: int) -> None:
    raise KeyboardInterrupt


def test_it_writes_over_nothing(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    with pytest.raises(NotWritten, match="is there already"):
        export(tmp_path / "one")


def test_it_refuses_to_hand_on_what_was_damaged(tmp_path: Path) -> None:
    registered()
    guards.remove(connection, ALL_GUARDS)
    MetadataVersion.objects.update(content=b"<other/>")
    guards.install(connection, ALL_GUARDS)
    with pytest.raises(NotWritten, match="is damaged"):
        export(tmp_path / "one")


def test_it_sees_one_instant_while_others_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process registers a provider between the first table and the second."""
    import threading

    from django.db import connections

    registered()
    write = exporting._write_organisations

    def meanwhile() -> None:
        registered(registration(entity_id="https://late.example"))
        connections.close_all()

    def interrupted(table: object) -> None:
        write(table)  # type: ignore[arg-type]
        other = threading.Thread(target=meanwhile)
        other.start()
        other.join(60)

    monkeypatch.setattr(exporting, "_write_organisations", interrupted)
    assert export(tmp_path / "one") == 1
    assert ServiceProvider.objects.count() == 2
    assert b"late.example" not in (tmp_path / "one" / "register.csv").read_bytes()


def test_it_is_a_command(tmp_path: Path) -> None:
    registered()
    out = StringIO()
    call_command("export", str(tmp_path / "one"), stdout=out, stderr=StringIO())
    assert out.getvalue() == f"1 versions in {tmp_path / 'one'}\n"
    progress = StringIO()
    with pytest.raises(CommandError, match="is there already"):
        call_command("export", str(tmp_path / "one"), stdout=out, stderr=progress)
    assert progress.getvalue() == "", "nothing had begun"
