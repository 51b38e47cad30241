"""`samllint diff`, as a shell sees it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from samllint.cli import main
from tests.metadata import sp_metadata

OLD = sp_metadata()


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    (tmp_path / "old.xml").write_bytes(OLD)
    (tmp_path / "spaces.xml").write_bytes(OLD.replace(b"\n", b"\r\n"))
    (tmp_path / "new.xml").write_bytes(sp_metadata(replace={"sp.example/acs": "sp.example/consume"}))
    (tmp_path / "page.html").write_bytes(b"<html></html>")


@pytest.mark.parametrize(("new", "status"), [("old.xml", 0), ("spaces.xml", 0), ("new.xml", 1)])
def test_it_exits_by_the_meaning(new: str, status: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old.xml", new]) == status
    said = capsys.readouterr()
    assert said.out.count("\n") == 1
    assert said.err == ""


@pytest.mark.parametrize("missing", ["missing.xml", "page.html", "."])
def test_it_exits_with_2_for_what_cannot_be_read(missing: str, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["old.xml", missing], [missing, "old.xml"]):
        assert main(["diff", *arguments]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith(f"samllint: {missing}: ")
        assert said.err.count("\n") == 1


def test_it_reads_standard_input_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(OLD)))
    assert main(["diff", "old.xml", "-"]) == 0
    assert main(["diff", "-", "-"]) == 2
    assert capsys.readouterr().err == "samllint: standard input is read once\n"


def test_it_writes_json_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "--lang", "sk", "--format", "json", "old.xml", "new.xml"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["format"] == "samllint-difference/1"
    assert (said["old"], said["new"], said["language"]) == ("old.xml", "new.xml", "sk")
    assert (said["same_bytes"], said["same_meaning"]) == (False, False)
    (change,) = said["endpoints"]
    assert change["change"] == "changed"
    assert change["after"]["location"] == "https://sp.example/consume"
    assert said["sentences"] == [
        "Zmenené: AssertionConsumerService HTTP-POST https://sp.example/acs (index 0, predvolená)"
        " → AssertionConsumerService HTTP-POST https://sp.example/consume (index 0, predvolená)."
    ]
    assert [one["use"] for one in said["certificates"]["kept"]] == ["signing", "encryption"]
    assert said["certificates"]["kept"][0]["not_before"] == "2026-01-15T12:00:00Z"
