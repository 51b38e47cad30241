"""`./dev check`: everything that can be judged without running the tests."""

import subprocess
import sys

CHECKS = {
    "ruff": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "imports": ["lint-imports"],
}


def main() -> int:
    failed = []
    for name, command in CHECKS.items():
        print(f"— {name}", flush=True)
        if subprocess.call([f"{sys.prefix}/bin/{command[0]}", *command[1:]]):
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
