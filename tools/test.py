"""`./dev test`: the whole suite on SQLite, then on a private PostgreSQL where its programs are found."""

import subprocess
import sys

if __name__ == "__main__":
    sys.exit(subprocess.call([sys.executable, "-m", "pytest", *sys.argv[1:]]))
