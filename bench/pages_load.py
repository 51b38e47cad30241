"""What twenty people at once wait for: the main pages over a really started server, with 100,000 providers.

    ./dev bench pages_load [PROVIDERS [SECONDS [THINK]]]      100000 providers, 240 seconds, 1 second to think

Starts a PostgreSQL and a granian of its own (two processes, two threads each). Each of twenty people opens
page after page and looks at each for THINK seconds on the average; with 0, nobody ever looks. Milliseconds:
at the client, from request to last octet; at the server, from the arrival in one of its threads to the
finished page; and the processor time of that thread. Whatever else runs on the machine makes them longer.
"""

from __future__ import annotations

import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from bench.made_desk import Desk

ROOT = Path(__file__).resolve().parents[1]
SIZE, SECONDS, THINK = 100_000, 240.0, 1.0
# Of twenty people: eight agents of the owner with most providers, two of a small one, seven reviewers, …
PEOPLE = {"agent": 8, "owner": 2, "reviewer": 7, "auditor": 1, "visitor": 2}


@dataclass
class Times:
    """Of one page, in milliseconds."""

    client: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def __add__(self, other: Times) -> Times:
        return Times(self.client + other.client, self.server + other.server, self.processor + other.processor)


@dataclass
class Load:
    """What was measured."""

    pages: dict[str, Times]
    seconds: float
    web: float  # seconds of processor that granian's processes took
    database: float
    client: float
    others: float  # the load of the machine meanwhile

    @property
    def all(self) -> Times:
        return sum(self.pages.values(), Times())


def main() -> None:
    sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "bench")]
    given = [float(one) for one in sys.argv[1:]]
    size, seconds, think = (*given, *(SIZE, SECONDS, THINK)[len(given) :])
    show(measured(int(size), seconds, think))


def measured(size: int, seconds: float, think: float) -> Load:
    from bench import pages
    from tools.cluster import cluster
    from tools.machine import INITDB

    programs = INITDB.path()
    if programs is None:
        sys.exit("PostgreSQL is missing (package postgresql)")
    with tempfile.TemporaryDirectory() as folder, cluster(programs.resolve().parent) as address:
        pages.set_up(folder, address)
        lists = addresses(size, made(size))
        with started() as (server, port):
            return visited(port, lists, seconds, think, (server, postmaster(address)))


def made(size: int) -> Desk:
    from bench import made_desk, pages
    from tests import people

    pages.grow(0, size)
    return made_desk.furnish(people.person(*pages.AGENT).pk)


def postmaster(address: str) -> int:
    folder = Path(unquote(address.partition("@")[2].partition("/")[0]))
    return int((folder / "data" / "postmaster.pid").read_text(encoding="ascii").split("\n")[0])


