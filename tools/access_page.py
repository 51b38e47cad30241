"""docs/access.md, written from the routes and the table that decides; `./dev check` tells if it is stale."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEAD = """\
# Who may ask what

Generated from `src/matrika/pages/access.py` and the addresses by `tools/access_page.py`; not to be edited.

Every request passes one place, `pages.access.keep_out`, before any view is called. What it answers:

| address is for | not logged in | applicant | reviewer | supervisor | auditor |
| --- | --- | --- | --- | --- | --- |
"""
RECORDS = """
A stranger meets 404, never 403: that a page exists is nobody else's business. Behind an address a person
sees some of the records only, and 404 for the others:

| records | who sees them | decided in |
| --- | --- | --- |
| providers with all they have | agents of the owner, while mandated; staff | `register.queries.visible_to` |
| filings and their files | who filed; agents of filer and owner; staff | `filings.access.visible_to` |
| drafts | the person who fills them in, nobody else | `portal.views.steps`, `portal.drafts` |
| messages | agents of the organisation whose mailbox it is | `notices.mailbox` |
| calendar | whoever knows the secret address | `register.reference.calendar_addresses` |
| published metadata, `/mdq/…` | anybody; answered before Django | `mdq.application` |
| files under `/static/` | anybody | WhiteNoise |

`tests/doors/access/` tries every address with every role, and a stranger's key on every address that takes
one; `tests/house/test_routes.py` fails for an address of which nobody said whom it is for.

## Addresses

| address | is for |
| --- | --- |
"""
WORDS = {
    "anybody": "anybody",
    "secret": "whoever knows the address",
    "person": "who is logged in, each for their own records",
    "staff": "staff",
    "reviewer": "reviewers",
    "supervisor": "supervisors",
    "auditor": "auditors and supervisors",
}
ANSWERS = {"enter": "✓", "log-in": "log-in", "not-found": "404", "forbidden": "403"}


def text() -> str:
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from matrika.core.people import Role
    from matrika.pages.access import Who, decide
    from matrika.pages.protection.routes import routes

    roles = (None, Role.APPLICANT, Role.REVIEWER, Role.SUPERVISOR, Role.AUDITOR)
    matrix = (
        f"| {WORDS[who.value]} | {' | '.join(ANSWERS[decide(who, role).value] for role in roles)} |\n"
        for who in Who
    )
    # A library writes some of its addresses as regular expressions, with a bar that would end the cell.
    listed = sorted(f"| `/{route.path}` | {WORDS[route.who.value]} |\n" for route in routes())
    return HEAD + "".join(matrix) + RECORDS + "".join(listed)
