"""R-5.1: a container is read in exactly one way or not at all (EN 319 162-1)."""

from __future__ import annotations

import struct

import pytest

from matrika.core.verdict.words import Reason
from matrika.outside.signatures import limits
from matrika.outside.signatures.asic import container
from matrika.outside.signatures.refused import Refused
from tests.outside.signatures import zips

TEXT = b"Lorem ipsum dolor sit amet. " * 40


def refusal(data: bytes) -> Reason:
    with pytest.raises(Refused) as caught:
        container.read(data)
    return caught.value.reason


def faults(data: bytes) -> tuple[Reason, ...]:
    return container.read(data).faults


def test_it_tells_the_parts_of_a_container_by_their_names():
    read = container.read(zips.zipped(zips.files()))
    assert read.is_extended
    assert read.data_files == {"form.xml": b"<form/>"}
    assert read.xades == {zips.SIGNED: b"<x/>"}
    assert read.media_types == {"form.xml": "text/plain"}
    assert (read.faults, read.notes) == ((), ())


def test_it_reads_an_archive_that_was_streamed_with_data_descriptors():
    assert container.read(zips.streamed(zips.files())).data_files == {"form.xml": b"<form/>"}


def test_it_reads_an_archive_with_a_comment():
    data = zips.zipped(zips.files(), comment=b"mimetype=application/vnd.etsi.asic-e+zip")
    assert faults(data) == ()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"mimetype": None}, Reason.MIMETYPE_MISSING),
        ({"mimetype": b"application/zip"}, Reason.MIMETYPE_VALUE),
        ({"META-INF/manifest.xml": None}, Reason.MANIFEST_MISSING),
        ({"META-INF/manifest.xml": b"<manifest/>"}, Reason.MANIFEST_BROKEN),
        ({"META-INF/manifest.xml": b"<!DOCTYPE a []><a/>"}, Reason.MANIFEST_BROKEN),
        ({"META-INF/manifest.xml": zips.manifest()}, Reason.MANIFEST_MISMATCH),
        ({"META-INF/manifest.xml": zips.manifest("form.xml", "gone.xml")}, Reason.MANIFEST_MISMATCH),
        ({"META-INF/manifest.xml": zips.manifest("form.xml", "form.xml")}, Reason.MANIFEST_MISMATCH),
        ({"added.xml": b"<a/>"}, Reason.MANIFEST_MISMATCH),
        ({"form.xml": None, "META-INF/manifest.xml": zips.manifest()}, Reason.NO_DATA_FILE),
    ],
)
def test_it_names_what_breaks_the_standard(change, fault):
    assert fault in faults(zips.zipped(zips.files(**change)))


def test_it_wants_the_mimetype_first():
    others = {name: data for name, data in zips.files().items() if name != "mimetype"}
    assert faults(zips.zipped({**others, "mimetype": zips.EXTENDED})) == (Reason.MIMETYPE_PLACE,)


def test_it_wants_the_mimetype_uncompressed():
    assert faults(zips.zipped(zips.files(), stored=())) == (Reason.MIMETYPE_PLACE,)


def test_it_takes_one_data_file_in_a_simple_container():
    simple = {"mimetype": container.SIMPLE.encode(), "META-INF/manifest.xml": None}
    assert faults(zips.zipped(zips.files(**simple))) == ()
    assert faults(zips.zipped(zips.files(**simple, other=b""))) == (Reason.SEVERAL_DATA_FILES,)


def test_it_finds_a_name_written_with_percent_signs_in_the_manifest():
    given = zips.files(
        **{"form.xml": None, "my form.xml": b"", "META-INF/manifest.xml": zips.manifest("my%20form.xml")}
    )
    assert faults(zips.zipped(given)) == ()


def test_it_notes_a_file_in_meta_inf_that_it_does_not_know():
    read = container.read(zips.zipped(zips.files(**{"META-INF/note.txt": b"?"})))
    assert (read.faults, read.notes) == ((), (Reason.META_INF_UNKNOWN,))


@pytest.mark.parametrize(
    "name",
    ["../form.xml", "/form.xml", "a/../b", "a//b", "./a", "C:/a", "a\\b", "a\u202eb", "a\nb", "x" * 600],
)
def test_it_refuses_names_that_lead_elsewhere_or_cannot_be_seen(name):
    assert refusal(zips.zipped(zips.files(**{name: b""}))) is Reason.ZIP_NAME


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("again", ["form.xml", "FORM.xml", "form.xml/"])
def test_it_refuses_two_files_of_one_name(again):
    assert refusal(zips.zipped([*zips.files().items(), (again, b"")])) is Reason.ZIP_DUPLICATE_NAME


