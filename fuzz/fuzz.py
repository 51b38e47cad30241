"""Coverage-guided fuzzing of one target; see README.md beside this file.

python fuzz/fuzz.py document|field|certificate [options of libFuzzer]
"""

from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path

import atheris

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE)]

with atheris.instrument_imports(include=["samllint"]):
    from targets import TARGETS


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        raise SystemExit(__doc__)
    name = sys.argv[1]
    logging.disable(logging.CRITICAL)  # the engine logs a crashed rule; here it ends the run
    found = Path(tempfile.gettempdir()) / "samllint-fuzz" / name
    found.mkdir(parents=True, exist_ok=True)
    limits = ["-timeout=5", "-rss_limit_mb=2048", f"-dict={HERE / 'saml.dict'}"]
    corpora = [str(found), str(HERE / "corpus" / name)]  # the first is where new inputs go
    atheris.Setup([sys.argv[0], *limits, *sys.argv[2:], *corpora], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
