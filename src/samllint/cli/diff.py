"""`samllint diff`: what changes in meaning from one document to another."""

from __future__ import annotations

import argparse

from samllint.cli import ending, files
from samllint.cli.output import Output, style_for
from samllint.text import Text

DESCRIPTION = (
    "Tell what changes in meaning from one document to another: endpoints, certificates, all the rest."
)
EPILOG = """\
Spaces, prefixes, comments and the order of attributes do not count.
One of the two may be `-` for standard input.

exit status:
  0    the meaning is the same
  1    it differs
  2    a file could not be read, or is no XML

examples:
  samllint diff old.xml new.xml
  samllint diff --format json old.xml new.xml      docs/report-format.md describes it
"""


def add_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", help="file, or - for standard input")
    parser.add_argument("new", metavar="NEW", help="file, or - for standard input")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def run(options: argparse.Namespace) -> int:
    from samllint import difference
    from samllint.formats import difference as formats
    from samllint.formats import json

    if options.old == options.new == files.STANDARD_INPUT:
        raise ending.Stop(
            Text(sk="zo štandardného vstupu sa dá čítať iba raz", en="standard input is read once")
        )
    old, new = _bytes(options.old), _bytes(options.new)
    found = difference.between(old, new)
    names = files.shown(options.old), files.shown(options.new)
    with Output(None) as output:
        if options.format == "json":
            output.use_utf8()
            rendered = formats.to_dict(found, lang=options.lang, old=names[0], new=names[1])
            output.write(json.render(rendered))
        else:
            style = style_for(options, output)
            output.write("".join(f"{style.say(one)}\n" for one in difference.sentences(found)))
    return ending.NOTHING_FOUND if found.has_same_meaning else ending.FINDINGS


def _bytes(name: str) -> bytes:
    """The file's content, if it is XML. Raises Stop."""
    from samllint import document
    from samllint.unreadable import Unreadable

    try:
        data = files.read(name)
        document.outline_of(data)
    except files.CannotRead as error:
        raise _stop(name, error.reason) from error
    except Unreadable as error:
        why = Text(
            sk=f"nie je to čitateľné XML ({error}); viac povie samllint check",
            en=f"it is no readable XML ({error}); samllint check tells more",
        )
        raise _stop(name, why) from error
    return data


def _stop(name: str, why: Text) -> ending.Stop:
    shown = files.shown(name)
    return ending.Stop(Text(sk=f"{shown}: {why.sk}", en=f"{shown}: {why.en}"))