def test_it_refuses_data_before_the_archive():
    assert refusal(b"%PDF-1.7\n" + zips.zipped(zips.files())) is Reason.ZIP_SURPLUS_DATA


def test_it_refuses_data_behind_the_archive():
    assert refusal(zips.zipped(zips.files()) + b"\0") is Reason.ZIP_SURPLUS_DATA


def test_it_refuses_data_between_the_files():
    data = bytearray(zips.zipped(zips.files()))
    directory = struct.unpack_from("<I", data, len(data) - 6)[0]
    data[directory:directory] = b"hidden"
    struct.pack_into("<I", data, len(data) - 6, directory + 6)
    assert refusal(bytes(data)) is Reason.ZIP_SURPLUS_DATA


def test_it_refuses_files_that_share_their_data():
    data = bytearray(zips.zipped({"a": TEXT, "b": TEXT}))
    second = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, second + 42, 5)
    assert refusal(bytes(data)) in (Reason.ZIP_OVERLAP, Reason.ZIP_BROKEN)


def test_it_refuses_what_unpacks_to_too_much():
    assert refusal(zips.zipped(zips.files(bomb=bytes(40_000_000)))) is Reason.ZIP_BOMB


def test_it_refuses_too_much_in_many_small_files():
    many = {f"{n}": bytes(limits.RATIO_FREE_BYTES) for n in range(70)}
    assert refusal(zips.zipped(many)) is Reason.ZIP_BOMB


def test_it_unpacks_no_more_than_was_announced():
    """The directory says ten bytes; the data would unpack to a million."""
    data = bytearray(zips.zipped({"a": bytes(1_000_000)}))
    struct.pack_into("<I", data, 22, 10)
    struct.pack_into("<I", data, data.rfind(b"PK\x01\x02") + 24, 10)
    assert refusal(bytes(data)) is Reason.ZIP_CONTRADICTORY


def test_it_refuses_too_many_files():
    assert refusal(zips.zipped({str(n): b"" for n in range(1000)})) is Reason.ZIP_TOO_MANY_ENTRIES


@pytest.mark.parametrize(
    ("local", "central", "value", "reason"),
    [
        (6, 8, 1, Reason.ZIP_ENCRYPTED),
        (8, 10, 12, Reason.ZIP_METHOD),  # bzip2
        (None, 10, 0, Reason.ZIP_CONTRADICTORY),
        (26, None, 2, Reason.ZIP_OVERLAP),  # a longer name in the local header moves the data
    ],
)
def test_it_refuses_what_the_headers_must_not_say(local, central, value, reason):
    data = bytearray(zips.zipped({"a": TEXT}))
    if local is not None:
        struct.pack_into("<H", data, local, value)
    if central is not None:
        struct.pack_into("<H", data, data.rfind(b"PK\x01\x02") + central, value)
    assert refusal(bytes(data)) is reason


def test_it_does_not_mind_how_hard_the_writer_tried_to_compress():
    data = bytearray(zips.zipped(zips.files()))
    struct.pack_into("<H", data, data.rfind(b"PK\x01\x02") + 8, 2)
    assert faults(bytes(data)) == ()


def test_it_refuses_another_name_in_the_local_header():
    data = bytearray(zips.zipped({"a": TEXT}))
    data[30:31] = b"b"
    assert refusal(bytes(data)) is Reason.ZIP_CONTRADICTORY


def test_it_refuses_a_wrong_checksum():
    data = bytearray(zips.zipped({"a": TEXT}, stored=("a",)))
    data[40] ^= 1
    assert refusal(bytes(data)) is Reason.ZIP_CONTRADICTORY


@pytest.mark.parametrize("cut", [4, 10, 30, 100])
def test_it_refuses_half_an_archive(cut):
    data = zips.zipped({"a": TEXT})
    assert refusal(data[:-cut]) in (Reason.ZIP_BROKEN, Reason.ZIP_SURPLUS_DATA)


def test_it_refuses_an_archive_beyond_the_limit():
    assert refusal(bytes(limits.MAX_BYTES + 1)) is Reason.TOO_LARGE
