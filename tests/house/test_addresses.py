"""Whoever installs decides from where: no file names a package registry or a mirror."""

from __future__ import annotations

import re

from tests.house import source

# In pieces, so that this file does not name them either.
HOSTS = ("py" + "pi", "python" + "hosted", "npm" + "js", "deb" + "ian", "jsd" + "elivr", "unp" + "kg")
ADDRESS = re.compile(r"(?:https?|file)://[^\s\"'<>)]*", re.IGNORECASE)
REQUIREMENT_OPTION = re.compile(r"^\s*(?:-i|-f|--index-url|--extra-index-url|--find-links)\b", re.MULTILINE)


def test_it_names_no_registry():
    found = [
        f"{path}: {address}"
        for path, text in source.texts()
        for address in ADDRESS.findall(text)
        if any(host in address.split("/")[2].lower() for host in HOSTS)
    ]
    assert found == []


def test_it_gives_no_index_in_requirements():
    found = [
        path
        for path, text in source.texts()
        if path.startswith("requirements/") and REQUIREMENT_OPTION.search(text)
    ]
    assert found == []


def test_it_pins_every_requirement_with_a_hash():
    for name in ("bootstrap", "base", "dev"):
        text = (source.ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
        assert blocks, name
        for block in blocks:
            assert "==" in block.splitlines()[0], block.splitlines()[0]
            assert "--hash=sha256:" in block, block.splitlines()[0]
