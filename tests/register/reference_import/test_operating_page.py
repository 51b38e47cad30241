"""The examples of docs/operating.md, "Reference data", are run."""

from __future__ import annotations

import io
import re
import shlex

import pytest
from django.core.management import call_command

from matrika.register.models import IntegrationProject, Mandate, Organisation
from tests import people
from tests.house import source

PAGE = (source.ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
SECTION = PAGE.split("\n## Reference data\n")[1].split("\n## ")[0]
COMMANDS = re.findall(r"^matrika (.+)$", SECTION, re.MULTILINE)


def test_it_runs_as_the_page_shows(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: people.NOW)
    monkeypatch.chdir(source.ROOT)
    people.person("maja", "Mája", "Malinová")
    said = io.StringIO()
    for command in COMMANDS:
        call_command(*shlex.split(command), stdout=said, stderr=said)
    assert len(COMMANDS) == 5
    assert "left out:" not in said.getvalue()
    ministry, branch = Organisation.objects.order_by("ico_suffix")
    assert (ministry.subject_type, ministry.source) == ("OVM", "rpo")
    assert str(branch.full_ico) == "99999994_10001"
    assert IntegrationProject.objects.count() == 2
    assert Mandate.objects.get().person.username == "maja"
