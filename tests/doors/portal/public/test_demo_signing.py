"""R-5.1 in the demo: whoever has neither card nor Autogram signs by one click, and nobody elsewhere."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from matrika.core.verdict import Indication, SignatureKind
from matrika.filings.models import Filing
from matrika.filings.store import application_of
from matrika.outside.signatures.verify import verify
from tests.doors.portal.forms import fill_in, text
from tests.outside.signatures.trusting import trust

pytestmark = pytest.mark.django_db
OFFER = "Podpísať ukážkovo a odoslať"


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO = True


def draft_of(client: Client) -> tuple[str, str]:
    """The draft's address, and where the demo signs it."""
    draft, _ = fill_in(client, paper=None)
    return draft, f"/ukazka/podpisat/{draft.strip('/').split('/')[-1]}/"


def test_it_files_what_passes_with_the_demos_list(demo: None, as_alzbeta: Client) -> None:
    draft, sign = draft_of(as_alzbeta)
    assert OFFER in text(as_alzbeta.get(f"{draft}podpis/"))
    answer = as_alzbeta.post(sign)
    filing = Filing.objects.get()
    assert answer["Location"] == f"/ziadosti/{filing.number}/"
    signed = application_of(filing).signed
    assert signed is not None
    now = timezone.now()
    verdict = verify(
        signed.content,
        name=signed.name,
        expected=bytes(filing.form_document or b""),
        trust=trust(issued_at=now - timedelta(days=1)),
        at=now,
    )
    assert (verdict.indication, verdict.kind) == (Indication.TOTAL_PASSED, SignatureKind.QES)
    assert "Alžbeta Agátová" in str(verdict)


def test_it_shows_what_became_of_it_to_who_clicks_twice(demo: None, as_alzbeta: Client) -> None:
    _, sign = draft_of(as_alzbeta)
    first, second = as_alzbeta.post(sign), as_alzbeta.post(sign)
    assert second["Location"] == first["Location"]
    assert Filing.objects.count() == 1


def test_it_signs_nobody_elses_draft(demo: None, as_alzbeta: Client, as_cyril: Client) -> None:
    _, sign = draft_of(as_alzbeta)
    assert as_cyril.post(sign).status_code == 404
    assert as_alzbeta.post(f"/ukazka/podpisat/{uuid.uuid4()}/").status_code == 404
    assert not Filing.objects.exists()


def test_it_is_not_there_outside_demo_mode(settings: Settings, as_alzbeta: Client) -> None:
    settings.DEMO = False
    draft, sign = draft_of(as_alzbeta)
    assert OFFER not in text(as_alzbeta.get(f"{draft}podpis/"))
    assert as_alzbeta.post(sign).status_code == 404
    assert not Filing.objects.exists()
