"""`samllint rules`: the table of every rule."""

from __future__ import annotations

import argparse

from samllint.cli import ending
from samllint.cli.output import Output, style_for

DESCRIPTION = "List every rule: its id, the guide's paragraphs, its severity, what must hold."
EPILOG = "One rule in full: samllint explain RULE. Pages of all rules: docs/rules/."


def add_to(parser: argparse.ArgumentParser) -> None:
    from samllint import profiles

    parser.add_argument("--profile", choices=tuple(profiles.every()), default="upvs", help="default: upvs")


def run(options: argparse.Namespace) -> int:
    from samllint import rules
    from samllint.formats import rulebook

    with Output(None) as output:
        output.write(rulebook.table(rules.every(), options.profile, style_for(options, output)))
    return ending.NOTHING_FOUND
