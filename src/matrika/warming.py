"""What a web process gets ready on its own while it already answers, so that nobody waits for it.

Without it the first to open a page waits for every view to be loaded and for its templates to be compiled, in
each process anew; and the collector of garbage goes through all of that, a tenth of a second each time, while
pages wait.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.template import engines
from django.urls import get_resolver
from django.utils import translation

OURS = Path(__file__).parent


def begin() -> None:
    """Warm up in a thread of its own. It ends by itself, and with the process in any case."""
    threading.Thread(target=warm_up, name="warming", daemon=True).start()


def warm_up() -> None:
    """Load the views, the words of both languages and our templates; they are no garbage from then on."""
    get_resolver().reverse_dict  # noqa: B018 - asking for it loads the views
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("")
    engine = engines["django"].engine  # type: ignore[attr-defined]  # only this backend has one
    for name in templates():
        engine.get_template(name)
    gc.collect()
    gc.freeze()


def templates() -> Iterator[str]:
    """The names of our own templates, as they are asked for."""
    for folder in sorted(OURS.glob("*/templates")):
        for file in folder.rglob("*.html"):
            yield file.relative_to(folder).as_posix()
