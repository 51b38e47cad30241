"""The arguments of `samllint`, gathered from its commands."""

from __future__ import annotations

import argparse

import samllint
from samllint.cli import check, diff, explain, language, new, rules

DESCRIPTION = "Checks a SAML service provider's metadata against the rules of a register."
EPILOG = """\
examples:
  samllint check sp.xml                            every rule, every finding, how to mend it
  samllint check --at 2027-01-01 --lang en sp.xml  as it will be judged on that day, in English
  samllint check --format json metadata/           a folder, for a program
  base64 -w0 sp.xml | samllint check --base64 -    exactly what the form's field takes
  samllint diff old.xml new.xml                    what changes in meaning
  samllint explain 3.2.8                           what a paragraph of the guide asks, and why
  samllint new --ico 12345678 --entity-id https://sp.example

`samllint COMMAND --help` tells the rest.
"""


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="samllint",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"samllint {samllint.__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module, summary in (
        (check, "judge metadata"),
        (diff, "tell what changes from one document to another"),
        (rules, "list every rule"),
        (explain, "tell all about one rule, or one paragraph of the guide"),
        (new, "make keys, certificates and metadata that pass"),
    ):
        command = commands.add_parser(
            module.__name__.rpartition(".")[2],
            help=summary,
            description=module.DESCRIPTION,
            epilog=module.EPILOG,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        language.add_to(command)
        module.add_to(command)
        command.set_defaults(run=module.run)
    return top
