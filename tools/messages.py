"""`./dev messages`: collect the Slovak sentences of pages and code, and compile their English.

Slovak is the source: a msgid is the sentence itself. Each app that speaks has its own catalogue,
src/matrika/<app>/locale/en/LC_MESSAGES/django.po, whose compiled .mo is committed: a machine without
gettext shows English as well. The exit code is 1 while a sentence has no English, with `--check`
also when a catalogue is stale (nothing is written then).
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
BEGINNING = datetime(2026, 11, 22, tzinfo=UTC)
APPS = ("portal", "console")
FUNCTIONS = {"_", "gettext", "gettext_lazy"}
QUOTED = r"""(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')"""
TRANSLATE = re.compile(r"{%\s*(?:translate|trans)\s+" + QUOTED)
CALL = re.compile(r"\b_\(" + QUOTED + r"\)")
BLOCK = re.compile(r"{%\s*blocktrans(?:late)?\b[^%]*%}(.*?){%\s*endblocktrans(?:late)?\s*%}", re.S)
PLURAL = re.compile(r"{%\s*plural\s*%}")
VARIABLE = re.compile(r"{{\s*(\w+)\s*}}")


# One sentence, or its singular and its plural: as gettext has them.
Sentence = str | tuple[str, ...]


def in_templates(folder: Path) -> Iterator[tuple[Sentence, str]]:
    """Sentences of `translate`, `_("…")` and `blocktranslate`, with the file they stand in."""
    for path in sorted(folder.rglob("*.html")):
        source, name = path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()
        for pattern in (TRANSLATE, CALL):
            for double, single in pattern.findall(source):
                yield (double or single).replace("%", "%%"), name
        for body in BLOCK.findall(source):
            forms = tuple(VARIABLE.sub(r"%(\1)s", form.replace("%", "%%")) for form in PLURAL.split(body))
            yield forms if len(forms) > 1 else forms[0], name


def in_code(folder: Path) -> Iterator[tuple[Sentence, str]]:
    """Sentences given to gettext, by the syntax tree, so that joined literals are one sentence."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
                argument = node.args[0]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value, path.relative_to(ROOT).as_posix()


def catalogue_of(app: str) -> Path:
    return ROOT / "src" / "matrika" / app / "locale" / "en" / "LC_MESSAGES" / "django.po"


def collected(app: str) -> Catalog:
    """The app's sentences with the English known so far."""
    folder, path = ROOT / "src" / "matrika" / app, catalogue_of(app)
    known = read_po(io.BytesIO(path.read_bytes()), locale="en") if path.exists() else Catalog("en")
    # The header names no moment: the file changes only when a sentence does.
    fresh = Catalog("en", project="Matrika", fuzzy=False, creation_date=BEGINNING, revision_date=BEGINNING)
    fresh.header_comment = f"# English of matrika.{app}; written by ./dev messages."
    for sentence, place in sorted({*in_templates(folder), *in_code(folder)}, key=repr):
        before = known.get(sentence if isinstance(sentence, str) else sentence[0])
        fresh.add(sentence, before.string if before else "", locations=[(place, 0)])
    return fresh


def without_english(catalogue: Catalog) -> list[Sentence]:
    strings = ((message.id, message.string) for message in catalogue if message.id)
    return [sentence for sentence, english in strings if not english or not all(english)]


def written(catalogue: Catalog) -> tuple[bytes, bytes]:
    """The .po and the .mo."""
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalogue, width=110, include_lineno=False, sort_output=True)
    write_mo(mo, catalogue)
    return po.getvalue(), mo.getvalue()


def main() -> int:
    wrong = 0
    for app in APPS:
        catalogue, path = collected(app), catalogue_of(app)
        if not len(catalogue):
            continue
        missing = without_english(catalogue)
        for sentence in missing:
            print(f"{app}: no English for {sentence!r}")
        po, mo = written(catalogue)
        stale = not path.exists() or path.read_bytes() != po or path.with_suffix(".mo").read_bytes() != mo
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(po)
            path.with_suffix(".mo").write_bytes(mo)
        elif stale:
            print(f"{app}: the catalogue is stale: run ./dev messages")
        wrong += len(missing) + (stale and "--check" in sys.argv)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
