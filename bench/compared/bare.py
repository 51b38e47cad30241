"""A WSGI callable that looks at nothing: what the server itself costs, for the bytes of one answer."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

_ANSWER = Path(os.environ["BENCH_ANSWER"])
BODY = _ANSWER.read_bytes()
HEADERS = [(name, value) for name, value in json.loads(_ANSWER.with_suffix(".json").read_text())]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    start_response("200 OK", HEADERS)
    return [BODY]
