"""RSA keys whose private part anybody can have: a list beside this module, and one the operator may add.

Debian's broken generator (CVE-2008-0166) made about 98 000 different keys of 2048 bits. Their list was
the package openssl-blacklist, which Debian no longer carries; whoever has it names its file in the
environment variable SAMLLINT_WEAK_KEYS, and then the check is complete. Without it only a few are known.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache, lru_cache
from pathlib import Path

VARIABLE = "SAMLLINT_WEAK_KEYS"
OWN_LIST = Path(__file__).with_name("weak_keys.txt")


def is_known(modulus: int) -> bool:
    """Whether the key stands in a list. Raises OSError when the operator's list cannot be read."""
    return digest(modulus) in _known(os.environ.get(VARIABLE, ""))


@lru_cache(maxsize=4096)
def digest(modulus: int) -> str:
    """The last 80 bits of the SHA-1 of what `openssl -modulus` prints: how the lists name a key."""
    printed = f"Modulus={modulus:X}\n".encode()
    return hashlib.sha1(printed, usedforsecurity=False).hexdigest()[20:]


@cache
def _known(further_list: str) -> frozenset[str]:
    lists = [OWN_LIST, *([Path(further_list)] if further_list else [])]
    lines = (line.strip() for file in lists for line in file.read_text(encoding="ascii").splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))
