"""R-4.7: a form sent by a double click, or again by a browser, is one filing, over real HTTP."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
import requests

from matrika.core.days import BRATISLAVA
from matrika.settings import DEMO_PASSWORD
from tests import pki
from tests.journeys.databases import database
from tests.journeys.running import PATIENCE, Visitor, running_register
from tests.metadata import sp_metadata

__all__ = ["database"]
pytestmark = pytest.mark.django_db
CLICKS = 4


@pytest.fixture
def alzbeta(tmp_path: Path, database: str) -> Iterator[Visitor]:
    folder = tmp_path / "var"
    folder.mkdir()
    with running_register(folder, database=database) as address:
        yield Visitor.logged_in_as("alzbeta", address, DEMO_PASSWORD)


def fill_in(alzbeta: Visitor, *, entity_id: str, as_file: bool) -> str:
    """The first step of a registration; the address that sends it."""
    begun = datetime.now(UTC).replace(microsecond=0) - timedelta(days=10)
    signing, encryption = (
        pki.certificate(cn="ico-99999994", key=pki.key(number), not_before=begun) for number in (1, 2)
    )
    metadata = sp_metadata(entity_id=entity_id, signing=signing, encryption=encryption)
    draft = alzbeta.get("/profil/ziadost/registracia/").url
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', alzbeta.page.text)
    assert token is not None
    typed = {
        "csrfmiddlewaretoken": token[1],
        "subject_type": "OVM",
        "ico": "99999994",
        "contact_name": "Alžbeta Agátová",
        "contact_email": "sso@vzory.example",
        "contact_phone": "+421 2 1234 5678",
        "project": "Portál vzorov",
        "entity_id": entity_id,
        "effective_on": f"{datetime.now(BRATISLAVA):%d.%m.%Y}",
        "metadata_text": "" if as_file else base64.b64encode(metadata).decode(),
        "paper": "on",
    }
    files = {"metadata": ("sp.xml", metadata)} if as_file else {}
    alzbeta.page = alzbeta.session.post(
        draft, data=typed, files=files, headers={"Referer": draft}, timeout=PATIENCE
    )
    assert alzbeta.page.url.endswith("/kontrola/"), alzbeta.page.text
    return f"{draft}odoslat/"


def click(alzbeta: Visitor, address: str, *, times: int) -> list[requests.Response]:
    """Send the form so many times at one instant; where each click led."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', alzbeta.page.text)
    assert token is not None
    cookies, barrier = alzbeta.session.cookies.get_dict(), Barrier(times)

    def once(number: int) -> requests.Response:
        barrier.wait(PATIENCE)
        return requests.post(
            address,
            data={"csrfmiddlewaretoken": token[1], "paper": "on"},
            cookies=cookies,
            headers={"Referer": address},
            timeout=PATIENCE,
        )

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(once, range(times)))


def test_it_makes_one_filing_of_several_clicks_and_shows_it_to_each(alzbeta: Visitor) -> None:
    for number, as_file in enumerate((False, True)):
        entity_id = f"https://dvojklik{number}.vzory.example"
        address = fill_in(alzbeta, entity_id=entity_id, as_file=as_file)
        answers = click(alzbeta, address, times=CLICKS)
        assert {answer.status_code for answer in answers} == {200}
        (filing,) = {answer.url for answer in answers}
        assert re.search(r"/ziadosti/\d{4}-\d{6}/$", filing)
        late = click(alzbeta, address, times=1)[0]
        assert (late.status_code, late.url) == (200, filing), "a browser that tries again"
        assert alzbeta.get("/ziadosti/").text.count(entity_id) == 1
