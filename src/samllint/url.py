"""https:// addresses, judged as R-3.2.5, R-3.2.7 and R-3.2.8 ask: a real URL with a host.

`urllib.parse` mends what it reads (it drops line breaks, for one), so it cannot be the judge.
"""

from __future__ import annotations

import functools
import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum

SCHEME = "https://"
ORDINARY_LENGTH = 1024  # characters
# Format characters come along when an address is copied from a document or a web page; nobody sees them.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_BLANK = re.compile(rf"[\s\x00-\x1f\x7f-\x9f]|{_INVISIBLE.pattern}")
_END_OF_AUTHORITY = re.compile(r"[/?#]")
# Lenient on purpose: names with "_" and with letters beyond ASCII do resolve. A placeholder such as
# ${HOST} or {host}, or a backslash, does not.
_HOST = re.compile(r"[\w.~-]+")
MAX_HOST, MAX_LABEL = 253, 63  # characters that the DNS has room for
_SCHEME_AGAIN = re.compile(r"\A(?:https?:/*)+(?=[^/:?#])", re.IGNORECASE)
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_HOST_AND_PORT = re.compile(r"(\[[^\]]*\]|[^:\[\]]*)(?::([0-9]{0,5}))?")


class UrlFault(StrEnum):
    """Why a text is not the address of an https:// service: the first reason that holds."""

    NOT_HTTPS = "not-https"
    BLANK = "blank"  # white space, a control character or another invisible one, anywhere
    SCHEME_TWICE = "scheme-twice"
    USER_INFO = "user-info"
    NO_HOST = "no-host"
    BAD_HOST = "bad-host"
    BAD_PORT = "bad-port"


class NotAnAddress(ValueError):
    """The text is no https:// address; `fault` says why."""

    def __init__(self, fault: UrlFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an https:// address, exactly as written."""

    host: str  # an IPv6 literal keeps its brackets
    port: str | None  # "" = a colon with nothing behind it
    rest: str  # from the first "/", "?" or "#" on


def parse(url: str) -> Address:
    """The parts of an https:// address. Raises NotAnAddress.

    Those of ordinary size are remembered: one service stands behind several bindings at one address.
    """
    return _remembered(url) if len(url) <= ORDINARY_LENGTH else _parse(url)


def _parse(url: str) -> Address:
    if not url.startswith(SCHEME):
        raise NotAnAddress(UrlFault.NOT_HTTPS)
    if _BLANK.search(url):
        raise NotAnAddress(UrlFault.BLANK)
    authority, rest = split_authority(url)
    if "@" in authority:
        raise NotAnAddress(UrlFault.USER_INFO)
    match = _HOST_AND_PORT.fullmatch(authority)
    if match is None:
        raise NotAnAddress(UrlFault.BAD_PORT if ":" in authority else UrlFault.BAD_HOST)
    host, port = match[1], match[2]
    if port == "" and host.lower() in ("http", "https") and rest.startswith("/"):
        raise NotAnAddress(UrlFault.SCHEME_TWICE)
    if not host:
        raise NotAnAddress(UrlFault.NO_HOST)
    if not _is_host(host):
        raise NotAnAddress(UrlFault.BAD_HOST)
    if port and not 1 <= int(port) <= 65535:
        raise NotAnAddress(UrlFault.BAD_PORT)
    return Address(host, port, rest)


_remembered = functools.lru_cache(maxsize=256)(_parse)


def secured(url: str) -> str | None:
    """What the writer of a refused address most likely meant, if that is an address at all."""
    visible = _INVISIBLE.sub("", url).strip()
    authority, rest = split_authority(_SCHEME_AGAIN.sub(SCHEME, visible))
    host = authority.rpartition("@")[2].lower().removesuffix(":80")
    candidate = SCHEME + host + rest
    try:
        parse(candidate)
    except NotAnAddress:
        return None
    return candidate


def split_authority(url: str) -> tuple[str, str]:
    """("host:port", "/path?query#fragment") of scheme://host:port/path?query#fragment."""
    _, _, after_scheme = url.partition("://")
    end = _END_OF_AUTHORITY.search(after_scheme)
    at = len(after_scheme) if end is None else end.start()
    return after_scheme[:at], after_scheme[at:]


def _is_host(host: str) -> bool:
    if host.startswith("["):
        return _is_ip(ipaddress.IPv6Address, host[1:-1]) and "%" not in host  # a zone is one machine's own
    # The length first: a host may be a megabyte long.
    name = host.removesuffix(".")
    if len(name) > MAX_HOST or not _HOST.fullmatch(name) or not _LETTER_OR_DIGIT.search(name):
        return False
    labels = name.split(".")
    if labels[-1].isdecimal():  # no top-level domain is a number, so it must be an IPv4 address
        return _is_ip(ipaddress.IPv4Address, name)
    return all(0 < len(label) <= MAX_LABEL for label in labels)


def _is_ip(kind: type[ipaddress.IPv4Address | ipaddress.IPv6Address], text: str) -> bool:
    try:
        kind(text)
    except ValueError:
        return False
    return True