@contextmanager
def started() -> Iterator[tuple[int, int]]:
    """A granian; the number of its process and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    own = {
        "MATRIKA_LIMITS": "check=0/m,draft=0/h,table=0/m",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += [
        "--workers",
        "2",
        "--blocking-threads",
        "2",
        "--no-access-log",
        "bench.timed_wsgi:application",
    ]
    server = subprocess.Popen(command, env=os.environ | own, cwd=ROOT)
    try:
        wait_until_it_answers(port)
        yield server.pid, port
    finally:
        server.terminate()
        server.wait(20)


def wait_until_it_answers(port: int) -> None:
    for _ in range(600):
        try:
            Visitor(port, "").ask("/pristupnost/", Times())
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not answer")


class Visitor:
    """A browser that keeps its connection, as light as can be: it runs on the same machine."""

    def __init__(self, port: int, cookie: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Accept-Encoding": "gzip"} | ({"Cookie": f"sessionid={cookie}"} if cookie else {})

    def ask(self, address: str, times: Times) -> None:
        begun = time.perf_counter()
        self.connection.request("GET", address, headers=self.headers)
        answer = self.connection.getresponse()
        answer.read()
        took = (time.perf_counter() - begun) * 1000
        assert answer.status == 200, (address, answer.status, answer.getheader("Location"))
        parts = [part.partition("dur=")[2] for part in (answer.getheader("Server-Timing") or "").split(",")]
        times.client.append(took)
        times.server.append(float(parts[0]))
        times.processor.append(float(parts[1]))


def visited(
    port: int, lists: dict[str, list[str]], seconds: float, think: float, processes: tuple[int, int]
) -> Load:
    sessions = cookies()
    for who, some in lists.items():
        for address in some * 4:
            Visitor(port, sessions[who]).ask(address, Times())  # the first in each process finds nothing warm
    seen: dict[str, Times] = {address: Times() for some in lists.values() for address in some}
    before, own, until = [spent(one) for one in processes], time.process_time(), time.monotonic() + seconds
    threads = [
        threading.Thread(
            target=visit, args=(Visitor(port, sessions[who]), lists[who], until, think, seen, number)
        )
        for number, who in enumerate(who for who, many in PEOPLE.items() for _ in range(many))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    web, database = (spent(one) - earlier for one, earlier in zip(processes, before, strict=True))
    return Load(seen, seconds, web, database, time.process_time() - own, os.getloadavg()[0])


def visit(
    visitor: Visitor, some: list[str], until: float, think: float, seen: dict[str, Times], seed: int
) -> None:
    mine = random.Random(seed)
    time.sleep(mine.uniform(0, think))
    while time.monotonic() < until:
        address = mine.choice(some)
        visitor.ask(address, seen[address])
        time.sleep(mine.uniform(0.5, 1.5) * think)


def spent(process: int) -> float:
    """Seconds of processor that the process and all its children took, those that have ended included."""
    stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    own = sum(map(int, stat[11:15])) / os.sysconf("SC_CLK_TCK")
    return own + sum(spent(int(child)) for child in children)


def cookies() -> dict[str, str]:
    """Of each kind of person one session; a visitor has none."""
    from bench.pages import AGENT, logged_in
    from tests import people

    from matrika.core.people import Role

    persons = {
        "agent": people.person(*AGENT),
        "owner": people.alzbeta(),
        "reviewer": people.zita(),
        "auditor": people.person("anton", "Anton", "Audítor", Role.AUDITOR),
    }
    found = {who: str(logged_in(one).cookies["sessionid"].value) for who, one in persons.items()}
    return found | {"visitor": ""}


def addresses(size: int, desk: Desk) -> dict[str, list[str]]:
    middle, somebody = min(size, 10_000) // 2, size // 2
    mine, entity_id = f"/profil/poskytovatelia/{middle}/", quote(f"https://s{middle}.example")
    real, register = f"/profil/poskytovatelia/{desk.provider}/", "/konzola/register/"
    agent = ["/", "/profil/", "/profil/technicke-ucty/", mine, f"{mine}historia/", f"{mine}certifikaty/"]
    agent += ["/ziadosti/", "/spravy/", "/profil/koniec-platnosti/", "/sluzby/", "/prihlasenie/relacie/"]
    owner = [real, f"{real}metadata/", f"{real}metadata/1/", f"/ziadosti/{desk.filing}/"]
    owner += [f"/spravy/{desk.letter}/", f"/rozpisane/{desk.draft}/", "/profil/dalsie-adresy/"]
    reviewer = [
        "/konzola/",
        "/konzola/?stav=vsetky",
        f"/konzola/ziadosti/{desk.filing}/",
        "/konzola/ziadosti/",
    ]
    reviewer += [f"/konzola/ziadosti/?q={entity_id}", f"{register}?q={entity_id}", f"{register}?q=urad"]
    reviewer += [f"{register}poskytovatelia/{somebody}/", f"{register}certifikaty/{somebody * 2}/"]
    reviewer += [f"{register}k-datumu/?den=2026-11-27&cas=14:00", "/konzola/koniec-platnosti/"]
    reviewer += [
        "/konzola/evidencia/",
        "/konzola/evidencia/1/",
        "/konzola/evidencia/osoby/",
        "/konzola/listiny/",
    ]
    reviewer += [
        "/konzola/dovody/",
        "/konzola/nedorucene-spravy/",
        "/konzola/prihlasenia/",
        "/konzola/zdravie/",
    ]
    reviewer += ["/konzola/doveryhodne-zoznamy/"]
    auditor = ["/konzola/audit/", "/konzola/audit/?about=10000001", f"/konzola/audit/?about={entity_id}"]
    visitor = ["/", "/kontrola/", "/pravidla/", "/o-registri/", "/kluce/", "/formulare/", "/ucet/login/"]
    return {"agent": agent, "owner": owner, "reviewer": reviewer, "auditor": auditor, "visitor": visitor}


def show(load: Load) -> None:
    every = load.all
    count = len(every.client)
    print("| page | asked | client p50 · p95 | server p50 · p95 | processor p50 · p95 |")
    print("|---|---|---|---|---|")
    for address, times in [*load.pages.items(), ("**all**", every)]:
        if len(times.client) > 1:
            cells = " | ".join(halves(some) for some in (times.client, times.server, times.processor))
            print(f"| `{address}` | {len(times.client)} | {cells} |")
    print(f"{count} pages, {count / load.seconds:.1f} a second; load of the machine {load.others:.1f}")
    each = [one * 1000 / count for one in (load.web, load.database, load.client)]
    print("processor a page: web {:.1f}, database {:.1f}, and the clients' {:.1f} ms".format(*each))


def halves(some: list[float]) -> str:
    return f"{statistics.median(some):.0f} · {p95(some):.0f}"


def p95(some: list[float]) -> float:
    return statistics.quantiles(some, n=20)[-1]


if __name__ == "__main__":
    main()
