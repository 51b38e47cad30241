"""R-5.4: the reviewer sees at once what a power of attorney lacks, and decides."""

from __future__ import annotations

import pytest
from django.test import Client

from matrika.core.filing import Attachment, PowerOfAttorney
from matrika.core.power import PowerState
from matrika.core.verdict import SignatureKind, Verdict
from matrika.filings.models import Filing
from matrika.filings.signatures.verify import verify_next
from matrika.filings.submit import submit
from matrika.pages.powers import STATES
from tests import people
from tests.applications import registration
from tests.verdicts import failed, signature, undecided, verdict

pytestmark = pytest.mark.django_db
PDF = Attachment("splnomocnenie.pdf", "application/pdf", b"%PDF-1.7")
PICTURE = Attachment("splnomocnenie.png", "image/png", b"\x89PNG\r\n")
ELECTRONIC = PowerOfAttorney.ELECTRONIC


@pytest.fixture
def zita(client: Client) -> Client:
    client.force_login(people.zita())
    return client


def filed_by_cyril(power: PowerOfAttorney, *attachments: Attachment) -> Filing:
    people.alzbeta()
    application = registration(power_of_attorney=power, attachments=attachments)
    filing = submit(application, actor=people.cyril(), acting_for=people.other_organisation(), at=people.NOW)
    assert filing.problems == []
    return filing


def shown(client: Client, filing: Filing) -> str:
    return client.get(f"/konzola/ziadosti/{filing.number}/").content.decode()


@pytest.mark.parametrize(
    ("said", "mood", "words"),
    [
        (verdict(), "good", "Kvalifikovaný certifikát aj kvalifikovaná časová pečiatka sú v poriadku"),
        (verdict(signature(is_time_stamp_qualified=False)), "danger", "Chýba kvalifikovaná časová pečiatka;"),
        (
            verdict(signature(kind=SignatureKind.NOT_ACCEPTED)),
            "danger",
            "Chýba podpis alebo pečať s kvalifikovaným certifikátom",
        ),
        (failed(), "danger", "Podpis na ňom je neplatný."),
        (undecided(), "danger", "Podpis na ňom sa nedá overiť."),
    ],
)
def test_it_says_what_the_attached_one_lacks_and_rejects_nothing(
    zita: Client, said: Verdict, mood: str, words: str
) -> None:
    filing = filed_by_cyril(ELECTRONIC, PDF)
    assert "Podpis na ňom sa overuje." in shown(zita, filing)
    verify_next(at=people.NOW, verify=lambda file, *, at: said)
    assert f'<span class="c-{mood}">{words}' in shown(zita, filing)
    assert Filing.objects.get().status == "awaiting-paper"


def test_it_says_that_a_picture_is_not_signed(zita: Client) -> None:
    assert "Príloha nie je podpísaná ani zapečatená." in shown(zita, filed_by_cyril(ELECTRONIC, PICTURE))


def test_it_asks_the_reviewer_to_look_at_the_clause_of_a_conversion(zita: Client) -> None:
    page = shown(zita, filed_by_cyril(PowerOfAttorney.CONVERTED, PDF))
    assert "priložené, zaručene konvertované" in page
    assert "nájdite v prílohe osvedčovaciu doložku" in page


def test_it_says_so_in_english(zita: Client) -> None:
    zita.cookies["django_language"] = "en"
    page = shown(zita, filed_by_cyril(PowerOfAttorney.CONVERTED, PDF))
    assert "attached, guaranteed-converted" in page
    assert "find its clause in the attachment" in page


def test_it_gives_the_file_to_save_and_never_as_a_page(zita: Client) -> None:
    filing = filed_by_cyril(ELECTRONIC, PDF)
    answer = zita.get(f"/konzola/ziadosti/{filing.number}/prilohy/{filing.attachments.get().pk}/")
    assert answer["Content-Disposition"] == 'attachment; filename="splnomocnenie.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_it_has_words_for_every_state() -> None:
    assert set(STATES) == set(PowerState)
    assert all(words.sk and words.en for words in STATES.values())
