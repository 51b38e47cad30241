"""The command, as a shell sees it (subprocess) and as Python does (main)."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samllint.cli import main
from tests.metadata import sp_metadata
from tests.pki import certificate, key

AT = "--at=2026-06-01"
# An IČO with a right check digit, so that not even a notice is found.
KEYS = {"signing": certificate(cn="ico-12345679"), "encryption": certificate(cn="ico-12345679", key=key(2))}
GOOD = sp_metadata(**KEYS)
BAD = sp_metadata(**KEYS, replace={"https://sp.example/slo/response": "http://sp.example/slo"})
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with one good and one bad document, in an English environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    (tmp_path / "good.xml").write_bytes(GOOD)
    (tmp_path / "bad.xml").write_bytes(BAD)
    return tmp_path


def shell(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "samllint", *arguments],
        input=stdin,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
        timeout=60,
    )


def test_it_exits_with_0_where_nothing_is_wrong(folder: Path) -> None:
    done = shell("check", AT, "good.xml")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"good.xml: in order")


def test_it_exits_with_1_and_shows_the_line_where_something_is(folder: Path) -> None:
    done = shell("check", AT, "bad.xml")
    assert done.returncode == 1
    assert b"NASES SP 1.2 \xc2\xa73.2(8)" in done.stdout
    line, caret = [row.partition("| ")[2] for row in done.stdout.decode().splitlines() if "| " in row]
    assert line[caret.index("^") :].startswith('ResponseLocation="http://')


@pytest.mark.parametrize("content", [b"", b"hello", b"<html></html>", b"\xff\xfe\x00", b"<a/>"])
def test_it_exits_with_1_for_a_file_that_is_no_metadata(folder: Path, content: bytes) -> None:
    (folder / "other").write_bytes(content)
    assert shell("check", AT, "other").returncode == 1


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("check",),
        ("check", "missing.xml"),
        ("check", "empty"),
        ("check", "--at", "soon", "good.xml"),
        ("check", "--at", "9999-12-31T23:59:59Z", "good.xml"),
        ("check", "--at", "0001-01-01", "good.xml"),
        ("check", "--profile", "none", "good.xml"),
        ("check", "--output", "no/such/folder/out.json", "good.xml"),
        ("check", AT, "--output", "empty", "good.xml"),
        ("check", "bad\0name"),
        ("explain", "no-such-rule"),
        ("new", "--ico", "123", "--entity-id", "https://sp.example"),
        ("frobnicate",),
    ],
)
def test_it_exits_with_2_for_what_cannot_be_done(
    folder: Path, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "empty").mkdir()
    try:
        status = main(arguments)
    except SystemExit as stop:
        status = int(stop.code or 0)
    said = capsys.readouterr()
    assert (status, said.out) == (2, "") or "documents: 1 · unreadable 1" in said.out
    assert said.err
    assert not list(folder.glob("*.part"))


def test_it_waits_for_no_pipe_in_a_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(folder / "pipe.xml")
    assert main(["check", AT, "."]) == 2
    assert "pipe.xml: it is no regular file" in capsys.readouterr().err


def test_it_judges_the_others_when_a_file_cannot_be_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", AT, "bad.xml", "missing.xml", "good.xml"]) == 2
    said = capsys.readouterr()
    assert "samllint: missing.xml: there is no such file" in said.err
    assert "documents: 3 · in order 1, not acceptable 1, unreadable 1" in said.out


def test_it_reads_standard_input(folder: Path) -> None:
    assert shell("check", AT, "-", stdin=GOOD).returncode == 0
    assert shell("check", AT, "-", stdin=BAD).returncode == 1


def test_it_takes_what_the_form_takes(folder: Path) -> None:
    assert shell("check", AT, "--base64", "-", stdin=base64.b64encode(GOOD)).returncode == 0
    done = shell("check", AT, "--base64", "-", stdin=base64.b64encode(GOOD) + b"*")
    assert (done.returncode, b"base64-field" in done.stdout) == (1, True)


def test_it_walks_folders_and_ends_with_a_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "er" / "C.XML").write_bytes(GOOD)
    (folder / "deep" / "notes.txt").write_bytes(b"no metadata")
    assert main(["check", AT, "--lang", "sk", "--quiet", "."]) == 1
    said = capsys.readouterr().out
    assert "dokumenty: 3 · v poriadku 2, neprijateľné 1" in said
    assert [line.split() for line in said.splitlines()][-1] == ["slo-location-https", "chyba", "1", "1"]
    assert main(["check", AT, "--pattern", "*.txt", "deep"]) == 1


def test_it_prints_one_object_for_a_file_and_a_list_for_a_folder(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", AT, "--format", "json", "bad.xml"])
    one = json.loads(capsys.readouterr().out)
    assert (one["format"], one["file"], one["verdict"]) == ("samllint-report/1", "bad.xml", "failed")
    main(["check", AT, "--format", "json", "bad.xml", "missing.xml"])
    both = json.loads(capsys.readouterr().out)
    assert (both["format"], both["documents"][0]) == ("samllint-reports/1", one)
    assert both["unreadable"] == [{"file": "missing.xml", "reason": "there is no such file"}]


def test_it_writes_a_file_whole_or_not_at_all(folder: Path) -> None:
    assert main(["check", AT, "--format", "json", "--output", "out.json", "good.xml"]) == 0
    assert json.loads((folder / "out.json").read_text())["verdict"] == "passed"
    assert [path.name for path in folder.glob("*.part")] == []


def test_it_takes_the_threshold_for_its_status(folder: Path) -> None:
    (folder / "broken-lines.b64").write_bytes(base64.encodebytes(GOOD))
    command = ["check", AT, "--base64", "broken-lines.b64", "--severity"]
    assert [main([*command, severity]) for severity in ("error", "warning", "notice")] == [0, 0, 1]


@pytest.mark.parametrize(
    ("given_at", "instant"),
    [
        ("2026-06-01", "2026-05-31T22:00:00Z"),
        ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z"),
        ("2026-01-31T12:00:00", "2026-01-31T11:00:00Z"),
    ],
)
def test_it_takes_days_as_they_begin_in_bratislava(
    folder: Path, capsys: pytest.CaptureFixture[str], given_at: str, instant: str
) -> None:
    main(["check", "--at", given_at, "--format", "json", "good.xml"])
    assert json.loads(capsys.readouterr().out)["at"] == instant


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({"LC_ALL": "", "LANG": "en_GB.UTF-8"}, "error"),
        ({"LC_ALL": "C.UTF-8"}, "chyba"),
        ({"LC_ALL": "C"}, "chyba"),
    ],
)
def test_it_speaks_slovak_unless_the_environment_is_english(
    folder: Path, environment: dict[str, str], word: str
) -> None:
    done = shell("check", AT, "bad.xml", **environment)
    assert (done.returncode, word.encode() in done.stdout) == (1, True)


def test_it_says_nothing_when_the_reader_has_gone(folder: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "samllint", "check", AT, *["bad.xml"] * 200],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert process.stdout is not None and process.stderr is not None  # noqa: PT018
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(60) == 141
    process.stderr.close()


@pytest.mark.parametrize(
    ("redirection", "status", "said"),
    [
        ("check good.xml > /dev/full", 2, "cannot be written: No space left on device"),
        ("check good.xml >&-", 0, ""),
        ("check - <&-", 2, "standard input is closed"),
    ],
)
def test_it_bears_what_the_shell_does_to_its_streams(
    folder: Path, redirection: str, status: int, said: str
) -> None:
    command = ["sh", "-c", f"exec {sys.executable} -m samllint {redirection} {AT}"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)
    assert done.returncode == status
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_it_ends_quietly_on_ctrl_c(folder: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "samllint", "check", AT, "good.xml", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    process.stdout.readline()  # the first document is done; now it waits for standard input
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert (process.returncode, b"Traceback" in said, b"interrupted" in said) == (130, False, True)


def test_it_makes_a_provider_that_passes_and_never_overwrites(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [
        "new",
        "--ico",
        "12345679",
        "--suffix",
        "10001",
        "--entity-id",
        "https://sp.example",
        "--out",
        "sp",
    ]
    assert main(command) == 0
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in (folder / "sp").glob("*.key")} == {
        "signing.key": "0o600",
        "encryption.key": "0o600",
    }
    assert main(["check", "--owner", "12345679_10001", "--severity", "notice", "sp/sp.xml"]) == 0
    before = (folder / "sp" / "signing.key").read_bytes()
    assert main(command) == 2
    assert (folder / "sp" / "signing.key").read_bytes() == before
    assert "nothing is overwritten" in capsys.readouterr().err


MANGLED = st.builds(
    lambda at, new, cut: GOOD[:at] + new + GOOD[at + cut :],
    st.integers(0, len(GOOD)),
    st.binary(max_size=12),
    st.integers(0, 40),
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.binary(max_size=300) | MANGLED, st.sampled_from(["text", "json", "sarif", "junit"]), st.booleans())
def test_it_never_breaks_whatever_the_bytes_are(
    folder: Path, capsys: pytest.CaptureFixture[str], data: bytes, form: str, is_base64: bool
) -> None:
    (folder / "any.xml").write_bytes(data)
    arguments = ["check", AT, "--format", form, "any.xml", *["--base64"] * is_base64]
    assert main(arguments) in (0, 1)
    capsys.readouterr()
