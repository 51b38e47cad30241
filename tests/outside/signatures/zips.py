"""ZIP archives for tests, right by default, and wrong in one way each."""

from __future__ import annotations

import io
import zipfile

EXTENDED = b"application/vnd.etsi.asic-e+zip"
SIGNED = "META-INF/signatures001.xml"
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.etsi.asic-e+zip"/>{}'
    "</manifest:manifest>"
)


def manifest(*names: str) -> bytes:
    rows = (
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/plain"/>'
        for name in names
    )
    return MANIFEST.format("".join(rows)).encode()


def files(**changes: bytes | None) -> dict[str, bytes]:
    """The files of a container; `mimetype=None` leaves one out."""
    usual = {
        "mimetype": EXTENDED,
        "form.xml": b"<form/>",
        SIGNED: b"<x/>",
        "META-INF/manifest.xml": manifest("form.xml"),
    }
    return {name: data for name, data in {**usual, **changes}.items() if data is not None}


def zipped(
    contents: dict[str, bytes] | list[tuple[str, bytes]],
    *,
    stored: tuple[str, ...] = ("mimetype",),
    comment: bytes = b"",
) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, data in contents.items() if isinstance(contents, dict) else contents:
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, kind)
    return target.getvalue()


class Stream(io.RawIOBase):
    """Takes bytes and cannot go back, so that `zipfile` must write data descriptors."""

    def __init__(self) -> None:
        self.taken = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:  # type: ignore[override]
        self.taken += data
        return len(data)


def streamed(contents: dict[str, bytes]) -> bytes:
    target = Stream()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, kind)
    return bytes(target.taken)
