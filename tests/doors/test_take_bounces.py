"""`matrika take_bounces`: from a pipe and from a Maildir (R-8.3)."""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError

from matrika.core.events import EventKind
from matrika.notices import bounces, return_address
from matrika.notices.deliver import claim, record
from matrika.notices.models import Delivery
from matrika.notices.write import write_next
from matrika.outside.bounce import MAX_BYTES
from tests.notices.makers import happened
from tests.notices.returned import ANSWER, bounce

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def _bounces_come_back(settings: Any) -> None:
    settings.MAIL_BOUNCES = "bounces@register.example"


@pytest.fixture
def in_hand() -> Delivery:
    """A letter that a worker has claimed and, perhaps, sent."""
    happened(EventKind.FILING_ACCEPTED, acting_for=None)
    write_next(at=NOW)
    delivery = claim(at=NOW)
    assert delivery
    return delivery


@pytest.fixture
def sent(in_hand: Delivery) -> Delivery:
    assert record(in_hand, delivered_at=NOW)
    return in_hand


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    return tmp_path


def take(*arguments: Any) -> str:
    told = StringIO()
    call_command("take_bounces", *arguments, stdout=told)
    return told.getvalue().strip()


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch):
    def piped(raw: bytes) -> str:
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
        return take()

    return piped


def test_it_reads_what_a_mail_server_pipes(pipe, sent: Delivery) -> None:
    assert pipe(bounce(return_address.of(sent))).startswith("recorded: 1, passed over: 0, not ours: 0")
    sent.refresh_from_db()
    assert sent.bounced_at is not None


def test_it_reads_a_huge_message_to_its_end(pipe, sent: Delivery, monkeypatch: pytest.MonkeyPatch) -> None:
    huge = bounce(return_address.of(sent), original="x" * 3 * MAX_BYTES)
    assert pipe(huge).startswith("recorded: 1")
    assert os.sys.stdin.buffer.read() == b""  # whoever pipes is not cut off


@pytest.mark.parametrize("raw", [b"", ANSWER, b"\xff" * 100])
def test_it_takes_anything_calmly(pipe, raw: bytes) -> None:
    assert pipe(raw).endswith("not a bounce: 1")


def test_it_asks_the_mail_server_to_come_back(pipe, in_hand: Delivery) -> None:
    with pytest.raises(SystemExit) as ended:
        pipe(bounce(return_address.of(in_hand)))
    assert ended.value.code == 75


def test_it_asks_to_come_back_when_there_is_no_database(pipe, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(raw: bytes, *, at: datetime) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(bounces, "take", away)
    with pytest.raises(SystemExit) as ended:
        pipe(b"")
    assert ended.value.code == 75


def test_it_reads_the_new_messages_of_a_maildir_once(maildir: Path, sent: Delivery) -> None:
    (maildir / "new" / "1.a").write_bytes(bounce(return_address.of(sent)))
    (maildir / "new" / "2.b").write_bytes(ANSWER)
    assert take(maildir) == "recorded: 1, passed over: 0, not ours: 0, not a bounce: 1"
    assert sorted(file.name for file in (maildir / "cur").iterdir()) == ["1.a:2,S", "2.b:2,S"]
    assert take(maildir) == "recorded: 0, passed over: 0, not ours: 0, not a bounce: 0"


def test_it_leaves_for_later_what_came_too_early(maildir: Path, in_hand: Delivery) -> None:
    (maildir / "new" / "1.a").write_bytes(bounce(return_address.of(in_hand)))
    (maildir / "new" / "2.b").write_bytes(ANSWER)
    assert take(maildir).endswith("not a bounce: 1")
    assert [file.name for file in (maildir / "new").iterdir()] == ["1.a"]
    record(in_hand, delivered_at=NOW + timedelta(seconds=1))
    assert take(maildir).startswith("recorded: 1")


def test_it_follows_no_link_and_waits_at_no_pipe(maildir: Path, sent: Delivery, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(bounce(return_address.of(sent)))
    (maildir / "new" / "1.link").symlink_to(elsewhere)
    os.mkfifo(maildir / "new" / "2.pipe")
    (maildir / "new" / "3.folder").mkdir()
    assert take(maildir).startswith("recorded: 0")
    assert elsewhere.exists()


def test_it_says_what_is_no_maildir(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no Maildir"):
        take(tmp_path)
