"""`./dev python tools/fonts.py`: unpack the vendored fonts for printouts, and list what they can show.

Needed only after a change of the fonts under src/matrika/portal/static/idsk/fonts/. The typesetter
reads no woff2; unpacking changes nothing in a font. With `--check` nothing is written; the exit code
is 1 when a committed file is stale.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools.ttLib import TTFont

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "matrika"
SOURCES = PACKAGE / "portal" / "static" / "idsk" / "fonts"
TARGETS = PACKAGE / "printout" / "fonts"


def made() -> Iterator[tuple[Path, bytes]]:
    """Each committed file with what belongs into it."""
    shown = set()
    for source in sorted(SOURCES.glob("*.woff2")):
        font = TTFont(source, recalcTimestamp=False)
        shown.add(frozenset(font.getBestCmap()))
        font.flavor = None
        unpacked = io.BytesIO()
        font.save(unpacked)
        yield TARGETS / f"{source.stem}.ttf", unpacked.getvalue()
    in_every = sorted(frozenset.intersection(*shown))
    yield (
        TARGETS / "characters.txt",
        "".join(f"{first:04X}-{last:04X}\n" for first, last in runs(in_every)).encode(),
    )


def runs(codes: list[int]) -> Iterator[tuple[int, int]]:
    """The codes as first and last of each unbroken run."""
    first = last = codes[0]
    for code in codes[1:]:
        if code != last + 1:
            yield first, last
            first = code
        last = code
    yield first, last


def main() -> int:
    stale = [path for path, content in made() if not path.exists() or path.read_bytes() != content]
    if "--check" in sys.argv:
        print("\n".join(f"{path} is stale: run tools/fonts.py" for path in stale) or "the fonts are fresh")
        return 1 if stale else 0
    for path, content in made():
        path.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
