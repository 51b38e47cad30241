"""Metadata as people give them: a file, pasted XML, or Base64 (R-B64)."""

from __future__ import annotations

import string

from django.core.exceptions import ValidationError

from matrika.pages.language import say
from samllint import base64field, disguise
from samllint.base64fault import FieldFault

# An editor may copy a file's byte order mark along: it is no reason to take XML for Base64.
_BEFORE_XML = "\ufeff" + string.whitespace
PRIVATE_KEY = "PRIVATE KEY-----"
# Kept in place of a private key, so that the applicant is still told what was given.
KEPT_INSTEAD = "-----BEGIN PRIVATE KEY-----"


def from_text(text: str) -> bytes:
    """The bytes that the pasted text means: XML as it stands, anything else as Base64.

    Raises ValidationError with a sentence that names the mistake and the way to mend it.
    """
    if text.lstrip(_BEFORE_XML).startswith("<"):
        # A browser sends line ends as CRLF, whatever they were.
        return text.replace("\r\n", "\n").encode()
    try:
        return base64field.decode(text).data
    except base64field.NotDecodable as wrong:
        raise ValidationError(f"{say(wrong.finding.message)} {say(wrong.finding.remedy)}") from wrong


def holds_private_key(content: str | bytes) -> bool:
    """Whether it is, or encodes, somebody's private key: nothing of it may be kept."""
    if PRIVATE_KEY in content if isinstance(content, str) else PRIVATE_KEY.encode() in content:
        return True
    if isinstance(content, bytes) and disguise.is_private_key(content):
        return True
    try:
        base64field.decode(content)
    except base64field.NotDecodable as wrong:
        return wrong.fault is FieldFault.PRIVATE_KEY
    return False


def from_file(content: bytes) -> bytes:
    """The bytes that the file means: Base64 of metadata is decoded, any other file is taken as it is.

    What is wrong with it is then said by the report, not here.
    """
    try:
        return base64field.decode(content).data
    except base64field.NotDecodable:
        return content
