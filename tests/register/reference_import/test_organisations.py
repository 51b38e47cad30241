"""Snapshots of the RPO and of the OVM list, with the faults such files really have."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from matrika.core.people import Ico, SubjectType
from matrika.register.models import Event, Organisation
from tests import people

TODAY = "2026-11-22"
OVM = """"ICO","URI","Nazov"
"00332674","ico://sk/00332674","Obec Vzorová, okres Vzory"
"00399418","ico://sk/00399418_10001","Materská škola"
"309591","ico://sk/00309591","Obec Iná"
"""
RPO = {
    "id": 7,
    "identifiers": [{"value": "00332674", "validFrom": "1990-01-01"}],
    "fullNames": [
        {"value": "Obec Stará", "validFrom": "1990-01-01", "validTo": "2001-12-31"},
        {"value": "Obec Vzorová", "validFrom": "2002-01-01"},
    ],
    "statutoryBodies": [
        {
            "stakeholderType": {"value": "Starosta", "code": "11"},
            "personName": {"formatedName": "Ing. Adam Predošlý"},
            "validFrom": "2018-12-01",
            "validTo": "2022-11-30",
        },
        {
            "stakeholderType": {"value": "Starosta", "code": "11"},
            "personName": {"formatedName": "Mgr. Jana Vzorová"},
            "validFrom": "2022-12-01",
        },
    ],
}


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: people.NOW)


def load(path: Path, content: str | bytes | object, file_format: str, *options: str) -> str:
    """Write the file, import it, and return everything that was said."""
    raw = content if isinstance(content, bytes) else None
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False) if not raw else ""
    path.write_bytes(raw if raw is not None else text.encode())
    said = io.StringIO()
    try:
        command = ("import_organisations", str(path), "--format", file_format, *options)
        call_command(*command, stdout=said, stderr=said)
    except CommandError as problem:
        said.write(f"ERROR {problem}\n")
    return said.getvalue()


def ovm(tmp_path: Path, content: str | bytes = OVM, *options: str) -> str:
    return load(tmp_path / "ovm.csv", content, "ovm-csv", *options)


def known() -> dict[str, str]:
    return {str(one.full_ico): one.name for one in Organisation.objects.all()}


def test_it_enters_public_authorities_with_suffixes_and_lost_zeros(db: None, tmp_path: Path) -> None:
    said = ovm(tmp_path)
    assert known() == {
        "00332674": "Obec Vzorová, okres Vzory",
        "00399418_10001": "Materská škola",
        "00309591": "Obec Iná",
    }
    assert set(Organisation.objects.values_list("subject_type", "source", "as_of")) == {
        ("OVM", "ovm-list", date(2026, 11, 22))
    }
    assert "new 00309591: name: Obec Iná; subject_type: OVM" in said
    assert "3 differences, 0 rows agree, 0 passed over, 0 left out" in said
    assert Event.objects.filter(kind="organisation-entered").count() == 3


def test_it_changes_nothing_the_second_time(db: None, tmp_path: Path) -> None:
    ovm(tmp_path)
    assert "0 differences, 3 rows agree" in ovm(tmp_path)
    assert Event.objects.count() == 3


def test_it_confirms_the_day_without_an_event(db: None, tmp_path: Path) -> None:
    ovm(tmp_path, OVM, "--as-of", "2026-10-01")
    ovm(tmp_path)
    assert {one.as_of for one in Organisation.objects.all()} == {date(2026, 11, 22)}
    assert Event.objects.count() == 3


def test_it_says_what_a_dry_run_would_do(db: None, tmp_path: Path) -> None:
    said = ovm(tmp_path, OVM, "--dry-run")
    assert "new 00332674" in said
    assert "nothing was changed" in said
    assert not Organisation.objects.exists()


def test_it_enters_only_known_ones_when_asked(db: None, tmp_path: Path) -> None:
    people.organisation(Ico("00309591"), name="Obec Ina", subject_type=SubjectType.PO)
    said = ovm(tmp_path, OVM, "--only-known")
    assert known() == {"00309591": "Obec Iná"}
    assert "changed 00309591: Obec Ina; name: Obec Ina → Obec Iná; subject_type: PO → OVM" in said
    assert "2 passed over" in said


@pytest.mark.parametrize(
    "content",
    [
        OVM.replace(",", ";").replace("Vzorová;", "Vzorová,"),
        "\ufeff" + OVM,
        OVM.replace("\n", "\r\n"),
        OVM.encode("cp1250"),
        OVM.upper().replace("ICO://SK", "ico://sk").encode("cp1250"),
    ],
    ids=["semicolons", "byte-order-mark", "crlf", "windows-1250", "capitals"],
)
def test_it_reads_tables_as_offices_send_them(db: None, tmp_path: Path, content: str | bytes) -> None:
    assert "0 left out" in ovm(tmp_path, content)
    assert known()["00309591"].casefold() == "obec iná"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ('"327727","ico://sk/00327727","Materská \\u0161kola"', "should probably read 'Materská škola'"),
        ('"1","ico://sk/00000001","MaterskÃ¡ Å¡kola"', "should probably read 'Materská škola'"),
        ('"1","ico://sk/00000001","MaterskĂˇ Ĺˇkola"', "should probably read 'Materská škola'"),
        ('"1","ico://sk/00000001","Matersk\ufffd"', "lost on the way"),
        ('"99933312","ico://sk/00800112","X"', "ICO (99933312) and URI (ico://sk/00800112) disagree"),
        ('"1","rc://sk/8001010009","X"', "is no address such as ico://sk/12345678_10001"),
        ('"1","ico://sk/00000001",""', "the name has 0 characters"),
        ('"1","ico://sk/00000001","' + "x" * 1024 + '"', "the name has 1024 characters"),
        ('"332674","ico://sk/00332674","Iná"', "00332674 stands at line 2 already, with other data"),
        ('"123456789","ico://sk/123456789","X"', "'123456789' is no IČO of 8 or 12 digits"),
    ],
)
def test_it_names_each_row_it_leaves_out(db: None, tmp_path: Path, row: str, says: str) -> None:
    said = ovm(tmp_path, OVM + row + "\n")
    assert "left out: line 5: " in said
    assert says in said
    assert "ERROR 1 rows were left out" in said
    assert len(known()) == 3


def test_it_names_the_line_at_which_a_row_begins(db: None, tmp_path: Path) -> None:
    in_two_lines = '"1","rc://sk/1","Obec\nVzorová"'
    assert "left out: line 5: " in ovm(tmp_path, f"{OVM}{in_two_lines}\n")


def test_it_takes_a_row_that_comes_twice_once(db: None, tmp_path: Path) -> None:
    assert "3 differences, 1 rows agree" in ovm(tmp_path, OVM + OVM.splitlines()[1])


def test_it_believes_capitals_that_look_like_another_encoding(db: None, tmp_path: Path) -> None:
    assert "0 left out" in ovm(tmp_path, OVM + '"1","ico://sk/00000001","RÚŽA s.r.o."\n')


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("a,b\n1,2\n", "there is no column uri; the first line has a, b"),
        (b"PK\x03\x04\0\0", "it is no table in text"),
        ('"ICO","URI","Nazov"\n"1" x,"2\n', "line 2"),
    ],
)
def test_it_refuses_what_is_no_such_table(db: None, tmp_path: Path, content: str | bytes, says: str) -> None:
    assert says in ovm(tmp_path, content)


def test_it_ends_those_missing_in_a_complete_list(db: None, tmp_path: Path) -> None:
    ovm(tmp_path, OVM, "--as-of", "2026-10-01")
    people.organisation()  # by hand: no list says anything about it
    rest = "".join(OVM.splitlines(keepends=True)[:3])
    assert "0 differences" in ovm(tmp_path, rest)
    said = ovm(tmp_path, rest, "--complete")
    assert f"ended 00309591: Obec Iná; ended_on: {TODAY}" in said
    assert [one.name for one in Organisation.objects.filter(ended_on__isnull=False)] == ["Obec Iná"]
    assert "ended_on: 2026-11-22 → (none)" in ovm(tmp_path)


def test_it_ends_nobody_when_a_row_was_left_out(db: None, tmp_path: Path) -> None:
    ovm(tmp_path)
    broken = OVM.replace("ico://sk/00309591", "?")
    assert "no missing organisation is ended" in ovm(tmp_path, broken, "--complete")
    assert not Organisation.objects.filter(ended_on__isnull=False).exists()


def test_it_passes_over_an_older_snapshot(db: None, tmp_path: Path) -> None:
    ovm(tmp_path)
    said = ovm(tmp_path, OVM.replace("Iná", "Dávna"), "--as-of", "2026-01-01")
    assert "0 differences, 0 rows agree, 3 passed over" in said


def test_it_refuses_a_day_that_has_not_come(db: None, tmp_path: Path) -> None:
    assert "ERROR 2027-01-01 has not come yet" in ovm(tmp_path, OVM, "--as-of", "2027-01-01")


@pytest.mark.parametrize("wrapped", [RPO, [RPO], {"results": [RPO]}], ids=["entity", "list", "results"])
def test_it_reads_present_and_former_data_of_the_rpo(db: None, tmp_path: Path, wrapped: object) -> None:
    load(tmp_path / "rpo.json", wrapped, "rpo-json")
    entered = Organisation.objects.get()
    assert (entered.name, entered.subject_type, entered.source) == ("Obec Vzorová", "PO", "rpo")
    assert [(one.name, str(one.until)) for one in entered.former_names.all()] == [
        ("Obec Stará", "2001-12-31")
    ]
    body = entered.statutory_bodies.get()
    assert (body.name, body.role, str(body.since)) == ("Mgr. Jana Vzorová", "Starosta", "2022-12-01")


def test_it_reads_the_state_of_an_earlier_day(db: None, tmp_path: Path) -> None:
    load(tmp_path / "rpo.json", RPO, "rpo-json", "--as-of", "2020-06-01")
    body = Organisation.objects.get().statutory_bodies.get()
    assert body.name == "Ing. Adam Predošlý"


def test_it_lets_the_list_say_authority_and_the_rpo_the_name(db: None, tmp_path: Path) -> None:
    load(tmp_path / "rpo.json", RPO, "rpo-json")
    ovm(tmp_path, OVM, "--only-known")
    load(tmp_path / "rpo.json", RPO, "rpo-json")
    one = Organisation.objects.get()
    assert (one.name, one.subject_type, one.source) == ("Obec Vzorová", "OVM", "rpo")


def test_it_reads_a_folder_and_a_termination(db: None, tmp_path: Path) -> None:
    folder = tmp_path / "rpo"
    folder.mkdir()
    (folder / "broken.json").write_text("{")
    said_first = load(folder / "a.json", RPO | {"termination": "2026-10-31"}, "rpo-json")
    assert "ended_on: 2026-10-31" in said_first
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 rows were left out"):
        call_command("import_organisations", str(folder), "--format", "rpo-json", stdout=out, stderr=out)
    assert "broken.json: it is no JSON" in out.getvalue()
    assert Organisation.objects.get().ended_on == date(2026, 10, 31)


@pytest.mark.parametrize(
    "entity", [7, {}, {"identifiers": "x"}, {**RPO, "fullNames": []}, {**RPO, "statutoryBodies": [{}]}]
)
def test_it_names_an_entry_of_the_rpo_it_cannot_use(db: None, tmp_path: Path, entity: object) -> None:
    assert "left out: entry 1: " in load(tmp_path / "rpo.json", [entity], "rpo-json")


def test_it_reads_a_table_of_ones_own(db: None, tmp_path: Path) -> None:
    table = (
        "IČO;suffix;Názov;Typ subjektu;Zánik\n"
        "99999994;0002;Pracovisko;PO;\n99999986;;Zaniknutá;PO;31.10.2026\n1;;Zlá;XX;\n"
    )
    said = load(tmp_path / "own.csv", table, "csv")
    assert known() == {"99999994_0002": "Pracovisko", "99999986": "Zaniknutá"}
    assert "line 4: the subject type is 'XX', not PO or OVM" in said
    assert Organisation.objects.get(ico="99999986").ended_on == date(2026, 10, 31)


def test_it_says_which_file_is_not_there(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.csv could not be read: No such file or directory$"):
        call_command("import_organisations", str(tmp_path / "none.csv"), "--format", "ovm-csv")
