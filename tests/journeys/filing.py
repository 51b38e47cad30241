"""What people do with a filing, over HTTP: Alžbeta files it, Zita records the paper and decides."""

from __future__ import annotations

import base64
from datetime import datetime

from matrika.core.days import BRATISLAVA
from matrika.settings import DEMO_PASSWORD
from tests.journeys.running import Visitor

ICO = "99999994"  # the demo's ministry


def filed(register: str, kind: str, entity_id: str, metadata: bytes | None = None) -> str:
    """A registration, change or cancellation ("registracia", "zmena", "zrusenie") for today; its number."""
    alzbeta = Visitor.logged_in_as("alzbeta", register, DEMO_PASSWORD)
    draft = alzbeta.get(f"/profil/ziadost/{kind}/").url
    typed = {
        "subject_type": "OVM",
        "ico": ICO,
        "contact_name": "Alžbeta Agátová",
        "contact_email": "sso@vzory.example",
        "contact_phone": "+421 2 1234 5678",
        "entity_id": entity_id,
        "effective_on": today(),
        "note": "",
        "paper": "on",
    }
    if metadata is not None:
        typed["metadata_text"] = base64.b64encode(metadata).decode()
    if kind == "registracia":
        typed["project"] = "Portál vzorov"
    alzbeta.post(draft, **typed)
    assert alzbeta.page.url.endswith("/kontrola/"), alzbeta.page.text
    alzbeta.post(f"{draft}odoslat/", paper="on")
    assert "/ziadosti/" in alzbeta.page.url, alzbeta.page.text
    return alzbeta.page.url.rstrip("/").rpartition("/")[2]


def decided(register: str, number: str) -> None:
    """The paper came, and the filing is approved."""
    zita = Visitor.logged_in_as("zita", register, DEMO_PASSWORD)
    page = f"/konzola/ziadosti/{number}/"
    zita.get(page)
    zita.post(f"{page}listina/", **{"paper-arrived_on": today(), "paper-certified_by": "Notár"})
    zita.post(f"{page}schvalit/", **{"approve-internal": ""})


def today() -> str:
    return f"{datetime.now(BRATISLAVA):%d.%m.%Y}"
