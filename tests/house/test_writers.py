"""Some things have exactly one writer; these tests read the source to see that it stays so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

import matrika

SOURCE = Path(matrika.__file__).parent
WRITERS = {
    # what only one module may do → how doing it looks, and the modules that may
    "write events": (r"\bEvent\(|\bEvent\.objects\.(?:create|bulk_create|update)", {"register/ledger.py"}),
    "move the ledger's head": (r"\bLedgerHead\(|head\.save", {"register/ledger.py"}),
    "enter metadata": (
        r"\bMetadataVersion\(|MetadataVersion\.objects\.(?:bulk_)?create",
        {"register/versions.py"},
    ),
    "end metadata": (r"effective_to\s*=\s*(?!models)\w", {"register/versions.py", "register/states.py"}),
    "enter certificates": (r"\bCertificateEntry\((?!models)", {"register/versions.py"}),
    "register providers": (
        r"\bServiceProvider\((?!models)|ServiceProvider\.objects\.(?:bulk_)?create",
        {"filings/take_effect.py", "transfer/enter.py"},
    ),
    "change a filing's status": (r"\b[Ff]iling\.status\s*=[^=]|setattr\(filing", {"filings/transition.py"}),
    "move the publication's counter": (r"F\(\"version\"\)", {"publication/counter.py"}),
    "store filings": (r"\bFiling\((?!models)|Filing\.objects\.(?:bulk_)?create", {"filings/store.py"}),
}


def modules() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


@pytest.mark.parametrize("act", WRITERS)
def test_it_has_one_writer_to(act: str) -> None:
    pattern, allowed = WRITERS[act]
    # A line that declares a class or imports a name is no use of it.
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in modules()
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(pattern, line) and not line.lstrip().startswith(("class ", "#"))
    }
    assert found <= allowed
    assert found, f"nothing seems to {act}: the pattern is stale"


def test_it_never_deletes_with_a_parent() -> None:
    """Rows are kept: PROTECT everywhere (architecture, "Invariants")."""
    # A draft is an applicant's own scratch paper and goes with its person; it never was a record.
    models_of_doors = ("matrika.portal",)
    ours = [model for model in apps.get_models() if model.__module__.startswith("matrika.")]
    ours = [model for model in ours if not model.__module__.startswith(models_of_doors)]
    assert ours
    links = [
        field
        for model in ours
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.model is model
    ]
    assert [str(link) for link in links if link.remote_field.on_delete is not models.PROTECT] == []
