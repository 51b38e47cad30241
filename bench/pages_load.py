"""What twenty people at once feel: the main pages over a really started server, with 100,000 providers.

    ./dev bench pages_load [PROVIDERS [SECONDS]]      100000 providers, 20 seconds, unless said otherwise

Starts a PostgreSQL and a granian of its own (two processes, four threads each). Each of twenty people opens
page after page and looks at each for about a second. Milliseconds from request to last octet, as the client
sees them, and the processor time of the server's processes, which a busy machine distorts less.
"""

from __future__ import annotations

import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PEOPLE = 20
PAUSE = 1.0  # seconds that somebody looks at a page, on the average
Times = dict[str, list[float]]


def main() -> None:
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    from bench import pages
    from tools.cluster import cluster
    from tools.machine import INITDB

    programs = INITDB.path()
    if programs is None:
        sys.exit("PostgreSQL is missing (package postgresql)")
    size, seconds = (*(int(given) for given in sys.argv[1:]), *(100_000, 20)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as folder, cluster(programs.resolve().parent) as address:
        pages.set_up(folder, address)
        pages.grow(0, size)
        server, port = started()
        try:
            visit_all(f"http://127.0.0.1:{port}", size, seconds, server.pid)
        finally:
            server.terminate()
            server.wait(20)


def started() -> tuple[subprocess.Popen[bytes], int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    limits = {
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
    command += ["--workers", "2", "--blocking-threads", "4", "--no-access-log", "matrika.wsgi:application"]
    server = subprocess.Popen(command, env=os.environ | limits, cwd=ROOT)
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/pristupnost/", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return server, port
    raise TimeoutError("the server did not answer")


def visit_all(site: str, size: int, seconds: int, server: int) -> None:
    owner, staff = cookies()
    lists = addresses(size)
    for cookie, some in ((owner, lists[0]), (staff, lists[1])):
        for address in some:
            ask(site + address, cookie)  # the first of each finds nothing warm
    times: Times = {address: [] for some in lists for address in some}
    spent, until = processor_time(server), time.monotonic() + seconds
    threads = [
        threading.Thread(target=visit, args=(site, (owner, staff)[one % 2], lists[one % 2], until, times))
        for one in range(PEOPLE)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pages = sum(map(len, times.values()))
    each = (processor_time(server) - spent) * 1000 / pages
    print(
        f"load of the machine meanwhile: {os.getloadavg()[0]:.1f}; {pages} pages,"
        f" {each:.0f} ms of processor each"
    )
    for address, taken in times.items():
        if len(taken) > 1:
            p95 = statistics.quantiles(taken, n=20)[-1]
            print(f"| `{address}` | {len(taken)} | {statistics.median(taken):.0f} | {p95:.0f} |")
    everything = [one for taken in times.values() for one in taken]
    print(f"| all | {len(everything)} | {statistics.median(everything):.0f} | ", end="")
    print(f"{statistics.quantiles(everything, n=20)[-1]:.0f} |")


def processor_time(server: int) -> float:
    """Seconds of the server's processes so far; the database's are its own."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii").split()
    stats = [
        Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split() for pid in children
    ]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")


def visit(site: str, cookie: str, some: list[str], until: float, times: Times) -> None:
    mine = random.Random(threading.get_ident())
    time.sleep(mine.uniform(0, PAUSE))
    while time.monotonic() < until:
        address = mine.choice(some)
        times[address].append(ask(site + address, cookie))
        time.sleep(mine.uniform(0.5, 1.5) * PAUSE)


def ask(address: str, cookie: str) -> float:
    request = urllib.request.Request(
        address, headers={"Cookie": f"sessionid={cookie}", "Accept-Encoding": "gzip"}
    )
    begun = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()
        assert "/ucet/" not in answer.url, answer.url
    return (time.perf_counter() - begun) * 1000


def cookies() -> tuple[str, str]:
    """Sessions of an owner's agent and of a reviewer."""
    from bench.pages import AGENT, logged_in
    from tests import people

    owner, staff = (logged_in(person) for person in (people.person(*AGENT), people.zita()))
    return owner.cookies["sessionid"].value, staff.cookies["sessionid"].value


def addresses(size: int) -> tuple[list[str], list[str]]:
    middle = min(size, 10_000) // 2
    mine = f"/profil/poskytovatelia/{middle}/"
    portal = ["/", "/profil/", "/profil/technicke-ucty/", mine, f"{mine}historia/", "/ziadosti/", "/spravy/"]
    portal += ["/profil/koniec-platnosti/"]
    console = ["/konzola/", f"/konzola/ziadosti/?q=https://s{middle}.example", "/konzola/koniec-platnosti/"]
    console += [
        f"/konzola/register/poskytovatelia/{size // 2}/",
        f"/konzola/register/?q=https://s{middle}.example",
    ]
    return portal, [*console, "/konzola/evidencia/", "/konzola/evidencia/1/"]


if __name__ == "__main__":
    main()
