"""The printout's fonts are those of the pages, unpacked; and the list of their characters is true."""

from __future__ import annotations

from tools import fonts


def test_it_has_the_fonts_and_their_characters_as_made_from_the_vendored_ones() -> None:
    for path, content in fonts.made():
        assert path.read_bytes() == content, f"{path.name} is stale: run tools/fonts.py"
