"""R-3.9: what was registered elsewhere is not judged by today's rules; each broken rule is a waiver."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from matrika.core.events import EventKind
from matrika.filings.models import Filing
from matrika.filings.submit import examine, submit
from matrika.publication.models import PublishedEntity
from matrika.register.models import Event, MetadataVersion, ServiceProvider, Waiver
from samllint.report import Outcome
from tests import people, pki
from tests.applications import change, in_effect
from tests.metadata import sp_metadata
from tests.publication.registering import keys, publish_all
from tests.transfer.folders import ACTOR, a_folder, examined, imported, row

__all__ = ["keys"]
pytestmark = pytest.mark.django_db

LEGACY = "http://legacy.example/saml"
SAME = pki.certificate(subject=pki.name(("CN", "sp.projekt.upvsfix.ext.example")))
BROKEN = {"entity-id-form", "entity-id-no-path", "keys-differ", "certificate-common-name"}


def legacy(**changes: object) -> bytes:
    """As real records are: an old name, one certificate for both uses, another CN."""
    return sp_metadata(entity_id=LEGACY, signing=SAME, encryption=SAME, **changes)  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return a_folder(tmp_path / "f", [row(entity_id=LEGACY)], {"sp.xml": legacy()})


def test_it_records_a_waiver_for_each_rule_that_an_entry_breaks(folder: Path) -> None:
    found = imported(folder)
    assert set(found.waived) == set(Waiver.objects.values_list("rule_id", flat=True)) >= BROKEN
    waiver = Waiver.objects.get(rule_id="entity-id-form")
    assert (waiver.granted_by, waiver.granted_at) == (ACTOR, people.NOW)
    assert "http://legacy.example/saml" in waiver.reason
    event = Event.objects.get(kind=EventKind.PROVIDER_IMPORTED)
    assert {one["rule"] for one in event.data["waivers"]} == set(found.waived)


def test_it_waives_nothing_that_is_in_order(tmp_path: Path) -> None:
    assert not examined(a_folder(tmp_path / "f")).waived


def test_it_judges_each_version_for_its_own_day(tmp_path: Path) -> None:
    """A certificate that has run out since is no fault of the day on which it was registered."""
    then = pki.NOT_BEFORE - timedelta(days=800)
    old = sp_metadata(
        signing=pki.certificate(not_before=then),
        encryption=pki.certificate(not_before=then, key=pki.key(2)),
    )
    rows = [row(file="old.xml", effective_from="2024-01-10", effective_to="2025-01-01")]
    assert not examined(a_folder(tmp_path / "f", rows, {"old.xml": old})).waived


def test_it_keeps_waivers_for_good(folder: Path) -> None:
    imported(folder)
    for act in (lambda: Waiver.objects.update(reason="x"), lambda: Waiver.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


@pytest.mark.usefixtures("keys")
def test_it_publishes_an_entry_whatever_is_waived(tmp_path: Path) -> None:
    """Also one that departs from the schema: what identity providers know must not vanish by a migration."""
    wrong = legacy(replace={'index="0"': 'index="first"'})
    found = imported(a_folder(tmp_path / "f", [row(entity_id=LEGACY)], {"sp.xml": wrong}))
    assert "schema-valid" in found.waived
    publish_all(at=people.NOW)
    assert PublishedEntity.objects.get().provider.entity_id == LEGACY


def _mended() -> bytes:
    return sp_metadata(entity_id=LEGACY)


def test_it_lets_a_change_keep_the_name_that_cannot_be_changed(folder: Path) -> None:
    """R-4.2: the entityID stays; everything else is asked of a change like of any other."""
    imported(folder)
    provider = in_effect(change(entity_id=LEGACY, metadata=_mended()), at=people.NOW)
    version = provider.versions.get(number=2)
    assert set(version.waivers.values_list("rule_id", flat=True)) == {"entity-id-form", "entity-id-no-path"}
    assert version.waivers.first().granted_at == people.NOW
    event = Event.objects.get(kind=EventKind.PROVIDER_CHANGED)
    assert {one["rule"] for one in event.data["waivers"]} == {"entity-id-form", "entity-id-no-path"}
    again = in_effect(change(entity_id=LEGACY, metadata=_mended() + b"\n"), at=people.NOW + timedelta(days=3))
    assert again.versions.get(number=3).waivers.count() == 2


def test_it_asks_of_a_change_what_the_applicant_can_mend(folder: Path) -> None:
    imported(folder)
    application = change(entity_id=LEGACY, metadata=legacy())
    found = examine(application, actor=people.alzbeta(), at=people.NOW)
    (faulty,) = found.problems
    assert faulty.name == "metadata-faulty"
    assert "keys-differ" in faulty.detail
    assert "entity-id-form" not in faulty.detail


def test_it_waives_nothing_for_a_registration(folder: Path) -> None:
    imported(folder)
    other = change(entity_id="http://other.example", metadata=sp_metadata(entity_id="http://other.example"))
    found = examine(other, actor=people.alzbeta(), at=people.NOW)
    assert found.report is not None
    assert found.report.count(Outcome.WAIVED) == 0


def test_it_shows_waived_rules_in_reports(folder: Path, client: Client) -> None:
    imported(folder)
    filing = submit(
        change(entity_id=LEGACY, metadata=_mended()),
        actor=people.alzbeta(),
        acting_for=people.organisation(),
        at=people.NOW,
    )
    report = Filing.objects.get(pk=filing.pk).report
    assert report is not None
    client.force_login(people.zita())
    page = client.get(f"/konzola/ziadosti/{filing.number}/").content.decode()
    assert "Výnimka" in page
    assert "Zaznamenaná výnimka: Prevzaté z iného registra." in page


def test_it_shows_the_waivers_on_the_page_of_the_provider(folder: Path, client: Client) -> None:
    imported(folder)
    client.force_login(people.zita())
    page = client.get(f"/profil/poskytovatelia/{ServiceProvider.objects.get().pk}/").content.decode()
    assert "Výnimky z pravidiel" in page
    assert "keys-differ" in page


def test_it_takes_waivers_with_reasons_of_somebody_else(tmp_path: Path) -> None:
    waiver = {
        "entity_id": LEGACY,
        "version": "1",
        "rule": "keys-differ",
        "reason": "Výnimka NASES č. 7/2020",
        "granted_by": "NASES",
        "granted_at": "2020-02-03",
    }
    folder = a_folder(tmp_path / "f", [row(entity_id=LEGACY)], {"sp.xml": legacy()}, waivers=[waiver])
    imported(folder)
    kept = Waiver.objects.get(rule_id="keys-differ")
    assert (kept.reason, kept.granted_by) == ("Výnimka NASES č. 7/2020", "NASES")
    assert kept.granted_at.isoformat() == "2020-02-02T23:00:00+00:00"
    assert imported(folder).is_nothing_new


def test_it_waives_nothing_afterwards(tmp_path: Path) -> None:
    """A registered version's waivers are history."""
    imported(a_folder(tmp_path / "one"))
    waiver = {"entity_id": "https://sp.example", "version": "1", "rule": "keys-differ", "reason": "r"}
    found = examined(a_folder(tmp_path / "two", waivers=[waiver]))
    assert "is not waived like this in the register" in str(found.faults[0])
    assert MetadataVersion.objects.get().waivers.count() == 0
