"""`samllint check`: judge files, folders, standard input."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from samllint.cli import ending, files, instants, owners
from samllint.formats.documents import Checked, Unread
from samllint.report import Report, Severity

DESCRIPTION = """\
Judge metadata: every rule, all findings at once, each with its place and how to mend it."""

EPILOG = """\
FILE may be `-` for standard input. Folders are searched to any depth for files that match --pattern.
A file that cannot be read is named on standard error, and the others are still judged.

exit status:
  0    nothing at or above the threshold (--severity) was found
  1    something was; also for a file that is readable but no metadata at all
  2    a file, folder or standard input could not be read from disk, or the arguments are wrong
  130  interrupted by Ctrl-C

--format json prints one object for one FILE, and {"documents": […]} for several or a folder;
docs/report-format.md describes both. NO_COLOR switches colour off (https://no-color.org).
"""


def add_to(parser: argparse.ArgumentParser) -> None:
    from samllint import profiles

    parser.add_argument("files", nargs="+", metavar="FILE", help="file, folder or - for standard input")
    parser.add_argument(
        "--profile",
        choices=tuple(profiles.every()),
        default="upvs",
        help="which register's rules; default: upvs",
    )
    parser.add_argument(
        "--at",
        type=instants.parse,
        metavar="DATE",
        help="judge for this day (2027-01-31: from 00:00 in Europe/Bratislava) or this instant"
        " (2027-01-31T12:00:00Z); default: now",
    )
    parser.add_argument(
        "--owner",
        type=owners.owner,
        metavar="ICO[_SUFFIX]",
        help="whose metadata it is: certificates must carry this IČO and suffix",
    )
    parser.add_argument(
        "--format", choices=("text", "json", "sarif", "junit"), default="text", help="default: text"
    )
    parser.add_argument(
        "--base64", action="store_true", help="the files hold what the form's field takes: Base64 of metadata"
    )
    parser.add_argument(
        "--severity",
        choices=[severity.label for severity in sorted(Severity, reverse=True)],
        default="error",
        help="threshold of exit status 1; everything is shown all the same; default: error",
    )
    parser.add_argument(
        "--pattern",
        action="append",
        metavar="GLOB",
        help="which files of a folder, e.g. '*.b64'; may be repeated; default: '*.xml'",
    )
    parser.add_argument(
        "--output", metavar="FILE", help="write there, whole or not at all, instead of printing"
    )
    parser.add_argument(
        "-q", "--quiet", action="store_true", help="text only: leave out the findings, show the summary"
    )


def run(options: argparse.Namespace) -> int:
    from samllint.cli.output import Output, writer_for
    from samllint.cli.progress import Progress

    threshold = Severity[options.severity.upper()]
    found = files.collect(options.files, options.pattern or ["*.xml"], options.lang)
    status = ending.NOTHING_FOUND
    with Output(options.output) as output, Progress(len(found)) as progress:
        writer = writer_for(options, output, is_single=files.is_single(options.files))
        for entry in _judged(found, options):
            progress.step()
            if isinstance(entry, Unread):
                progress.hide()
                print(f"samllint: {entry.name}: {entry.reason}", file=sys.stderr)
                status = ending.UNREADABLE
            elif any(True for _ in entry.report.findings(threshold)):
                status = max(status, ending.FINDINGS)
            writer.add(entry, progress)
        progress.hide()
        writer.end()
    return status


def _judged(found: list[str | Unread], options: argparse.Namespace) -> Iterator[Checked | Unread]:
    options.at = options.at or instants.now()
    for entry in found:
        if isinstance(entry, Unread):
            yield entry
            continue
        try:
            data = files.read(entry)
        except files.CannotRead as error:
            yield Unread(files.shown(entry), error.reason.to(options.lang))
            continue
        yield _checked(files.shown(entry), data, options)


def _checked(name: str, data: bytes, options: argparse.Namespace) -> Checked:
    from samllint import base64field, engine, form
    from samllint.context import Context

    how = {"profile": options.profile, "at": options.at, "context": Context(owner=options.owner)}
    if not options.base64:
        return Checked(name, engine.check(data, **how), data)
    report: Report = form.check_field(data, **how)
    try:
        document = base64field.decode(data).data
    except base64field.NotDecodable:
        document = b""
    return Checked(name, report, document, data)
