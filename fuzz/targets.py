"""What must hold for any bytes whatever. Each target raises when it does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

import samllint
from samllint import base64field, certificate, embedded, rules
from samllint.formats import junit, sarif, text
from samllint.formats.documents import Checked
from samllint.formats.json import from_record, to_record
from samllint.report import Outcome, Severity

AT = datetime(2026, 6, 1, tzinfo=UTC)


class Broken(AssertionError):
    """A promise was broken by this input."""


def document(data: bytes) -> None:
    report = samllint.check(data, at=AT)
    crashed = [result.rule_id for result in report.results if result.outcome is Outcome.CRASHED]
    if crashed:
        raise Broken(f"crashed: {crashed}")
    if [result.rule_id for result in report.results] != [rule.id for rule in rules.every()]:
        raise Broken("not every rule has exactly one outcome")
    if from_record(json.loads(json.dumps(to_record(report)))) != report:
        raise Broken("the record does not give the report back")
    checked = Checked("x", report, data)
    for shown in (
        text.render(checked, text.Style("en", 80, False)),
        sarif.render([checked], lang="sk"),
        junit.render([checked], lang="sk", threshold=Severity.NOTICE),
    ):
        shown.encode()
        if "\x1b" in shown:
            raise Broken("an escape character reached the output")


def field(data: bytes) -> None:
    try:
        decoded = base64field.decode(data)
    except base64field.NotDecodable:
        return
    if base64field.encode(decoded.data).encode() != b"".join(data.split()) and data[:1] < b"\x80":
        raise Broken("another spelling of the same bytes was accepted")


def certificates(data: bytes) -> None:
    for reader in (certificate.read, lambda der: embedded.read(der.decode("latin-1"))):
        try:
            read = reader(data)
        except certificate.NotACertificate:
            continue
        if read.not_after.tzinfo is None or len(read.fingerprint) != 64:
            raise Broken("a certificate without its facts")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "document": document,
    "field": field,
    "certificate": certificates,
}
