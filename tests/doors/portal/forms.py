"""A form filled in as Alžbeta would, sent step by step."""

from __future__ import annotations

import base64
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.metadata import ENTITY_ID, sp_metadata


def typed(**changes: Any) -> dict[str, Any]:
    """What Alžbeta types into the registration; a test names only the difference."""
    right = {
        "subject_type": "OVM",
        "ico": "12345678",
        "ico_suffix": "",
        "contact_name": "Alžbeta Agátová",
        "contact_email": "sso@vzory.example",
        "contact_phone": "+421 2 1234 5678",
        "project": "VZOR",
        "entity_id": ENTITY_ID,
        "effective_on": "23.11.2026",
        "metadata_text": base64.b64encode(sp_metadata()).decode(),
        "note": "",
        "paper": "on",
    }
    return {name: value for name, value in (right | changes).items() if value is not None}


def begin(client: Client, address: str = "/sluzby/registracia/") -> str:
    """Open a form; the address of its draft."""
    response = client.get(address)
    assert response.status_code == 302, response.content
    return str(response["Location"])


def fill_in(client: Client, **changes: Any) -> tuple[str, HttpResponse]:
    """Begin and send the first step; the draft's address and the answer."""
    draft = begin(client)
    return draft, client.post(draft, typed(**changes))


def send(client: Client, draft: str, **data: Any) -> HttpResponse:
    return client.post(f"{draft}odoslat/", {"paper": "on", **data})


def text(response: Any) -> str:
    return str(response.content.decode())
