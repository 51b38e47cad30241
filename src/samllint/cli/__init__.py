"""The command `samllint`: check · diff · rules · explain · new.

Each command is a module with `add_to` (its arguments) and `run` (its work); this one only dispatches,
and turns every way to end into an exit status. What a command needs beyond the standard library is
imported inside its `run`, so that `samllint --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from samllint.cli import arguments
from samllint.cli.ending import INTERRUPTED, PIPE_CLOSED, WRONG_USAGE, Stop
from samllint.cli.language import say
from samllint.text import Text

_NOT_PRINTED = Text(sk="výstup sa nedá zapísať", en="the output cannot be written")
_INTERRUPTED = Text(sk="prerušené", en="interrupted")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status. Wrong arguments raise SystemExit(2), as argparse does."""
    if sys.stdout is None:  # closed by the shell, `>&-`: only the exit status is wanted
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open until the end
    options = arguments.parser().parse_args(argv)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except Stop as stop:
        print(f"samllint: {say(stop.message, options)}", file=sys.stderr)
        return WRONG_USAGE
    except KeyboardInterrupt:
        print(f"\nsamllint: {say(_INTERRUPTED, options)}", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        _silence(sys.stdout.fileno())
        return PIPE_CLOSED
    except OSError as error:  # a full disk behind standard output; what is read has its own words
        _silence(sys.stdout.fileno())
        print(f"samllint: {say(_NOT_PRINTED, options)}: {error.strerror or error}", file=sys.stderr)
        return WRONG_USAGE
    return status


def _silence(descriptor: int) -> None:
    """Lead it nowhere: nobody takes the rest (`samllint … | head`), and Python would complain at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
