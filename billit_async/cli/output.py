"""What the command line prints: rich on a terminal, plain text without control codes anywhere else.

Results go to stdout, everything about them to stderr, so that a pipe carries results only. Every text is printed by
this module, after `terminal_safe`: texts come from Billit, from its users, and from files.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import TYPE_CHECKING, Any, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from billit_async.cli.terminal_text import terminal_safe, terminal_safe_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import TracebackType
    from typing import TextIO

    from billit_async.export import ExportProgress

__all__ = ["Failure", "LogLines", "Progressing", "fail", "say", "say_json", "show_traceback", "table", "warn"]


def say(text: str = "") -> None:
    """Print a line of the result."""
    print(terminal_safe(text), flush=not sys.stdout.isatty())  # noqa: T201 - this is the program's output


def say_json(text: str) -> None:
    """Print a result that is JSON text, with its own line breaks and the same values."""
    print(terminal_safe_json(text), flush=not sys.stdout.isatty())  # noqa: T201 - this is the program's output


def warn(text: str) -> None:
    """Print a line about the run."""
    print(terminal_safe(text), file=sys.stderr)  # noqa: T201 - this is the program's output


def show_traceback(error: BaseException) -> None:
    """Print where an error was raised; its message is one line, whatever it holds."""
    for part in traceback.TracebackException.from_exception(error).format():
        # A frame is two lines of our own: where, and the source text there.
        for line in part.rstrip("\n").split("\n") if part.lstrip().startswith("File ") else (part.strip("\n"),):
            warn(line)


class LogLines(logging.Handler):
    """Prints what libraries log and nobody else takes, one line each."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print the message, without the traceback."""
        warn(f"{record.name}: {record.getMessage()}")


def fail(message: str, *, hint: str | None = None) -> None:
    """Print an error as one line, and what to do about it."""
    warn(f"billit: {message}")
    if hint:
        warn(f"  hint: {hint}")


def table(headers: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Sequence[str] = ()) -> None:
    """Print a table.

    Args:
        headers: The columns.
        rows: Their texts.
        numbers: The columns that stand to the right.
    """
    # Billit may send something else than the text that it documents.
    cells = [[terminal_safe(str(text)) for text in row] for row in rows]
    if sys.stdout.isatty():
        drawn = Table(header_style="bold")
        for header in headers:
            drawn.add_column(header, justify="right" if header in numbers else "left")
        for row in cells:
            drawn.add_row(*(Text(text) for text in row))  # square brackets would be markup in a plain string
        Console().print(drawn)
        return
    widths = [max(len(text) for text in column) for column in zip(headers, *cells, strict=True)]
    for row in (list(headers), *cells):
        say(
            "  ".join(
                text.rjust(width) if header in numbers else text.ljust(width)
                for header, text, width in zip(headers, row, widths, strict=True)
            ).rstrip()
        )


class Failure(Exception):  # noqa: N818 - it is how a command ends, not a defect
    """A command's own clear end.

    Args:
        message: One line.
        hint: What to do about it.
        usage: Whether the command was called wrongly (exit code 2) rather than failed (1).
    """

    def __init__(self, message: str, *, hint: str | None = None, usage: bool = False) -> None:
        self.hint = hint
        self.usage = usage
        super().__init__(message)


class Progressing:
    """Shows how far an export is: a bar a company on a terminal, a line every tenth elsewhere.

    Args:
        stream: Where to draw; stderr unless told otherwise.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._bars: Progress | None = None
        self._tasks: dict[int, Any] = {}
        self._told: dict[int, int] = {}

    def __enter__(self) -> Self:
        if self._stream.isatty():
            self._bars = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("orders"),
                TimeRemainingColumn(compact=True, elapsed_when_finished=True),
                console=Console(file=self._stream),
            )
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()

    def __call__(self, progress: ExportProgress) -> None:
        """Show one more step of the export."""
        if self._bars is None:
            self._tell(progress)
            return
        name = terminal_safe(f"company {progress.party_id}")
        if progress.party_id not in self._tasks:
            self._tasks[progress.party_id] = self._bars.add_task(name, total=progress.expected)
        total = progress.orders if progress.finished else progress.expected
        self._bars.update(self._tasks[progress.party_id], completed=progress.orders, total=total)

    def _tell(self, progress: ExportProgress) -> None:
        """A line when the tenths of the company's orders have moved, so that a log stays readable."""
        if progress.finished:
            line = f"company {progress.party_id}: done, {progress.orders} orders"
        elif not progress.orders:
            expected = "an unknown number of" if progress.expected is None else progress.expected
            line = f"company {progress.party_id}: {expected} orders to export"
        elif progress.expected:
            tenths = progress.orders * 10 // progress.expected
            if tenths <= self._told.get(progress.party_id, 0):
                return
            self._told[progress.party_id] = tenths
            line = f"company {progress.party_id}: {progress.orders} of {progress.expected} orders ({tenths * 10}%)"
        else:
            return
        print(terminal_safe(line), file=self._stream, flush=True)
