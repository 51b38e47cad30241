"""`./dev python tools/assets.py`: compile the design system's SCSS into the committed style sheet.

Needed only after a change under vendor/idsk/. libsass does it: no Node, no network.
With `--check` nothing is written; the exit code is 1 when the committed file is stale.
"""

import re
import sys
from pathlib import Path

import sass

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "vendor" / "idsk" / "matrika.scss"
TARGET = ROOT / "src" / "matrika" / "portal" / "static" / "idsk" / "idsk.css"
HEADER = "/* ID-SK 3.0.0-beta.0, MIT; compiled from vendor/idsk/ by tools/assets.py. Do not edit. */\n"


def compiled() -> str:
    css = sass.compile(filename=str(SOURCE), output_style="compressed")
    # The beta always declares an icon font, which is not shipped: icons are inline SVG.
    css = re.sub(r'@font-face\{font-family:"Material[^}]*\}', "", css)
    css = re.sub(r"@font-face\{[^}]*font-weight:900[^}]*\}", "", css)
    # Every browser that can show these pages reads woff2.
    css = re.sub(r',url\("[^"]*\.woff"\) format\("woff"\)', "", css)
    return HEADER + css.removeprefix("\ufeff")


def main() -> int:
    if "--check" in sys.argv:
        fresh = TARGET.exists() and TARGET.read_text(encoding="utf-8") == compiled()
        print("the style sheet is fresh" if fresh else f"{TARGET} is stale: run tools/assets.py")
        return 0 if fresh else 1
    TARGET.write_text(compiled(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
