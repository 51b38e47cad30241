"""One key for the whole run: making one takes a while."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from matrika.outside.keystore import open_signer
from tests.outside.state_mailbox.stand_in import StandIn, serving
from tests.people import NOW


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("state")
    folder.chmod(0o700)
    open_signer(folder / "key.pem", folder / "certificate.pem", at=NOW)
    return folder / "key.pem"


@pytest.fixture
def stand_in(key_file: Path) -> Iterator[StandIn]:
    signer = open_signer(key_file, key_file.with_name("certificate.pem"), at=NOW)
    with serving(StandIn(signer.certificate, NOW)) as started:
        yield started
