"""A real mail server on a loopback port that does what a test tells it: take, refuse, hang, hang up."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

PATIENCE = 180  # seconds a test waits for what must happen; reached only when it fails


@dataclass
class Received:
    """One letter the server took, with the envelope it came in."""

    to: tuple[str, ...]
    content: bytes
    returns_to: str  # MAIL FROM

    @property
    def message(self) -> EmailMessage:
        parsed = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass
class MailServer:
    """`answers` maps a recipient, or "DATA" or "MAIL", to a reply other than 250."""

    answers: dict[str, str] = field(default_factory=dict)
    hang_at: str = ""  # "MAIL", "RCPT", "DATA" (before), "TAKEN" (kept, not yet answered), "QUIT", an address
    hang_up_at: str = ""  # the same names; the connection is dropped instead
    letters: list[Received] = field(default_factory=list)
    reached: threading.Event = field(default_factory=threading.Event)  # where it hangs
    port: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def wait_until_hanging(self) -> None:
        assert self.reached.wait(PATIENCE), f"nobody came to {self.hang_at}"

    def wait_for_letters(self, number: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.letters) >= number, PATIENCE), self.letters

    async def _stage(self, name: str, server: SMTP) -> None:
        if self.hang_up_at == name:
            assert server.transport is not None
            server.transport.close()
            await asyncio.sleep(0)  # the protocol notices that its connection is gone
        if self.hang_at == name:
            self.reached.set()
            while self.hang_at == name and not server.transport.is_closing():
                await asyncio.sleep(0.01)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self._stage("MAIL", server)
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self._stage("RCPT", server)
        await self._stage(address, server)
        envelope.rcpt_tos.append(address)
        return self.answers.get(address, "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await self._stage("DATA", server)
        if "DATA" in self.answers:
            return self.answers["DATA"]
        assert isinstance(envelope.content, bytes)
        with self._changed:
            sender = envelope.mail_from or ""
            self.letters.append(Received(tuple(envelope.rcpt_tos), envelope.content, sender))
            self._changed.notify_all()
        await self._stage("TAKEN", server)
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await self._stage("QUIT", server)
        return "221 Bye"


class AnyPort(Controller):
    """Listens where the system likes; aiosmtpd's own start-up probe wants to know the port before."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(**behaviour: Any) -> Iterator[MailServer]:
    handler = MailServer(**behaviour)
    controller = AnyPort(handler, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        handler.port = controller.port
        yield handler
    finally:
        handler.hang_at = ""  # lets a hanging conversation end
        controller.stop()
