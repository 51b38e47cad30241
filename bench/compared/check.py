"""Checking one document: beside the least that any checker must do, pkilint and spid-sp-test."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from compared.peers import processor_ms
from compared.rows import Row


def measure(peers: Path) -> list[Row]:
    from samllint_floor import best
    from samllint_peers import PKILINT, written

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for sample in written(Path(folder)):
            floor, known, first = best(sample.path.read_bytes(), rounds=200)
            name = f"check a document, {sample.name}"
            rows.append(Row(name, known, "the floor", floor, "ms", "at most 3 × the floor"))
            rows.append(Row(f"{name}, certificates never seen", first, "the floor", floor, "ms"))
            child = [peers / "python", "-W", "ignore", "-c", PKILINT, *sample.certificates]
            pkilint = subprocess.run(child, capture_output=True, text=True, check=True).stdout
            rows.append(Row(f"{name}, likewise", first, "pkilint, certificates only", float(pkilint), "ms"))
        ours = processor_ms(sys.executable, "-m", "samllint", "check", sample.path)
        url = f"file://{sample.path}"
        spid = processor_ms(peers / "spid_sp_test", "--metadata-url", url, "--profile", "saml2-sp")
        rows.append(Row("check as a command, processor time", ours, "spid-sp-test", spid, "ms"))
    return rows
