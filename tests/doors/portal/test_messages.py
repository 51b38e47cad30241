"""English is complete, and the committed catalogues are those of the pages."""

from __future__ import annotations

import pytest

from tools import messages

SPEAKING = [app for app in messages.APPS if messages.catalogue_of(app).exists()]


@pytest.mark.parametrize("app", SPEAKING)
def test_it_has_english_for_every_sentence(app: str) -> None:
    assert messages.without_english(messages.collected(app)) == []


@pytest.mark.parametrize("app", SPEAKING)
def test_it_has_compiled_what_it_says(app: str) -> None:
    po, mo = messages.written(messages.collected(app))
    assert messages.catalogue_of(app).read_bytes() == po
    assert messages.catalogue_of(app).with_suffix(".mo").read_bytes() == mo


def test_it_finds_sentences_in_templates_and_code() -> None:
    found = {sentence for sentence, _ in messages.in_templates(messages.ROOT / "src/matrika/portal")}
    assert {"Nájsť službu", "Strana %(number)s z %(count)s"} <= found
    code = {sentence for sentence, _ in messages.in_code(messages.ROOT / "src/matrika/portal")}
    assert "Vyberte typ subjektu." in code
