"""A register that existed before becomes part of this one, whole and once (R-3.9, R-4.1, R-7.4)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from matrika.core.events import EventKind
from matrika.core.standing import ProviderState, StandingReason
from matrika.notices.models import Notice
from matrika.register.models import (
    CertificateEntry,
    Event,
    MetadataVersion,
    Organisation,
    PendingExpiry,
    ServiceProvider,
    Waiver,
)
from matrika.transfer import enter as entering
from matrika.worker.steps import STEPS
from tests import people, pki
from tests.applications import standing_at
from tests.metadata import key_descriptor, sp_metadata
from tests.transfer.folders import ACTOR, a_folder, as_csv, examined, faults, imported, row

pytestmark = pytest.mark.django_db

FIRST_OF_MARCH = datetime(2026, 2, 28, 23, 0, tzinfo=UTC)  # midnight in Bratislava
OLD = sp_metadata(replace={"/acs": "/old-acs"})
LEGACY = "http://legacy.example/saml/metadata"


def kinds() -> list[str]:
    return list(Event.objects.order_by("number").values_list("kind", flat=True))


def verified() -> str:
    out = StringIO()
    call_command("verify", stdout=out, stderr=StringIO())
    return out.getvalue()


def test_it_enters_provider_organisation_version_and_certificates(tmp_path: Path) -> None:
    imported(a_folder(tmp_path / "f"))
    provider = ServiceProvider.objects.get(entity_id="https://sp.example")
    version = provider.versions.get()
    assert str(provider.owner) == "Ministerstvo vzorov (12345678)"
    assert provider.registered_at == version.effective_from == FIRST_OF_MARCH
    assert bytes(version.content) == sp_metadata()
    assert (version.recorded_at, version.filing_number) == (people.NOW, "")
    assert [entry.use for entry in version.certificates.order_by("position")] == ["signing", "encryption"]
    assert standing_at(provider, at=people.NOW).is_active
    assert PendingExpiry.objects.get().version == version
    assert Waiver.objects.count() == 0


def test_it_writes_one_event_an_entry_and_nobody_a_letter(tmp_path: Path) -> None:
    imported(a_folder(tmp_path / "f"))
    assert kinds() == [EventKind.ORGANISATION_ENTERED, EventKind.PROVIDER_IMPORTED]
    event = Event.objects.get(kind=EventKind.PROVIDER_IMPORTED)
    assert (event.actor, event.recorded_at, event.effective_at) == (ACTOR, people.NOW, FIRST_OF_MARCH)
    assert event.data["version"] == 1
    assert len(event.data["certificates"]) == 2
    while any(step.run(at=people.NOW) for step in STEPS if step.name != "publish"):
        pass
    assert Notice.objects.count() == 0


def test_it_keeps_what_was_changed_and_what_was_cancelled(tmp_path: Path) -> None:
    """R-4.1: a cancelled provider is cancelled, and its entityID taken."""
    rows = [
        row(file="old.xml", effective_from="2024-05-01", registered_at="2024-05-01"),
        row(file="sp.xml", effective_from="2026-03-01", effective_to="2026-06-01T10:00:00+02:00"),
    ]
    imported(a_folder(tmp_path / "f", rows, {"old.xml": OLD, "sp.xml": sp_metadata()}))
    provider = ServiceProvider.objects.get()
    first, second = provider.versions.order_by("number")
    assert first.effective_to == second.effective_from == FIRST_OF_MARCH
    assert second.effective_to == datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
    assert standing_at(provider, at=people.NOW).reason is StandingReason.CANCELLED
    assert kinds()[1:] == ["provider-imported", "provider-imported", "cancellation-imported"]
    assert not PendingExpiry.objects.exists()
    assert verified().endswith("as they should be\n")


def test_it_tells_of_no_expiry_that_was_over_before(tmp_path: Path) -> None:
    """R-7.2: the state is derived; thousands of letters about old expiries would help nobody."""
    over = pki.certificate(not_before=datetime(2023, 1, 1, tzinfo=UTC), days=365)
    data = sp_metadata(signing=over)
    imported(a_folder(tmp_path / "f", [row(effective_from="2023-02-01")], {"sp.xml": data}))
    provider = ServiceProvider.objects.get()
    standing = standing_at(provider, at=people.NOW)
    assert (standing.state, standing.reason) == (ProviderState.INACTIVE, StandingReason.EXPIRED)
    while any(step.run(at=people.NOW) for step in STEPS if step.name != "publish"):
        pass
    assert EventKind.PROVIDER_EXPIRED not in kinds()


def test_it_expires_later_like_any_other(tmp_path: Path) -> None:
    imported(a_folder(tmp_path / "f"))
    late = pki.NOT_BEFORE + timedelta(days=731)
    while any(step.run(at=late) for step in STEPS if step.name != "publish"):
        pass
    assert kinds()[-1] == EventKind.PROVIDER_EXPIRED


def test_it_enters_a_key_without_a_use_for_both(tmp_path: Path) -> None:
    key = key_descriptor(pki.base64_of(pki.signing_certificate()))
    data = sp_metadata(signing=(), encryption=(), before_keys=key)
    found = imported(a_folder(tmp_path / "f", metadata={"sp.xml": data}))
    assert CertificateEntry.objects.get().use == "both"
    assert standing_at(ServiceProvider.objects.get(), at=people.NOW).is_active
    assert "signing-and-encryption-keys" in found.waived


def test_it_changes_nothing_the_second_time(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "f", [row(effective_from="2024-05-01", effective_to="2025-01-01")])
    imported(folder)
    before = kinds()
    found = imported(folder, at=people.NOW + timedelta(days=1))
    assert found.is_nothing_new
    assert kinds() == before


def test_it_adds_the_versions_that_came_since(tmp_path: Path) -> None:
    rows = [row(file="old.xml", effective_from="2024-05-01"), row(effective_from="2026-03-01")]
    files = {"old.xml": OLD, "sp.xml": sp_metadata()}
    imported(a_folder(tmp_path / "one", rows[:1], {"old.xml": OLD}))
    imported(a_folder(tmp_path / "two", rows, files))
    first, second = MetadataVersion.objects.order_by("number")
    assert first.effective_to == second.effective_from
    assert second.effective_to is None
    assert verified().endswith("as they should be\n")


def test_it_learns_of_a_cancellation_that_came_since(tmp_path: Path) -> None:
    imported(a_folder(tmp_path / "one"))
    imported(a_folder(tmp_path / "two", [row(effective_to="2026-09-01")]))
    assert standing_at(ServiceProvider.objects.get(), at=people.NOW).reason is StandingReason.CANCELLED
    assert kinds()[-1] == EventKind.CANCELLATION_IMPORTED


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"contact_email": "other@vzory.example"}, "the contact"),
        ({"effective_from": "2026-03-02"}, "effective_from"),
        ({"registered_at": "2020-01-01"}, "has been registered at"),
        ({"ico": "87654321", "organisation": "Cudzia"}, "belongs to Ministerstvo vzorov"),
        ({"file": "other.xml"}, "the file"),
    ],
)
def test_it_reports_what_contradicts_the_register_and_overwrites_nothing(
    tmp_path: Path, changes: dict[str, str], word: str
) -> None:
    imported(a_folder(tmp_path / "one"))
    changed = row(**changes)
    files = {changed["file"]: sp_metadata() if changed["file"] == "sp.xml" else OLD}
    (fault,) = faults(a_folder(tmp_path / "two", [changed], files))
    assert word in fault


def test_it_keeps_the_names_of_known_organisations_and_remarks_on_them(tmp_path: Path) -> None:
    people.organisation(name="Ministerstvo vzorov Slovenskej republiky")
    found = imported(a_folder(tmp_path / "f"))
    assert Organisation.objects.get().name == "Ministerstvo vzorov Slovenskej republiky"
    (remark,) = found.remarks
    assert "the folder calls it Ministerstvo vzorov (OVM)" in remark


def test_it_goes_on_after_a_crash_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch is one transaction: whole providers are there, and a second run enters the rest."""
    monkeypatch.setattr(entering, "BATCH", 2)
    names = [f"https://sp{number}.example" for number in range(5)]
    rows = [row(entity_id=name, file=f"{number}.xml") for number, name in enumerate(names)]
    files = {f"{number}.xml": sp_metadata(entity_id=name) for number, name in enumerate(names)}
    folder = a_folder(tmp_path / "f", rows, files)
    found = examined(folder)
    with pytest.raises(KeyboardInterrupt):
        entering.enter(found, actor=ACTOR, at=people.NOW, progress=_pull_the_plug)
    assert ServiceProvider.objects.count() == 4
    again = imported(folder)
    assert (again.new_providers, ServiceProvider.objects.count()) == (1, 5)
    assert kinds().count("provider-imported") == 5


