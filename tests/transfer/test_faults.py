"""Everything that is wrong with a folder is said at once, with its line, and nothing is written."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from matrika.register.models import Event
from samllint.document import MAX_BYTES
from tests import people, pki
from tests.metadata import idp_metadata, key_descriptor, sp_metadata
from tests.transfer.folders import a_folder, as_csv, examined, faults, row

pytestmark = pytest.mark.django_db

CELLS = {
    "ico '151742' with ico_suffix '' is no IČO: 8 or 12": {"ico": "151742"},
    "ico '12345678' with ico_suffix '1' is no IČO": {"ico_suffix": "1"},
    "subject_type 'FO' is neither PO nor OVM": {"subject_type": "FO"},
    "organisation is empty": {"organisation": " "},
    "entity_id is empty": {"entity_id": ""},
    "entity_id has 1025 characters, 1024 at most": {"entity_id": "https://" + "a" * 1017},
    "effective_from '' is no day": {"effective_from": ""},
    "effective_from '31.02.2026' is no day": {"effective_from": "31.02.2026"},
    "effective_from '2026-03-01T10:00:00' is no day": {"effective_from": "2026-03-01T10:00:00"},
    "effective_to 'soon' is no day": {"effective_to": "soon"},
    "version '0' is no number": {"version": "0"},
    "contact_email 'a@b, c@d' is no e-mail address": {"contact_email": "a@b, c@d"},
    "contact_phone 'none' is no telephone number": {"contact_phone": "none"},
    "sha256 'abc' is no SHA-256": {"sha256": "abc"},
    "has another SHA-256 than the row says": {"sha256": "0" * 64},
    "file '../register.csv' is no name of a file": {"file": "../register.csv"},
    "file '/etc/passwd' is no name of a file": {"file": "/etc/passwd"},
    "file '..' is no name of a file": {"file": ".."},
    "there is no file metadata/other.xml": {"file": "other.xml"},
    "is still to come": {"effective_from": "2026-12-24"},
    "ends before it begins": {"effective_to": "2025-01-01"},
    "registered_at is later than": {"registered_at": "2026-03-02"},
    "is version 2; version 1 is missing": {"version": "2"},
}


@pytest.mark.parametrize("sentence", CELLS)
def test_it_names_the_cell_that_is_wrong(tmp_path: Path, sentence: str) -> None:
    found = faults(a_folder(tmp_path / "f", [row(**CELLS[sentence])]))
    assert any(fault.startswith("register.csv:2: ") and sentence in fault for fault in found), found


ROWS = {
    "says the same as line 2": [row(), row()],
    "begins before the version of line 2 ends": [
        row(effective_to="2026-05-01"),
        row(effective_from="2026-04-30"),
    ],
    "the owner is 87654321, in line 2 it is 12345678": [
        row(effective_to="2026-04-01"),
        row(effective_from="2026-04-01", ico="87654321", organisation="Iná"),
    ],
    "elsewhere in the folder Ministerstvo vzorov (OVM)": [
        row(effective_to="2026-04-01"),
        row(effective_from="2026-04-01", organisation="Iné meno"),
    ],
    "registered_at is not that of line 2": [
        row(registered_at="2020-01-01"),
        row(effective_from="2026-04-01", registered_at="2021-01-01"),
    ],
    "has no version number": [row(version="1"), row(effective_from="2026-04-01")],
}


@pytest.mark.parametrize("sentence", ROWS)
def test_it_names_the_row_that_contradicts_another(tmp_path: Path, sentence: str) -> None:
    (fault,) = faults(a_folder(tmp_path / "f", ROWS[sentence]))
    assert fault.startswith("register.csv:3: ")
    assert sentence in fault


TABLES = {
    "register.csv:1: there is no column file": as_csv([{"entity_id": "x"}]),
    "register.csv:1: a column 'note' is not known": as_csv([row(note="")]),
    "register.csv:1: there is more than one column file": b"file;" + as_csv([row()]),
    "register.csv: is not UTF-8 (line 2)": as_csv([row()]).decode().encode("cp1250"),
    "register.csv:2: has 3 cells, the header has 10": as_csv([row()]).split(b"\n")[0] + b"\na;b;c\n",
    "register.csv:2: has a zero byte": as_csv([row(contact_name="a\0b")]),
    "register.csv:2: cannot be read as CSV": as_csv([row()]).split(b"\n")[0] + b'\n"a;b',
}


@pytest.mark.parametrize("sentence", TABLES)
def test_it_names_what_is_wrong_with_the_table(tmp_path: Path, sentence: str) -> None:
    found = faults(a_folder(tmp_path / "f", register=TABLES[sentence]))
    assert any(fault.startswith(sentence) for fault in found), found


PRIVATE = pki.base64_of(pki.private_pem(pki.key()).encode())
FILES = {
    "cannot be read as metadata: not-xml": b"%PDF-1.7",
    "cannot be read as metadata: not-well-formed": sp_metadata()[:-20],
    "cannot be read as metadata: doctype": b"<!DOCTYPE a><a/>",
    "cannot be read as metadata: not-metadata": b"<a/>",
    "cannot be read as metadata: private-key": pki.private_pem(pki.key()).encode(),
    "is of 'https://other.example', not of 'https://sp.example'": sp_metadata(
        entity_id="https://other.example"
    ),
    "is of None": sp_metadata(without="entityID"),
    "bytes, at most": b" " * (MAX_BYTES + 1),
    "holds a private key": sp_metadata(
        after_keys=key_descriptor(pki.base64_of(pki.private_der(pki.key())), "signing")
    ),
}


@pytest.mark.parametrize("sentence", FILES)
def test_it_takes_no_file_that_no_waiver_could_mend(tmp_path: Path, sentence: str) -> None:
    (fault,) = faults(a_folder(tmp_path / "f", metadata={"sp.xml": FILES[sentence]}))
    assert fault.startswith("register.csv:2: ")
    assert sentence in fault


def test_it_follows_no_link_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_bytes(sp_metadata())
    folder = a_folder(tmp_path / "f", metadata={})
    (folder / "metadata" / "sp.xml").symlink_to(tmp_path / "secret.xml")
    assert faults(folder) == ["register.csv:2: metadata/sp.xml is no ordinary file"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("register.csv", "register.csv: there is no such file in the folder"),
        ("metadata", "metadata: there is no such folder"),
    ],
)
def test_it_takes_no_part_of_the_folder_from_elsewhere(tmp_path: Path, name: str, sentence: str) -> None:
    folder = a_folder(tmp_path / "f")
    (folder / name).rename(tmp_path / "elsewhere")
    (folder / name).symlink_to(tmp_path / "elsewhere")
    assert sentence in faults(folder)


@pytest.mark.parametrize("options", [("--format", "text"), ("--format", "json")])
def test_it_lets_no_name_write_to_the_terminal(tmp_path: Path, options: tuple[str, str]) -> None:
    folder = a_folder(
        tmp_path / "f", metadata={"sp.xml": sp_metadata(), "\x1b[2J\nžlté.xml": b"", "\udcff": b""}
    )
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("import", str(folder), "--dry-run", *options, stdout=said, stderr=StringIO())
    assert said.getvalue().replace("\\\\", "\\").count(r"metadata/\x1b[2J\nžlté.xml") == 1
    assert said.getvalue().encode()  # as a strict terminal would


def test_it_names_a_file_that_no_row_names(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "f", metadata={"sp.xml": sp_metadata(), "lost.xml": sp_metadata()})
    assert faults(folder) == ["metadata/lost.xml: no row of register.csv names this file"]


def test_it_needs_a_register_and_a_folder_of_files(tmp_path: Path) -> None:
    assert faults(tmp_path) == [
        "register.csv: there is no such file in the folder",
        "metadata: there is no such folder",
    ]


def test_it_says_everything_at_once_and_writes_nothing(tmp_path: Path) -> None:
    rows = [row(ico="1"), row(entity_id="https://b.example", file="b.xml"), row(effective_from="x")]
    folder = a_folder(tmp_path / "f", rows)
    out = StringIO()
    with pytest.raises(CommandError, match="3 faults; nothing was entered"):
        call_command("import", str(folder), stdout=out, stderr=StringIO())
    assert [line.split(":")[1] for line in out.getvalue().splitlines() if ".csv:" in line] == ["2", "4", "3"]
    assert not Event.objects.exists()


WAIVERS = {
    "register.csv has no version 2 of https://sp.example": {"version": "2"},
    "a waiver needs a rule and a reason": {"reason": ""},
    "granted_at 'x' is no day": {"granted_at": "x"},
}


@pytest.mark.parametrize("sentence", WAIVERS)
def test_it_names_what_is_wrong_with_a_waiver(tmp_path: Path, sentence: str) -> None:
    waiver = {"entity_id": "https://sp.example", "version": "1", "rule": "keys-differ", "reason": "r"}
    (fault,) = faults(a_folder(tmp_path / "f", waivers=[{**waiver, **WAIVERS[sentence]}]))
    assert fault.startswith("waivers.csv:2: ")
    assert sentence in fault


def test_it_takes_metadata_of_another_role_with_a_waiver(tmp_path: Path) -> None:
    """Such a record is never active: it has no certificate of a service provider."""
    data = idp_metadata("https://sp.example")
    found = examined(a_folder(tmp_path / "f", metadata={"sp.xml": data}), at=people.NOW)
    assert found.faults == []
    assert "sp-role" in found.waived
