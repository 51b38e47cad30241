"""The form's field "MetaData poskytovateľa služieb" → the file's bytes, or a Finding that names the mistake.

Strict where guessing could change bytes, lenient only towards white space (R-B64; guide §4.1/6, §5.1/5:
"Base64 with padding"). Nothing here knows what the bytes are but for one question: whether they are
Base64 once more.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from samllint import disguise
from samllint.base64fault import FieldFault, finding_of, white_space_notice
from samllint.report import Finding, Place
from samllint.text import characters
from samllint.unreadable import Kind

# Twice what a document of the greatest allowed size takes in Base64 with line breaks.
MAX_CHARACTERS = 3 * 1024 * 1024
_WHITE_SPACE = " \t\n\r\f\v"
_SPACES = re.compile(f"[{_WHITE_SPACE}]+")
_FOREIGN = re.compile(f"[^A-Za-z0-9+/={_WHITE_SPACE}]")
_URL_SAFE = re.compile(f"[A-Za-z0-9_={_WHITE_SPACE}-]*")


@dataclass(frozen=True, slots=True)
class Decoded:
    """What the field held, and what is worth knowing about how it was written."""

    data: bytes
    notices: tuple[Finding, ...] = ()


class NotDecodable(ValueError):
    """The field cannot be taken for Base64 of one file; `finding` says why, where, and how to mend it."""

    def __init__(self, fault: FieldFault, finding: Finding) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.finding = finding


def encode(data: bytes) -> str:
    """What to put in the field for these bytes."""
    return base64.b64encode(data).decode()


def decode(field: str | bytes) -> Decoded:
    """The bytes in the field; bytes are taken for a text file that holds it. Raises NotDecodable."""
    text = field if isinstance(field, str) else characters(field)
    if len(text) > MAX_CHARACTERS:
        raise _refused(FieldFault.TOO_LONG, text, None, str(len(text)))
    if mistaken := _mistaken_for(text.lstrip(_WHITE_SPACE)):
        raise _refused(mistaken, text, _first_visible(text))
    if foreign := _FOREIGN.search(text):
        raise _refused(_kind_of_foreign(text), text, foreign.start(), foreign[0])
    compact = _SPACES.sub("", text)
    if not compact:
        raise _refused(FieldFault.EMPTY, text, None)
    _require_padding(text, compact)
    data = _decoded(text, compact)
    spaces = _SPACES.search(text)
    if spaces is None:
        return Decoded(data)
    return Decoded(data, (white_space_notice(len(text) - len(compact), _place(text, spaces.start())),))


def _mistaken_for(start: str) -> FieldFault | None:
    """What people paste instead of Base64."""
    if start.startswith("<"):
        return FieldFault.XML_ITSELF
    if start[:5].lower() == "data:":
        return FieldFault.DATA_URL
    if start.startswith("-----BEGIN"):
        private = "PRIVATE KEY-----" in start[:100]
        return FieldFault.PRIVATE_KEY if private else FieldFault.PEM_ARMOUR
    return None


def _kind_of_foreign(text: str) -> FieldFault:
    """URL-safe only if nothing but its own two characters is wrong."""
    return FieldFault.URL_SAFE_ALPHABET if _URL_SAFE.fullmatch(text) else FieldFault.FOREIGN_CHARACTER


def _require_padding(text: str, compact: str) -> None:
    body = compact.rstrip("=")
    inner = body.find("=")
    if inner >= 0:
        raise _refused(FieldFault.MISPLACED_PADDING, text, text.index("="))
    if not body:
        raise _refused(FieldFault.MISPLACED_PADDING, text, text.index("="))
    if len(body) % 4 == 1:
        raise _refused(FieldFault.CUT_OFF, text, _last_visible(text), str(len(body)))
    padding, wanted = len(compact) - len(body), -len(body) % 4
    if padding < wanted:
        raise _refused(FieldFault.NO_PADDING, text, _last_visible(text), str(padding))
    if padding > wanted:
        raise _refused(FieldFault.MISPLACED_PADDING, text, _last_visible(text))


def _decoded(text: str, compact: str) -> bytes:
    data = binascii.a2b_base64(compact)
    if encode(data) != compact:
        # The bits that no byte uses must be zero (RFC 4648 §3.5): else two fields would mean one file.
        last = len(text.rstrip(_WHITE_SPACE + "=")) - 1
        raise _refused(FieldFault.TRAILING_BITS, text, last, text[last])
    within = disguise.look(data)
    if within is not None and within.kind in (Kind.BASE64, Kind.DOUBLE_BASE64):
        raise _refused(FieldFault.DOUBLE_ENCODING, text, None, data[:24].decode("ascii", "replace"))
    if within is not None and within.kind is Kind.PRIVATE_KEY:
        raise _refused(FieldFault.PRIVATE_KEY, text, None)
    return data


def _refused(fault: FieldFault, text: str, at: int | None, found: str = "") -> NotDecodable:
    """`at` is the index of the character to point at."""
    return NotDecodable(fault, finding_of(fault, None if at is None else _place(text, at), found))


def _place(text: str, at: int) -> Place:
    before = text[:at].replace("\r\n", "\n")
    return Place(before.count("\n") + 1, len(before) - before.rfind("\n"), "")


def _first_visible(text: str) -> int:
    return len(text) - len(text.lstrip(_WHITE_SPACE))


def _last_visible(text: str) -> int:
    return len(text.rstrip(_WHITE_SPACE)) - 1
