"""What somebody can do to a PDF before or after it is signed, with pyHanko's writer or byte by byte."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter

OWES_NOTHING = b"BT /F1 12 Tf 10 99 Td (I owe nothing  ) Tj ET"
OWES_A_MILLION = b"BT /F1 12 Tf 10 99 Td (I owe a million) Tj ET"
Update = Callable[[IncrementalPdfFileWriter], None]


def _dictionary(**entries: Any) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name("/" + name): value for name, value in entries.items()})


def _box() -> generic.ArrayObject:
    return generic.ArrayObject(map(generic.NumberObject, (0, 0, 200, 200)))


def _stream(data: bytes, **entries: Any) -> generic.StreamObject:
    return generic.StreamObject(_dictionary(**entries), stream_data=data)


def _appearance(data: bytes) -> generic.StreamObject:
    return _stream(data, Type=pdf_name("/XObject"), Subtype=pdf_name("/Form"), BBox=_box())


def form(*, missing: int | None = None) -> bytes:
    """A page with a text, a field "amount", a stamp, and a second text that nothing shows.

    `missing`: the number of an object that the page shows as well, and that is not there.
    """
    writer = PdfFileWriter(stream_xrefs=False)
    text = writer.add_object(_stream(OWES_NOTHING))
    font = writer.add_object(
        _dictionary(Type=pdf_name("/Font"), Subtype=pdf_name("/Type1"), BaseFont=pdf_name("/Helvetica"))
    )
    resources = _dictionary(Font=_dictionary(F1=font))
    shown = [text] if missing is None else [text, generic.IndirectObject(missing, 0, writer)]
    page = PageObject(contents=text, media_box=_box(), resources=resources)
    place = writer.insert_page(page)
    empty = writer.add_object(_appearance(b"q Q"))
    widget = {"Type": pdf_name("/Annot"), "Rect": _box(), "P": place, "AP": _dictionary(N=empty)}
    name, value = generic.TextStringObject("amount"), generic.TextStringObject("1")
    field = _dictionary(
        FT=pdf_name("/Tx"), T=name, V=value, Subtype=pdf_name("/Widget"), F=generic.NumberObject(4), **widget
    )
    amount = writer.add_object(field)
    stamp = writer.add_object(_dictionary(Subtype=pdf_name("/Stamp"), **widget))
    page[pdf_name("/Contents")] = generic.ArrayObject(shown)
    page[pdf_name("/Annots")] = generic.ArrayObject([amount, stamp])
    writer.root[pdf_name("/AcroForm")] = _dictionary(Fields=generic.ArrayObject([amount]), DR=resources)
    writer.root[pdf_name("/Hidden")] = writer.add_object(_stream(OWES_A_MILLION))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def updated(document: bytes, change: Update) -> bytes:
    """With an incremental update, as any program writes it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _page(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    page: generic.DictionaryObject = writer.find_page_for_modification(0)[0].get_object()
    writer.update_container(page)
    return page


def fill_in(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/V"] = generic.TextStringObject("1000000")
    writer.update_container(field)


def replace_appearance(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/AP"] = _dictionary(N=writer.add_object(_appearance(OWES_A_MILLION)))
    writer.update_container(field)


def comment(writer: IncrementalPdfFileWriter) -> None:
    note = _dictionary(Type=pdf_name("/Annot"), Subtype=pdf_name("/FreeText"), Rect=_box())
    note["/Contents"] = generic.TextStringObject("I owe a million.")
    _page(writer)["/Annots"].append(writer.add_object(note))


def hide_stamp(writer: IncrementalPdfFileWriter) -> None:
    page = _page(writer)
    page["/Annots"] = generic.ArrayObject([page["/Annots"].raw_get(0)])


def empty_stamp(writer: IncrementalPdfFileWriter) -> None:
    stamp = writer.prev.root["/Pages"]["/Kids"][0]["/Annots"].raw_get(1)
    writer.objects[(stamp.generation, stamp.idnum)] = generic.NullObject()


def replace_font(writer: IncrementalPdfFileWriter) -> None:
    font = writer.root["/AcroForm"]["/DR"]["/Font"]["/F1"]
    font["/BaseFont"] = pdf_name("/Symbol")
    writer.update_container(font)


def show_hidden(writer: IncrementalPdfFileWriter) -> None:
    _page(writer)["/Contents"] = writer.root.raw_get("/Hidden")


def run_script(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/OpenAction"] = _dictionary(
        S=pdf_name("/JavaScript"), JS=generic.TextStringObject("app.alert(1)")
    )
    writer.update_root()


def odd_validation_data(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/DSS"] = _dictionary(Type=pdf_name("/DSS"), Letter=writer.root.raw_get("/Hidden"))
    writer.update_root()


def last_start(document: bytes) -> int:
    return int(re.findall(rb"startxref\s+(\d+)", document)[-1])


def pointing(document: bytes, number: int, offset: int) -> bytes:
    """With nothing more than cross-references that say where object `number` is from now on."""
    return document + (
        b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size 200 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
        % (number, offset, last_start(document), len(document))
    )


def body(number: int, data: bytes = OWES_A_MILLION) -> bytes:
    return b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, len(data), data)


def defining(document: bytes, number: int) -> bytes:
    """With an update that adds an object of that number."""
    with_body = document + body(number)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(document))
    trailer = b"trailer\n<< /Size 200 /Root 1 0 R /Prev %d >>\n" % last_start(document)
    return with_body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(with_body)


def text_number(document: bytes) -> int:
    """The object that the page shows."""
    return int(re.search(rb"/Contents \[ (\d+) 0 R", document)[1])  # type: ignore[index]


def with_second_body(document: bytes) -> tuple[bytes, int]:
    """An unsigned document that holds the page's text twice, and where the second one is."""
    at = document.rindex(b"xref\n", 0, document.rindex(b"startxref"))
    second = body(text_number(document))
    moved = document[:at] + second + document[at:]
    return re.sub(rb"startxref\n\d+", b"startxref\n%d" % (at + len(second)), moved), at
