"""`./dev bench` names what there is, and refuses what there is not."""

from __future__ import annotations

import subprocess
import sys

from tests.house import source

TOOL = source.ROOT / "tools" / "bench.py"


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, TOOL, *arguments], capture_output=True, text=True, check=False)


def test_it_lists_every_measurement_with_a_sentence() -> None:
    listed = dict(line.split(maxsplit=1) for line in bench("--list").stdout.splitlines())
    assert {"performance", "aggregate", "samllint_floor"} <= set(listed)
    assert all(sentence.endswith((".", ":")) for sentence in listed.values()), listed


def test_it_refuses_a_measurement_that_does_not_exist() -> None:
    refused = bench("nothing")
    assert refused.returncode == 2
    assert "no such measurement: nothing" in refused.stderr
    compared = bench("performance", "nothing")
    assert compared.returncode == 2
    assert "no such comparison: nothing" in compared.stderr
