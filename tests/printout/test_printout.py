"""The printout (R-5.2, guide §4.1/9): everything that was filed, readable by everybody, the same for ever."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO

import pytest
import segno
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from matrika.core.filing import Application, Attachment, Authorisation, PowerOfAttorney
from matrika.core.people import Contact
from matrika.core.words import Outward
from matrika.filings.answer import answer
from matrika.filings.models import Filing
from matrika.filings.review import ask
from matrika.filings.submit import submit
from matrika.printout import printout_of
from matrika.printout.facts import facts_of
from matrika.printout.render import typeset
from matrika.printout.words import MAY_BREAK
from matrika.register.models import Organisation, Person
from samllint.certificate import read
from tests import people, pki
from tests.applications import cancellation, filed, in_review, registered, registration
from tests.metadata import sp_metadata

pytestmark = pytest.mark.django_db
POWER = Attachment("splnomocnenie.pdf", "application/pdf", b"%PDF-1.7")


def printed(application: Application | None = None) -> bytes:
    return of(filed(application))


def of(filing: Filing) -> bytes:
    return printout_of(Filing.objects.get(pk=filing.pk))


def words(pdf: bytes) -> str:
    """All its text without white space: where lines break is the typesetter's choice."""
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return re.sub(rf"[\s{MAY_BREAK}]", "", text)


def test_it_says_everything_that_was_filed() -> None:
    filing = filed(
        registration(
            project="VZOR",
            note="Prvý riadok.\r\nDruhý riadok.",
            attachments=(POWER,),
            power_of_attorney=PowerOfAttorney.PAPER,
        )
    )
    said = words(of(filing))
    certificate = read(pki.signing_certificate()).fingerprint
    for wanted in (
        "Žiadosť o registráciu poskytovateľa služieb v module IAM",
        "2026-000001",
        "Podaná elektronicky: 22.11.2026 13:00",
        "Alžbeta Agátová (za: Ministerstvo vzorov)",
        "Vlastník Ministerstvo vzorov",
        "Pribinova 25, P.O.BOX 5, 810 08 Bratislava",
        "Orgán verejnej moci",
        "12345678",
        "sso@vzory.example",
        "+421 2 1234 5678",
        "VZOR",
        "https://sp.example",
        "Založiť poskytovateľa služieb k dátumu 23.11.2026",
        "Prvý riadok. Druhý riadok.",
        "doručí sa listinne",
        "splnomocnenie.pdf",
        filing.metadata_sha256,
        filing.form_sha256,
        certificate,
        "15.01.2028 13:00",
        "Osvedčovacia doložka",
        "Miesto a dátum",
        "strana 1 z ",
    ):
        assert re.sub(r"\s", "", wanted) in said, wanted


def test_it_prints_the_metadata_whole_and_long_ones_by_their_fingerprint() -> None:
    assert "MetadátavBase64" in words(printed())
    long = sp_metadata(before_roles=f"<!--{'x' * 70_000}-->", entity_id="https://long.example")
    pdf = printed(registration(entity_id="https://long.example", metadata=long))
    assert "určujehoodtlačok" in words(pdf)
    assert len(PdfReader(BytesIO(pdf)).pages) == 1


def test_it_has_nothing_about_metadata_for_a_cancellation() -> None:
    registered()
    assert "Metadáta" not in words(printed(cancellation()))


def test_it_is_an_archival_and_accessible_pdf() -> None:
    """PDF/A-2a and PDF/UA-1 as the file itself claims; the typesetter checked it while writing."""
    reader = PdfReader(BytesIO(printed()))
    claims = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    for claim in ("<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert claim in claims
    root = reader.trailer["/Root"]
    assert str(root["/Lang"]).startswith("sk")
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Žiadosť o registráciu poskytovateľa služieb v module IAM 2026-000001"


def test_it_uses_only_the_vendored_font() -> None:
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(BytesIO(printed())).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all("SourceSansPro" in font for font in fonts)


def test_it_is_the_same_on_another_day_whatever_has_happened_since() -> None:
    filing = in_review(registration(attachments=(POWER,)))
    before = of(filing)
    Organisation.objects.update(name="Úrad premenovaný")
    Person.objects.filter(username="alzbeta").update(last_name="Vydatá")
    later = people.NOW + timedelta(days=40)
    ask(filing, actor=people.zita(), at=later, text=Outward("Doplňte."))
    answer(filing, actor=people.alzbeta(), at=later, text="Dopĺňam.", attachments=(POWER,))
    assert of(filing) == before


def test_it_does_not_list_the_container_among_what_the_form_names() -> None:
    container = Attachment("ziadost.asice", "application/vnd.etsi.asic-e+zip", b"PK\x03\x04 signed")
    how = {"authorisation": Authorisation.SIGNATURE, "signed": container, "attachments": (POWER,)}
    said = words(of(filed(registration(**how))))
    assert "splnomocnenie.pdf" in said
    assert "ziadost.asice" not in said


def test_it_prints_what_was_typed_and_never_obeys_it() -> None:
    typed = '#set text(red) *x* $y$ #read("/etc/passwd") @a <b> // c \\ `d`'
    assert re.sub(r"\s", "", typed) in words(printed(registration(note=typed)))


def test_it_names_the_characters_that_its_font_lacks() -> None:
    said = words(printed(registration(note="中 \U0001f600 \u202eobrátené")))
    assert "[U+4E2D][U+1F600][U+202E]obrátené" in said


def test_it_holds_the_longest_values_there_are() -> None:
    longest = registration(
        contact=Contact("Ž" * 1023, "a" * 200 + "@vzory.example", "+" + "1" * 63),
        project="P" * 256,
        note="ŕ" * 4000,
        attachments=tuple(Attachment("p" * 251 + ".pdf", "application/pdf", b"%PDF") for _ in range(12)),
    )
    said = words(printed(longest))
    for whole in ("Ž" * 1023, "a" * 200 + "@vzory.example", "P" * 256, "p" * 251 + ".pdf"):
        assert whole in said
    assert said.count("ŕ") == 4000  # over two pages


def test_it_prints_a_rejected_filing_as_well() -> None:
    filing = submit(
        registration(metadata=b"no metadata", note="\x0b"),
        actor=people.alzbeta(),
        acting_for=people.organisation(),
        at=people.NOW,
    )
    assert filing.form_document is None
    assert "[U+000B]" in words(of(filing))


def test_it_takes_the_operators_address_from_the_settings(settings: Settings) -> None:
    settings.OPERATOR_ADDRESS = ["Úrad", "Hlavná 1", "040 01 Košice"]
    assert "Úrad,Hlavná1,04001Košice" in words(printed())


def test_it_leads_the_reviewer_to_the_filing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BASE_URL = "https://register.example"
    asked: list[str] = []
    make = segno.make
    monkeypatch.setattr(segno, "make", lambda address, **how: asked.append(address) or make(address, **how))
    printed()
    assert asked == ["https://register.example/konzola/ziadosti/2026-000001/"]


def test_it_can_be_made_by_several_threads_at_once() -> None:
    filing = Filing.objects.get(pk=filed().pk)
    data = facts_of(filing)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: typeset(data), range(12)))
    assert set(made) == {of(filing)}
