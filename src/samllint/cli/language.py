"""In which language the command speaks: Slovak, unless asked for or set up for English."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping

from samllint.text import Language, Text


def add_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lang",
        choices=("sk", "en"),
        default=default(os.environ),
        help="language of titles, findings and remedies; default: en if the environment (LC_ALL,"
        " LC_MESSAGES, LANG) says English, else sk",
    )


def default(environment: Mapping[str, str]) -> Language:
    """What POSIX's variables say, in their order; anything but English means Slovak."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    chosen = next((environment[name] for name in names if environment.get(name)), "")
    return "en" if chosen.startswith("en") else "sk"


def say(text: Text, options: argparse.Namespace) -> str:
    language: Language = options.lang
    return text.to(language)
