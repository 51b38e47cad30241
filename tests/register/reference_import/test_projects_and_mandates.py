"""Projects and mandates from tables: differences in words, rows left out by name, nothing twice."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from matrika.register.models import Event, IntegrationProject, Mandate
from tests import people

PROJECTS = "ico,name,abbreviation,finished_on,ended_on\n12345678,Portál vzorov,PVZ,31.5.2026,\n"
MANDATES = "username;ico;ground;since\nboris;12345678;mailbox;2026-01-02\n"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: people.NOW)


def load(tmp_path: Path, command: str, content: str, *options: str, name: str = "table.csv") -> str:
    (tmp_path / name).write_text(content)
    said = io.StringIO()
    try:
        call_command(command, str(tmp_path / name), *options, stdout=said, stderr=said)
    except CommandError as problem:
        said.write(f"ERROR {problem}\n")
    return said.getvalue()


def test_it_imports_projects_once(db: None, tmp_path: Path) -> None:
    people.organisation()
    said = load(tmp_path, "import_projects", PROJECTS)
    assert "new Portál vzorov of Ministerstvo vzorov (12345678): abbreviation: PVZ" in said
    assert "0 differences, 1 rows agree" in load(tmp_path, "import_projects", PROJECTS)
    assert Event.objects.count() == 1
    ended = PROJECTS.replace("2026,\n", "2026,2026-11-01\n")
    assert "changed Portál vzorov" in load(tmp_path, "import_projects", ended)
    assert IntegrationProject.objects.get().state == "ended"


def test_it_reads_json_too(db: None, tmp_path: Path) -> None:
    people.organisation()
    entries = json.dumps([{"ico": 12345678, "name": "Portál", "finished_on": None}])
    assert "0 left out" in load(tmp_path, "import_projects", entries, name="projects.json")
    assert IntegrationProject.objects.get().state == "open"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("87654321,Portál,,,", "line 3: there is no organisation 87654321"),
        ("12345678,Iný,PVZ,,", "the abbreviation PVZ is that of Portál vzorov"),
        ("12345678,Iný,pvž,,", "is no abbreviation"),
        ("12345678,Iný,,zajtra,", "'zajtra' is no day such as"),
        ("12345678,Iný,,2027-01-01,", "2027-01-01 has not come yet"),
        ("12345678,Iný, druhá etapa,,2026-05-31,", "line 3: it has more cells than the first line"),
        ("12345678,Portál vzorov,XYZ,,", "stands before already, with other data"),
    ],
)
def test_it_names_each_project_it_leaves_out(db: None, tmp_path: Path, row: str, says: str) -> None:
    people.organisation()
    load(tmp_path, "import_projects", PROJECTS)
    assert says in load(tmp_path, "import_projects", f"{PROJECTS}{row}\n")
    assert IntegrationProject.objects.count() == 1


def test_it_gives_and_ends_mandates(db: None, tmp_path: Path) -> None:
    people.organisation()
    people.person("boris", "Boris", "Bukový")
    said = load(tmp_path, "import_mandates", MANDATES)
    assert "new boris acts for Ministerstvo vzorov (12345678): mailbox, since 2026-01-02" in said
    assert "1 rows agree" in load(tmp_path, "import_mandates", MANDATES)
    corrected = MANDATES.replace("mailbox", "power-of-attorney")
    assert "changed boris" in load(tmp_path, "import_mandates", corrected)
    assert Event.objects.last().data["changes"] == [
        {"datum": "ground", "old": "mailbox", "new": "power-of-attorney"}
    ]
    until = "username,ico,until\nboris,12345678,2026-11-22\n"
    assert "ended boris acts no more" in load(tmp_path, "import_mandates", until)
    assert not Mandate.objects.exists()
    assert "0 differences, 1 rows agree" in load(tmp_path, "import_mandates", until)


def test_it_ends_the_others_of_a_complete_table(db: None, tmp_path: Path) -> None:
    people.alzbeta(), people.boris(), people.cyril()
    assert "0 differences" not in load(tmp_path, "import_mandates", MANDATES, "--complete")
    left = {(one.person.username, one.organisation.ico) for one in Mandate.objects.all()}
    assert left == {("boris", "12345678"), ("cyril", "87654321")}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("nobody;12345678;;", "there is no person nobody"),
        ("zita;12345678;;", "zita is staff (reviewer); only applicants act for organisations"),
        ("cyril;12345678;love;", "'love' is no ground: statutory-body, mailbox, power-of-attorney"),
        ("cyril;12345678;;2027-01-01", "a day lies ahead"),
        ("boris;12345678;;", "boris for 12345678 stands before already"),
    ],
)
def test_it_names_each_mandate_it_leaves_out(db: None, tmp_path: Path, row: str, says: str) -> None:
    people.alzbeta(), people.boris(), people.cyril(), people.zita()
    said = load(tmp_path, "import_mandates", f"{MANDATES}{row}\n", "--complete")
    assert f"line 3: {says}" in said
    assert "no missing mandate is ended" in said
    assert Mandate.objects.count() == 3


@pytest.mark.parametrize("username", ["bo\ud83dris", "boris\0"])
def test_it_leaves_out_text_that_no_database_can_hold(db: None, tmp_path: Path, username: str) -> None:
    people.boris()
    table = json.dumps([{"username": username, "ico": "12345678"}])
    said = load(tmp_path, "import_mandates", table, name="table.json")
    assert f"entry 1: {username!r} has characters that were lost on the way" in said
