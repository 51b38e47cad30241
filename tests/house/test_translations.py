"""The English of the pages, where a program can judge it."""

from __future__ import annotations

import io

import pytest
from babel.messages.pofile import read_po

from tests.house import source

CATALOGUES = [path for path in source.tracked() if path.suffix == ".po"]
LONG = 30  # characters; nothing so long is said twice in one sentence on purpose


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=source.relative)
def test_it_says_everything_once(catalogue):
    """Tools that fill a catalogue in may append to what they wrote before; readers see it all."""
    repeated = []
    for message in read_po(io.BytesIO(catalogue.read_bytes()), locale="en"):
        forms = [message.string] if isinstance(message.string, str) else list(message.string)
        repeated += [form for form in forms if len(form) > LONG and form.count(form[:LONG]) > 1]
    assert repeated == []
