"""A certificate's subject as people and directories write it (RFC 4514)."""

from __future__ import annotations

# RFC 4514 §3 and RFC 4519; any other attribute is written as its number.
ATTRIBUTE_NAMES = {
    "2.5.4.3": "CN",
    "2.5.4.7": "L",
    "2.5.4.8": "ST",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
    "2.5.4.6": "C",
    "2.5.4.9": "STREET",
    "0.9.2342.19200300.100.1.25": "DC",
    "0.9.2342.19200300.100.1.1": "UID",
}


def distinguished_name(subject: tuple[tuple[tuple[str, str], ...], ...] | None) -> str:
    """The subject as RFC 4514 writes it, the last RDN first; "" when it could not be read."""
    return ",".join(
        "+".join(f"{ATTRIBUTE_NAMES.get(oid, oid)}={_escaped(value)}" for oid, value in rdn)
        for rdn in reversed(subject or ())
    )


def _escaped(value: str) -> str:
    """RFC 4514 §2.4."""
    escaped = "".join(f"\\{character}" if character in '\\"+,;<>' else character for character in value)
    if escaped.startswith(("#", " ")):
        escaped = f"\\{escaped}"
    if escaped.endswith(" ") and len(value) > 1:
        escaped = f"{escaped[:-1]}\\ "
    return escaped.replace("\0", "\\00")
