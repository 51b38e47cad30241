"""What an address asks for: its path, decoded exactly once, and the identifier in it."""

from __future__ import annotations

import re
from typing import Any

from matrika.publication.identifier import PREFIX as SHA1
from matrika.publication.identifier import sha1_of

ENTITIES = "/entities"
_DIGEST = re.compile("[0-9a-f]{40}")
_NO_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")


class Malformed(Exception):
    """The address is none of the protocol's; the sentence tells the client why."""


def path_of(environ: dict[str, Any], prefix: str) -> str:
    """The decoded path behind the prefix. Raises Malformed.

    The server has decoded it already (PEP 3333), so what follows `/entities/` is the identifier, whatever
    characters it holds: slashes, colons, question marks, `.xml` at its end. Some servers also hand on the
    path as it was sent.
    """
    if (sent := _as_sent(environ)) and _NO_ESCAPE.search(sent):
        raise Malformed("A percent sign in the address is not followed by two hexadecimal digits.")
    try:
        return str(environ.get("PATH_INFO", "")).encode("latin-1").decode()[len(prefix) :]
    except UnicodeDecodeError:
        raise Malformed("The address is not percent-encoded UTF-8.") from None


def digest_of(path: str, environ: dict[str, Any]) -> str:
    """The SHA-1 of the entityID that the path of one entity asks for, in lower case. Raises Malformed."""
    if environ.get("QUERY_STRING"):
        # Without it, the beginning of an unescaped entityID would be taken for another provider's.
        raise Malformed("There are no queries here; a question mark in an entityID is written as %3F.")
    identifier = path[len(ENTITIES) + 1 :]
    if not identifier:
        raise Malformed("An entityID must follow /entities/; all entities are at /entities.")
    if not identifier.startswith(SHA1):
        return sha1_of(identifier)
    digest = identifier[len(SHA1) :].lower()
    if not _DIGEST.fullmatch(digest):
        raise Malformed("Forty hexadecimal digits must follow {sha1}.")
    return digest


def is_nobodys(path: str, environ: dict[str, Any]) -> bool:
    """Whether a path that names nothing holds a percent sign that begins no escape.

    Where the server does not hand on the path as it was sent, `%zz`, a mistake, and `%25zz` look alike.
    But the schema's xs:anyURI allows neither in an entityID, so whoever asks so has made a mistake.
    """
    return not _as_sent(environ) and _NO_ESCAPE.search(path) is not None


def _as_sent(environ: dict[str, Any]) -> str:
    """The path as the client wrote it, "" when the server does not tell (Granian does not)."""
    uri = environ.get("REQUEST_URI") or environ.get("RAW_URI")
    return str(uri).partition("?")[0] if uri else ""
