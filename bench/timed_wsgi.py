"""The web application with a stopwatch around it, for `pages_load` alone: each answer says what it took.

`Server-Timing: app;dur=…` is milliseconds from the request's arrival in a thread of the server to the
finished page, waiting for a processor and the database included; `cpu;dur=…` is the thread's processor time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from matrika.wsgi import application as measured


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    begun: list[Any] = []
    wall, processor = time.perf_counter(), time.thread_time()
    body = measured(environ, lambda *said: begun.extend(said))
    took, worked = (time.perf_counter() - wall) * 1000, (time.thread_time() - processor) * 1000
    status, headers, *more = begun
    timing = ("Server-Timing", f"app;dur={took:.2f}, cpu;dur={worked:.2f}")
    start_response(status, [*headers, timing], *more)
    return body
