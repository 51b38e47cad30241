"""What one verification may cost (measured: docs/measurements.md; told to applicants: docs/signatures.md)."""

from __future__ import annotations

MAX_BYTES = 32 * 1024 * 1024  # of the file as it was sent
MAX_ENTRIES = 256  # files and folders of a container
MAX_NAME_BYTES = 512
MAX_UNPACKED_BYTES = 64 * 1024 * 1024  # of all entries together
# Deflate reaches 1032. What people sign reaches 100 at most; small files may do as they like.
MAX_RATIO = 150
RATIO_FREE_BYTES = 1024 * 1024

MAX_XML_BYTES = 16 * 1024 * 1024  # of one signature file; embedded revocation lists make them large
# Elements, end tags and attributes together. Asked before parsing, as in samllint.
MAX_MARKUP = 40_000
# Canonical XML costs the square of the attributes of one element, and of the namespaces in force.
MAX_ATTRIBUTES = 1_000
MAX_PREFIXES = 64

MAX_SIGNATURES = 64  # in all signature files of a container
MAX_REFERENCES = 512  # of one signature, those of its manifests included
# Octets canonicalised and digested for all signatures of one container.
MAX_DIGESTED_BYTES = 256 * 1024 * 1024
MAX_CERTIFICATES = 64  # embedded in one signature
MAX_TIME_STAMPS = 16  # of one signature
