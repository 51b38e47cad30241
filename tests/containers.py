"""ASiC-E containers whose signatures nobody looks at: for what happens before a signature is verified."""

from __future__ import annotations

import io
import zipfile

MIMETYPE = "application/vnd.etsi.asic-e+zip"


def asic(**files: bytes) -> bytes:
    """A container with the files and an empty signature file; `_` in a name stands for its dot."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", MIMETYPE)
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
        archive.writestr("META-INF/signatures001.xml", b"<none/>")
    return made.getvalue()
