"""`./dev lock`: resolve requirements/*.in anew into hashed *.txt, one file for every Python and platform.

No address of a registry may get into the files: whoever installs decides where from, and the
hashes decide what. uv writes none unless a .in file or the machine's settings name one.
"""

import re
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parents[1] / "requirements"
SETS = ("bootstrap", "base", "dev")
OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--system-certs",
    "--quiet",
)
ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*://|^\s*(-i|-f|--index-url|--extra-index-url|--find-links)\b", re.MULTILINE
)


def main() -> int:
    for name in SETS:
        print(f"resolving requirements/{name}.in …", flush=True)
        command = [f"{sys.prefix}/bin/uv", "pip", "compile", *OPTIONS, *sys.argv[1:]]
        command += [f"{name}.in", "--output-file", f"{name}.txt"]
        if code := subprocess.call(command, cwd=REQUIREMENTS, stdout=subprocess.DEVNULL):
            return code
        if found := ADDRESS.search((REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")):
            print(f"requirements/{name}.txt names an address ({found.group()}); do not commit it")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
