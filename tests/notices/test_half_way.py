"""A mail server pulled away while it is reading a letter: nothing is lost, and nothing doubled (R-8)."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from matrika.core.events import EventKind
from matrika.notices.deliver import deliver_next
from matrika.notices.models import Delivery
from matrika.notices.write import write_next
from tests.notices.makers import NOON, happened
from tests.notices.smtp import PATIENCE, MailServer

pytestmark = pytest.mark.django_db
READ = 200  # bytes of the letter, then it happens


class HalfWay:
    """Speaks SMTP until it has read a piece of the letter."""

    def __init__(self, *, drops: bool) -> None:
        self.drops = drops
        self.read = b""
        self.done = threading.Event()

    def serve(self, listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection:
            connection.settimeout(PATIENCE)
            lines = connection.makefile("rb")
            connection.sendall(b"220 half.example\r\n")
            for line in lines:
                if line.upper().startswith(b"DATA"):
                    break
                connection.sendall(b"250 OK\r\n")
            connection.sendall(b"354 go on\r\n")
            self.read = lines.read(READ)
            lines.close()
            if self.drops:
                # An abrupt end, as of a machine that lost its power: not even what came is confirmed.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            else:
                self.done.wait(PATIENCE)


@contextmanager
def half_way(settings: Any, *, drops: bool) -> Iterator[HalfWay]:
    server = HalfWay(drops=drops)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.serve, args=[listening])
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = listening.getsockname()
        try:
            yield server
        finally:
            server.done.set()
            thread.join(PATIENCE)
            assert not thread.is_alive()


@pytest.mark.parametrize("drops", [True, False], ids=["drops", "hangs"])
def test_it_sends_the_letter_whole_when_the_server_went_in_the_middle(
    post_office: Callable[..., MailServer], settings: Any, drops: bool
) -> None:
    settings.EMAIL_TIMEOUT = 0.3
    happened(EventKind.FILING_ACCEPTED, contact_email="a@alpha.example", acting_for=None)
    write_next(at=NOON)
    with half_way(settings, drops=drops) as broken:
        assert deliver_next(at=NOON, jitter=lambda: 0.0)
    assert len(broken.read) == READ
    delivery = Delivery.objects.get()
    assert (delivery.delivered_at, delivery.refused_at) == (None, None)
    assert delivery.last_error
    server = post_office()
    later = NOON + timedelta(minutes=1)
    assert deliver_next(at=later)
    assert not deliver_next(at=later + timedelta(days=1))
    assert [letter.message["Message-ID"] for letter in server.letters] == [delivery.notice.message_id]


def test_it_does_not_keep_others_waiting_longer_than_a_minute(
    post_office: Callable[..., MailServer], settings: Any
) -> None:
    """Whoever pulled the plug on one connection may be there for the next."""
    settings.EMAIL_TIMEOUT = 0.3
    for name in "ab":
        happened(EventKind.FILING_ACCEPTED, contact_email=f"{name}@alpha.example", acting_for=None)
        write_next(at=NOON)
    with half_way(settings, drops=True):
        deliver_next(at=NOON, jitter=lambda: 0.0)
    server = post_office()
    while deliver_next(at=NOON + timedelta(minutes=1)):
        pass
    assert sorted(letter.to[0] for letter in server.letters) == ["a@alpha.example", "b@alpha.example"]
