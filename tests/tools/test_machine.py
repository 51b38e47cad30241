"""What `./dev test` installs leaves no server running on the machine."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.house import source


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("tool_machine", source.ROOT / "tools" / "machine.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "tool_machine", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "POLICY", tmp_path / "policy-rc.d")
    return module


def test_it_forbids_servers_to_start_while_it_installs(machine: ModuleType) -> None:
    with machine.services_stay_down():
        assert machine.POLICY.read_text().endswith("exit 101\n")
        assert machine.POLICY.stat().st_mode & 0o111
    assert not machine.POLICY.exists()


def test_it_leaves_the_machines_own_policy_as_it_is(machine: ModuleType) -> None:
    machine.POLICY.write_text("#!/bin/sh\nexit 0\n")
    with machine.services_stay_down():
        assert machine.POLICY.read_text() == "#!/bin/sh\nexit 0\n"
    assert machine.POLICY.exists()


def test_it_finds_a_module_that_is_not_on_the_path(machine: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path.relative_to("/")
    program = machine.Program("dom.so", "php-xml", "something", (f"{folder}/php/*",))
    assert program.path() is None
    (tmp_path / "php" / "2026").mkdir(parents=True)
    (tmp_path / "php" / "2026" / "dom.so").touch()
    assert program.path() == tmp_path / "php" / "2026" / "dom.so"
