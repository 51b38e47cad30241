"""R-5.1: archives in the form of ZIP64 are read as strictly as others (APPNOTE.TXT 6.3.10)."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from matrika.core.verdict import Indication
from matrika.core.verdict.words import Reason
from matrika.outside.signatures.asic import container
from matrika.outside.signatures.refused import Refused
from tests.outside.signatures import cases, zips
from tests.outside.signatures.cases import FORM

ONES = 0xFFFFFFFF
CONTENT = b"Lorem ipsum dolor sit amet. " * 40


def files() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(cases.signed())) as archive:
        return {one.filename: archive.read(one) for one in archive.infolist()}


def written(target) -> None:
    """By Python's library, made to write 64 bits for every file."""
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files().items():
            one = zipfile.ZipInfo(name)
            one.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            with archive.open(one, "w", force_zip64=True) as entry:
                entry.write(data)


def extra(*numbers: int, kind: int = 1) -> bytes:
    return struct.pack(f"<2H{len(numbers)}Q", kind, 8 * len(numbers), *numbers)


class Parts:
    """An archive of one stored file, in which every number is said in 64 bits; change any of them."""

    def __init__(self) -> None:
        size = len(CONTENT)
        self.local = {"packed": ONES, "unpacked": ONES, "extra": extra(size, size)}
        self.central = {"packed": ONES, "unpacked": ONES, "offset": ONES, "extra": extra(size, size, 0)}
        self.record = {
            "length": 44,
            "disk": 0,
            "first": 0,
            "here": 1,
            "count": 1,
            "size": None,
            "start": None,
        }
        self.locator = {"disk": 0, "at": None, "disks": 1}
        self.end = {"count": 0xFFFF, "size": ONES, "start": ONES}
        self.between = b""

    def bytes(self) -> bytes:
        crc = zlib.crc32(CONTENT)
        local, central, record, end = self.local, self.central, self.record, self.end
        head = struct.pack(
            "<4s5H3I2H",
            b"PK\3\4",
            45,
            0,
            0,
            0,
            33,
            crc,
            local["packed"],
            local["unpacked"],
            1,
            len(local["extra"]),
        )
        file = head + b"a" + local["extra"] + CONTENT
        sizes = (central["packed"], central["unpacked"], 1, len(central["extra"]))
        entry = struct.pack("<4s6H3I2H", b"PK\1\2", 45, 45, 0, 0, 0, 33, crc, *sizes)
        entry += struct.pack("<3HII", 0, 0, 0, 0, central["offset"]) + b"a" + central["extra"]
        at = len(file) + len(entry)
        numbers = (
            record["here"],
            record["count"],
            record["size"] or len(entry),
            record["start"] or len(file),
        )
        wide = struct.pack(
            "<4sQ2H2I4Q", b"PK\6\6", record["length"], 45, 45, record["disk"], record["first"], *numbers
        )
        locator = struct.pack(
            "<4sIQI", b"PK\6\7", self.locator["disk"], self.locator["at"] or at, self.locator["disks"]
        )
        last = struct.pack(
            "<4s4H2IH", b"PK\5\6", 0, 0, end["count"], end["count"], end["size"], end["start"], 0
        )
        return file + entry + wide + self.between + locator + last


def refusal(data: bytes) -> Reason:
    with pytest.raises(Refused) as caught:
        container.read(data)
    return caught.value.reason


@pytest.mark.parametrize("target", [io.BytesIO, zips.Stream])
def test_it_passes_a_container_whose_writer_uses_64_bits_always(target):
    made = target()
    written(made)
    content = bytes(made.taken) if isinstance(made, zips.Stream) else made.getvalue()
    assert cases.verdict(content, expected=FORM.data).indication is Indication.TOTAL_PASSED


def test_it_reads_an_archive_that_says_everything_in_64_bits():
    assert container.read(Parts().bytes()).data_files == {"a": CONTENT}


def test_it_reads_an_archive_that_says_the_same_in_both():
    parts = Parts()
    parts.end = {"count": 1, "size": len(b"a") + 46 + 28, "start": 31 + 20 + len(CONTENT)}
    parts.central.update(packed=len(CONTENT), unpacked=len(CONTENT))
    assert container.read(parts.bytes()).data_files == {"a": CONTENT}


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("local", {"extra": b""}),
        ("local", {"extra": extra(len(CONTENT))}),
        ("local", {"extra": extra(len(CONTENT), 7)}),
        ("local", {"extra": extra(len(CONTENT), len(CONTENT))[:-1]}),
        ("local", {"unpacked": 7}),
        ("central", {"extra": b""}),
        ("central", {"extra": extra(len(CONTENT), len(CONTENT))}),
        ("central", {"extra": extra(len(CONTENT), len(CONTENT), 0, 0)}),
        ("central", {"extra": extra(len(CONTENT), len(CONTENT), 0) * 2}),
        ("central", {"extra": extra(len(CONTENT) + 1, len(CONTENT), 0)}),
        ("central", {"extra": extra(len(CONTENT), len(CONTENT), 5)}),
        ("central", {"packed": 7}),
        ("record", {"length": 60}),
        ("record", {"disk": 1}),
        ("record", {"first": 1}),
        ("record", {"here": 2}),
        ("record", {"here": 2, "count": 2}),
        ("record", {"count": 2**63}),
        ("record", {"size": 5}),
        ("record", {"start": 2**62}),
        ("locator", {"disk": 1}),
        ("locator", {"disks": 2}),
        ("locator", {"at": 3}),
        ("end", {"count": 2}),
        ("end", {"size": 5}),
        ("end", {"start": 5}),
    ],
)
def test_it_refuses_numbers_that_contradict_one_another(part, change):
    parts = Parts()
    getattr(parts, part).update(change)
    assert refusal(parts.bytes()) in (
        Reason.ZIP_CONTRADICTORY,
        Reason.ZIP_SURPLUS_DATA,
        Reason.ZIP_TOO_MANY_ENTRIES,
        Reason.ZIP_BROKEN,
        Reason.ZIP_OVERLAP,
    )


def test_it_refuses_data_between_the_end_records():
    parts = Parts()
    parts.between = b"hidden"
    assert refusal(parts.bytes()) is Reason.ZIP_CONTRADICTORY


def test_it_refuses_all_ones_without_the_number_that_they_stand_for():
    data = bytearray(zips.zipped({"a": CONTENT}))
    struct.pack_into("<I", data, data.rfind(b"PK\x01\x02") + 24, ONES)
    assert refusal(bytes(data)) is Reason.ZIP_CONTRADICTORY
