"""docs/errors.md, written from the catalogue of refusals; `./dev check` tells when it is stale."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "errors.md"
HEAD = """\
# Error codes

Generated from `src/matrika/core/problem_catalogue.py` by `tools/errors_page.py`; not to be edited.

Every refused filing carries one or more of these codes, in the error message, on its page and in its event.
Code 24010019 and its sentence are the guide's (Fig. 17) and never change. The state's list of the other codes
is not public, so ours lie in a range of their own. An operator who has the state's numbers gives them in the
environment:

    MATRIKA_ERROR_CODES="unsigned=24010001,ico-unknown=24010002"

A filing keeps the code it was refused with. Names never change; `{detail}` stands for the value found.

| code | name | sentence |
| --- | --- | --- |
"""


def text() -> str:
    sys.path.insert(0, str(ROOT / "src"))
    from matrika.core.problem_catalogue import CATALOGUE

    rows = (f"| {e.code} | `{e.name}` | {e.text.sk}<br>*{e.text.en}* |\n" for e in CATALOGUE.values())
    return HEAD + "".join(rows)


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text(), encoding="utf-8")