def _pull_the_plug(done: int, of: int) -> None:
    if done >= 4:
        raise KeyboardInterrupt


def test_it_stops_when_the_file_is_not_the_one_examined(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "f")
    found = examined(folder)
    (folder / "metadata" / "sp.xml").write_bytes(OLD)
    with pytest.raises(entering.Moved, match="has changed meanwhile"):
        entering.enter(found, actor=ACTOR, at=people.NOW)
    assert not ServiceProvider.objects.exists()


def test_it_stops_when_somebody_registered_the_name_meanwhile(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "f")
    found = examined(folder)
    imported(folder)
    with pytest.raises(entering.Moved):
        entering.enter(found, actor=ACTOR, at=people.NOW)
    assert MetadataVersion.objects.count() == 1


@pytest.mark.parametrize(
    "table",
    [
        as_csv([row()], ","),
        as_csv([row()]),
        b"\xef\xbb\xbf" + as_csv([row()]),
        as_csv([row()]).replace(b"\r\n", b"\n"),
        as_csv([row()]).replace(b"entity_id", b" Entity_ID ") + b";;;;;;;;;\r\n\r\n",
    ],
)
def test_it_reads_what_spreadsheets_and_people_write(tmp_path: Path, table: bytes) -> None:
    assert imported(a_folder(tmp_path / "f", register=table)).new_versions == 1


