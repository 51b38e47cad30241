"""`./dev test` may never look greener than it is."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

import pytest

from tests.house import source


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    tools = source.ROOT / "tools"
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(tools))
        spec = importlib.util.spec_from_file_location("tool_test", tools / "test.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        patch.setitem(sys.modules, "tool_test", module)
        spec.loader.exec_module(module)
        yield module


def test_it_fails_when_one_database_fails(tool):
    runs = [tool.Run("SQLite", 0, 1.0), tool.Run("PostgreSQL", 1, 1.0)]
    assert tool.exit_code(runs, incomplete=False) == 1


def test_it_fails_when_nothing_ran(tool):
    assert tool.exit_code([tool.Run("SQLite", 5, 1.0)], incomplete=False) == 5
    assert tool.exit_code([], incomplete=False) == 5


def test_it_passes_when_only_the_second_database_had_nothing_to_do(tool):
    runs = [tool.Run("SQLite", 0, 1.0), tool.Run("PostgreSQL", 5, 1.0)]
    assert tool.exit_code(runs, incomplete=False) == 0


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_it_fails_in_ci_for_what_was_skipped(tool, monkeypatch, ci, code):
    monkeypatch.setenv("CI", ci)
    assert tool.exit_code([tool.Run("SQLite", 0, 1.0)], incomplete=True) == code


def test_it_counts_from_the_report_that_pytest_writes(tool, tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(
        "<testsuites><testsuite>"
        '<testcase classname="a" name="one"/>'
        '<testcase classname="a" name="two"><failure/></testcase>'
        '<testcase classname="a" name="three"><error/></testcase>'
        '<testcase classname="a" name="four"><skipped message="no xmlsec1"/></testcase>'
        "</testsuite></testsuites>"
    )
    run = tool.Run("SQLite", 1, 1.0)
    tool.read_report(run, report)
    assert (run.passed, run.failed, run.skipped) == (1, 2, ["a::four: no xmlsec1"])


def test_it_names_the_databases_it_can_run_on(tool):
    assert tool.databases_of(["tests/core"]) == (("sqlite", "postgresql"), ["tests/core"])
    assert tool.databases_of(["--on", "sqlite", "-q"]) == (("sqlite",), ["-q"])
    with pytest.raises(SystemExit):
        tool.databases_of(["--on", "oracle"])
