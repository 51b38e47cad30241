"""A slovensko-sk-api on a loopback port, after its public `openapi.yaml`: it looks at every request.

A token must be RS256 by the known key, name its subject, expire within five minutes and bear a jti that
was never seen; the message must be an envelope after our schemas. Then it does what a test tells it.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from lxml import etree

from matrika.outside import jws
from matrika.outside.state_mailbox.configuration import StateMailbox, configured

JTI = re.compile(r"[0-9a-z\-_]{32,256}", re.IGNORECASE)
PATIENCE = 30  # seconds; reached only when a test fails
SUBJECT = "iscep_42156424_10001"
_SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "sktalk.xsd"))


@dataclass
class StandIn:
    """`status` and `answer` replace the usual 200; the behaviours are named by their booleans."""

    certificate: x509.Certificate
    now: datetime
    longest: timedelta = timedelta(minutes=5)  # that a token may live
    status: int = 200
    answer: Any = None  # bytes as they are, else JSON
    location: str = ""
    hang: bool = False
    drip: bool = False
    drop_before: bool = False  # the connection, with nothing read
    drop_after: bool = False  # … when the message was taken, without a word
    address: str = ""
    taken: list[etree._Element] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    tokens: list[dict[str, Any]] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    def refusal(self, authorization: str, message: object) -> tuple[int, str] | None:
        """What is wrong with the request, as the API says it; None when nothing is."""
        try:
            payload = jws.verify(authorization.removeprefix("Bearer "), self.certificate)
        except jws.NotSigned:
            return 401, "Bad credentials"
        age = payload["exp"] - self.now.timestamp()
        used = {token["jti"] for token in self.tokens}
        if payload["sub"] != SUBJECT or not 0 < age <= self.longest.total_seconds():
            return 401, "Bad credentials"
        if not JTI.fullmatch(payload["jti"]) or payload["jti"] in used:
            return 401, "Bad credentials"
        self.tokens.append(payload)
        if not message:
            return 400, "No message"
        root = etree.fromstring(str(message))
        return None if _SCHEMA.validate(root) else (400, "Invalid message")

    @property
    def ids(self) -> list[str]:
        return [one.findtext(".//{*}MessageID") or "" for one in self.taken]


class _Handler(BaseHTTPRequestHandler):
    behaviour: StandIn

    def do_POST(self) -> None:
        stand_in = self.behaviour
        stand_in.paths.append(self.path)
        if stand_in.drop_before:
            return
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"]))).get("message")
        refusal = stand_in.refusal(self.headers["Authorization"], message)
        if refusal:
            self._say(refusal[0], {"message": refusal[1]})
            return
        if stand_in.status == 200:
            stand_in.taken.append(etree.fromstring(message))
        if stand_in.drop_after:
            return
        if stand_in.hang:
            stand_in.done.wait(PATIENCE)
        answer = {"receive_result": 0} if stand_in.answer is None else stand_in.answer
        self._say(stand_in.status, answer)

    def _say(self, status: int, answer: Any) -> None:
        stand_in = self.behaviour
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        if stand_in.location:
            self.send_header("Location", stand_in.location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            for octet in body if stand_in.drip else b"":
                self.wfile.write(bytes([octet]))
                stand_in.done.wait(0.1)
            if not stand_in.drip:
                self.wfile.write(body)
        except OSError:
            return  # whoever asked hung up

    def log_message(self, *arguments: Any) -> None:
        return


@contextmanager
def serving(stand_in: StandIn) -> Iterator[StandIn]:
    handler = type("Handler", (_Handler,), {"behaviour": stand_in})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that hung up is expected
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    stand_in.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield stand_in
    finally:
        stand_in.done.set()
        server.shutdown()
        thread.join()
        server.server_close()


def mailbox(stand_in: StandIn, key_file: Path, **differences: Any) -> StateMailbox:
    """The configuration of a register that sends through the stand-in."""
    facts = {
        "key_file": str(key_file),
        "subject": SUBJECT,
        "on_behalf_of": "",
        "sender": "ico://sk/42156424",
        "sent_as": "information=EGOV_NOTIFICATION/1.3,error=EGOV_NOTIFICATION/1.3",
        "known_already": "",
    }
    made = configured(stand_in.address, **{**facts, **differences})
    assert made
    return made