def test_it_imports_the_example_of_the_documentation() -> None:
    found = imported(Path(__file__).parents[2] / "docs" / "examples" / "transfer")
    assert (found.new_providers, len(found.organisations)) == (2, 1)
    assert {"entity-id-form", "keys-differ"} <= set(found.waived)
    reasons = {standing_at(one, at=people.NOW).reason for one in ServiceProvider.objects.all()}
    assert reasons == {StandingReason.CANCELLED, StandingReason.IN_FORCE}


def test_it_says_in_a_dry_run_what_it_would_enter(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "f", [row(entity_id=LEGACY)], {"sp.xml": sp_metadata(entity_id=LEGACY)})
    out = StringIO()
    call_command("import", str(folder), "--dry-run", stdout=out, stderr=StringIO())
    assert out.getvalue().splitlines() == [
        "1 rows, 1 providers that could be understood",
        "to be entered: 1 providers, 1 versions, 0 ends, 1 organisations",
        "waivers to be recorded:",
        "       1  entity-id-form",
        "       1  entity-id-no-path",
    ]
    assert not Event.objects.exists()


def test_it_reports_to_programs(tmp_path: Path) -> None:
    out = StringIO()
    folder = str(a_folder(tmp_path / "f"))
    call_command("import", folder, "--format", "json", stdout=out, stderr=StringIO())
    told = json.loads(out.getvalue())
    assert (told["format"], told["new_versions"], told["faults"]) == ("matrika-import/1", 1, [])
    assert ServiceProvider.objects.count() == 1


def test_it_says_that_nothing_is_new(tmp_path: Path) -> None:
    folder = str(a_folder(tmp_path / "f"))
    said = []
    for _ in range(2):
        out = StringIO()
        call_command("import", folder, stdout=out, stderr=StringIO())
        said.append(out.getvalue().splitlines()[-1])
    assert said == ["everything was entered", "nothing is new; nothing was entered"]
