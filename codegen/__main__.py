"""The command line of the generator: `python -m codegen --help`."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from billit_async.cli.terminal_text import terminal_safe
from codegen import CodegenError, drift, swagger
from codegen.check import EMIT, emit, emitter, examine, gone_uses
from codegen.decisions import report, undecided
from codegen.pull import DEFAULT_URL, Files, fetch, pull
from codegen.text import from_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from codegen.decisions import Decision

__all__ = ["main"]

_ABOUT = """\
Make openapi/billit-v1.yaml from Billit's Swagger document, and code from it.

  upstream Swagger 2.0 --pull--> openapi/billit-v1.yaml (OpenAPI 3.1) --emit--> models, wire code, query fields
                                       ^
                                openapi/overlay.yaml (our corrections and words)
"""

_EXAMPLES = """\
examples:
  python -m codegen pull                      fetch from the sandbox and renew openapi/
  python -m codegen pull --from swagger.json  the same from a file; also after a change of openapi/overlay.yaml:
  python -m codegen pull --committed          renew openapi/ from the upstream document that is committed
  python -m codegen emit                      renew the generated code
  python -m codegen check                     is what is committed what the inputs give? (exit 1 when not)
  python -m codegen diff --from swagger.json  what changed upstream, and does it break users? (exit 1 when so)

exit status: 0 fine, 1 check found a difference or diff found breaking drift, 2 an input that cannot be used
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(arguments)
    files = Files(options.root) if options.root else Files()
    try:
        match options.command:
            case "pull":
                return _pull(options, files)
            case "emit":
                return _emit(options, files)
            case "check":
                return _check(options, files)
            case _:
                return _diff(options, files)
    except CodegenError as error:
        _print(f"error: {error}", file=sys.stderr)
        return 2
    except RecursionError:
        _print("error: the document refers to itself without end", file=sys.stderr)
        return 2


def _print(text: str, file: TextIO | None = None) -> None:
    """Print lines of ours, in which no name of the document acts on the terminal."""
    for line in text.split("\n"):
        print(terminal_safe(line), file=file)


def _pull(options: argparse.Namespace, files: Files) -> int:
    if options.committed:
        content, origin = _read(files.upstream), str(files.upstream)
    elif options.file:
        content, origin = _read(options.file), str(options.file)
    else:
        content, origin = fetch(options.url), options.url
    today = dt.datetime.now(dt.UTC).date()
    done = pull(content, origin=origin, files=files, today=today, strict=options.strict)
    _print(f"upstream {'changed' if done.upstream_changed else 'is as it was'}: sha256 {done.digest}")
    _print(", ".join(f"{number} {name.replace('_', ' ')}" for name, number in done.counts.items()))
    for path in done.written:
        _print(f"wrote {path.relative_to(files.root)}")
    _print_decisions(done.decisions)
    if done.written:
        _print(f"next: {EMIT}")
    return 0


def _print_decisions(decisions: Sequence[Decision]) -> None:
    if decisions:
        _print(f"still to be decided ({len(decisions)}), in this order:")
    for line in report(decisions):
        _print(f"  {line}")


def _emit(options: argparse.Namespace, files: Files) -> int:
    open_ones = undecided(from_yaml(_read(files.document).decode("utf-8"))) if files.document.exists() else []
    if options.strict and open_ones:
        _print_decisions(open_ones)
        return 1
    written, removed = emit(files, emitter(), renames=options.renames)
    for verb, paths in (("wrote", written), ("removed", removed)):
        for path in paths:
            _print(f"{verb} {path}")
    if not written and not removed:
        _print("everything is as it should be")
    _print_decisions(open_ones)
    for use in gone_uses(files, emitter()):
        _print(str(use))
    return 0


def _check(options: argparse.Namespace, files: Files) -> int:
    found = examine(files, emitter())
    problems = [*map(str, found.differences), *map(str, found.gone)]
    for problem in problems:
        _print(problem)
    open_ones = found.decisions
    _print_decisions(open_ones)
    if not problems and not open_ones:
        _print("everything is as it should be")
    return 1 if problems or (options.strict and open_ones) else 0


def _diff(options: argparse.Namespace, files: Files) -> int:
    old = swagger.load(_read(files.upstream), origin=str(files.upstream))
    new = swagger.load(_read(options.file), origin=str(options.file))
    changes = drift.compare(old, new)
    _print(json.dumps(drift.summary(changes), indent=2) if options.json else drift.report(changes))
    return 1 if any(change.breaking for change in changes) else 0


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CodegenError(f"{path}: {error.strerror}") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m codegen",
        description=_ABOUT,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--root", type=Path, help="work below another directory than this checkout")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    pulling = commands.add_parser("pull", help="read upstream, renew openapi/ and the emulator's copy")
    source = pulling.add_mutually_exclusive_group()
    source.add_argument("--url", default=DEFAULT_URL, help="where the document is served (default: %(default)s)")
    source.add_argument("--from", dest="file", type=Path, metavar="FILE", help="a file that holds the document")
    source.add_argument("--committed", action="store_true", help="the document as committed; after editing the overlay")
    emitting = commands.add_parser("emit", help="renew the generated code from openapi/billit-v1.yaml")
    checking = commands.add_parser("check", help="compare what is committed with what the inputs give")
    emitting.add_argument("--renames", action="store_true", help="let properties change their Python names")
    for command in (pulling, emitting, checking):
        command.add_argument("--strict", action="store_true", help="refuse provisional facts; for releases")
    diffing = commands.add_parser("diff", help="report what changed between the committed upstream document and FILE")
    diffing.add_argument("--from", dest="file", type=Path, metavar="FILE", required=True, help="the newer document")
    diffing.add_argument("--json", action="store_true", help="print JSON instead of text")
    return parser


if __name__ == "__main__":
    sys.exit(main())
