"""Where reports go, and in which form."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import shutil
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, TextIO

from samllint.cli.ending import Stop
from samllint.cli.progress import Progress
from samllint.formats.documents import Checked, Unread
from samllint.report import Severity
from samllint.text import Text

if TYPE_CHECKING:
    from samllint.formats.text import Style

PLAIN_WIDTH = 100  # columns where no terminal tells


class Output:
    """Standard output, or a file that appears only when it is whole."""

    def __init__(self, path: str | None) -> None:
        self._path = path
        self._partial = f"{path}.part" if path else ""
        self._stream: TextIO = sys.stdout

    def __enter__(self) -> Output:
        if self._path:
            try:
                self._stream = open(self._partial, "w", encoding="utf-8", newline="\n")
            except OSError as error:
                raise self._cannot_write(error) from error
        elif isinstance(sys.stdout, io.TextIOWrapper):
            # Slovak in a locale that cannot write it must not end in a traceback.
            sys.stdout.reconfigure(errors="backslashreplace")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._path:
            return
        try:
            self._stream.close()
            if kind is None:
                os.replace(self._partial, self._path)
        except OSError as problem:  # a full disk; a folder of that name
            raise self._cannot_write(problem) from problem
        finally:
            with contextlib.suppress(OSError):
                os.unlink(self._partial)

    def _cannot_write(self, error: OSError) -> Stop:
        why = error.strerror or str(error)
        return Stop(
            Text(sk=f"do {self._path} sa nedá zapísať: {why}", en=f"cannot write to {self._path}: {why}")
        )

    def write(self, text: str) -> None:
        self._stream.write(text)

    def use_utf8(self) -> None:
        """Programs are promised UTF-8, whatever the terminal speaks."""
        if self._stream is sys.stdout and isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")

    @property
    def is_terminal(self) -> bool:
        return self._stream is sys.stdout and sys.stdout.isatty()


def style_for(options: argparse.Namespace, output: Output) -> Style:
    """As wide as the terminal, within reason, and coloured only there."""
    from samllint.formats.text import Style

    terminal = output.is_terminal
    width = min(shutil.get_terminal_size().columns, 120) if terminal else PLAIN_WIDTH
    is_coloured = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Style(options.lang, max(width, 60), is_coloured)


class Writer(Protocol):
    """Takes entries one by one; `progress` is hidden before anything is printed."""

    def add(self, entry: Checked | Unread, progress: Progress) -> None: ...

    def end(self) -> None: ...


class TextWriter:
    """Prints each document as it is judged, and a table at the end when there were several."""

    def __init__(self, options: argparse.Namespace, output: Output, *, is_single: bool) -> None:
        from samllint.formats.summary import Tally

        self._style = style_for(options, output)
        self._output = output
        self._is_quiet: bool = options.quiet
        self._is_between = False  # something was printed already
        self._tally = None if is_single else Tally()

    def add(self, entry: Checked | Unread, progress: Progress) -> None:
        from samllint.formats import text

        if self._tally is not None:
            self._tally.add(entry)
        if isinstance(entry, Unread):
            return
        if self._is_quiet and self._tally is not None:
            return
        progress.hide()
        if self._is_between and any(True for _ in entry.report.findings()):
            self._output.write("\n")
        self._is_between = True
        if self._is_quiet:
            self._output.write(text.summary(entry.name, entry.report, self._style) + "\n")
        else:
            self._output.write(text.render(entry, self._style))

    def end(self) -> None:
        if self._tally is not None:
            text = self._tally.render(self._style)
            self._output.write(text if self._is_between else text.lstrip("\n"))


class WholeWriter:
    """For programs: one document of JSON or XML, written when everything is known."""

    def __init__(self, options: argparse.Namespace, output: Output, *, is_single: bool) -> None:
        output.use_utf8()
        self._options = options
        self._output = output
        self._is_single = is_single
        self._checked: list[Checked] = []
        self._unread: list[Unread] = []

    def add(self, entry: Checked | Unread, progress: Progress) -> None:
        if isinstance(entry, Unread):
            self._unread.append(entry)
        else:
            self._checked.append(Checked(entry.name, entry.report, b""))

    def end(self) -> None:
        if self._is_single and not self._checked:
            return  # the one file could not be read; standard error has said why
        self._output.write(self._rendered())

    def _rendered(self) -> str:
        from samllint.formats import json, junit, sarif

        lang = self._options.lang
        if self._options.format == "sarif":
            return sarif.render(self._checked, self._unread, lang=lang)
        if self._options.format == "junit":
            threshold = Severity[self._options.severity.upper()]
            return junit.render(self._checked, self._unread, lang=lang, threshold=threshold)
        if self._is_single:
            return json.render(json.to_dict(self._checked[0].report, lang=lang, file=self._checked[0].name))
        documents = [(checked.name, checked.report) for checked in self._checked]
        unreadable = [(unread.name, unread.reason) for unread in self._unread]
        return json.render(json.several(documents, lang=lang, unreadable=unreadable))


def writer_for(options: argparse.Namespace, output: Output, *, is_single: bool) -> Writer:
    kind = TextWriter if options.format == "text" else WholeWriter
    return kind(options, output, is_single=is_single)
