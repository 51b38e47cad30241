"""Which files are meant, and their bytes."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from fnmatch import fnmatch

from samllint.formats.documents import Unread
from samllint.text import Language, Text

# Far above what a document may have (1 MiB), so that an aggregate is judged and named; and bounded,
# so that /dev/zero ends.
MAX_BYTES = 64 * 1024 * 1024
STANDARD_INPUT = "-"

_MISSING = Text(sk="taký súbor neexistuje", en="there is no such file")
_FORBIDDEN = Text(sk="súbor nesmiete čítať", en="you may not read it")
_FOLDER_FORBIDDEN = Text(sk="priečinok nesmiete čítať", en="you may not read the folder")
_CLOSED = Text(sk="štandardný vstup je zatvorený", en="standard input is closed")
_TOO_LARGE = Text(sk="je väčší než 64 MiB", en="is larger than 64 MiB")
_NO_FILE = Text(sk="nie je to obyčajný súbor", en="it is no regular file")
_NOTHING_THERE = Text(sk="v priečinku nie je súbor {globs}", en="the folder has no file {globs}")


class CannotRead(Exception):
    """The bytes are not to be had."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def collect(arguments: list[str], patterns: list[str], lang: Language) -> list[str | Unread]:
    """Every file meant, in the order of the arguments; folders are walked by name, links not followed."""
    found: list[str | Unread] = []
    for argument in arguments:
        if argument != STANDARD_INPUT and os.path.isdir(argument):
            found.extend(_within(argument, patterns, lang))
        else:
            found.append(argument)
    return found


def is_single(arguments: list[str]) -> bool:
    """One file is asked for, not a folder: the shape of what is printed must not depend on what is there."""
    return len(arguments) == 1 and (arguments[0] == STANDARD_INPUT or not os.path.isdir(arguments[0]))


def read(name: str) -> bytes:
    """The whole content. Raises CannotRead."""
    try:
        if name == STANDARD_INPUT and sys.stdin is None:
            raise CannotRead(_CLOSED)
        if name == STANDARD_INPUT:
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with open(name, "rb") as file:
                data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise CannotRead(_reason(error)) from error
    if len(data) > MAX_BYTES:
        raise CannotRead(_TOO_LARGE)
    return data


def shown(name: str) -> str:
    """The name as characters, also where it is bytes that are not in the file system's encoding."""
    return os.fsencode(name).decode("utf-8", "replace")


def _within(folder: str, patterns: list[str], lang: Language) -> Iterator[str | Unread]:
    forbidden: list[Unread] = []

    def note(error: OSError) -> None:
        reason = _FOLDER_FORBIDDEN if isinstance(error, PermissionError) else _reason(error)
        forbidden.append(Unread(shown(str(error.filename)), reason.to(lang)))

    count = 0
    for parent, folders, names in os.walk(folder, onerror=note):
        folders.sort()
        for name in sorted(names):
            if any(fnmatch(name.lower(), pattern.lower()) for pattern in patterns):
                count += 1
                path = os.path.join(parent, name)
                yield Unread(shown(path), _NO_FILE.to(lang)) if _waits(path) else path
    yield from forbidden
    if not count and not forbidden:
        reason = _NOTHING_THERE.to(lang).format(globs=", ".join(patterns))
        yield Unread(shown(folder), reason)


def _waits(path: str) -> bool:
    """A pipe that nobody writes to would be waited for without end. One named as FILE is meant so."""
    try:
        return stat.S_ISFIFO(os.stat(path).st_mode)
    except OSError:
        return False  # reading it will say why


def _reason(error: Exception) -> Text:
    if isinstance(error, FileNotFoundError):
        return _MISSING
    if isinstance(error, PermissionError):
        return _FORBIDDEN
    words = getattr(error, "strerror", None) or str(error)
    return Text(sk=words, en=words)
