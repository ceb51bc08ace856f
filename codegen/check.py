"""Says whether the committed outputs are what the committed inputs give; compares and never writes."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from codegen import CodegenError, Json, is_mapping
from codegen import overlay as overlays
from codegen import swagger as swaggers
from codegen.emit.name_list import NAMES, renamed
from codegen.pull import Files, settled
from codegen.text import from_yaml, write_atomically
from codegen.uses import Gone, gone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from codegen.decisions import Decision

__all__ = [
    "Difference",
    "Emitter",
    "Examined",
    "check",
    "compare_files",
    "document_text",
    "emit",
    "emitter",
    "examine",
    "gone_uses",
]


PULL = "python -m codegen pull"
REDERIVE = "python -m codegen pull --committed"
EMIT = "python -m codegen emit"


class Emitter(Protocol):
    """What the package `codegen.emit` offers."""

    GENERATED: tuple[str, ...]
    """Files and directories that hold generated files alone."""

    def render_all(self, document: Json) -> dict[str, str]:
        """Return every generated file: relative path to text."""
        ...


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not what it should be."""

    path: str
    what: str
    remedy: str

    def __str__(self) -> str:
        """Read as one line of a report."""
        return f"{self.what}: {self.path} (run `{self.remedy}`)"


@dataclass(frozen=True, slots=True)
class Examined:
    """What a check found."""

    differences: list[Difference]
    decisions: list[Decision]
    """What a maintainer should still decide."""
    gone: list[Gone]
    """Where hand-written code names what has gone."""


def emitter() -> Emitter:
    """Load the back half of the generator, which needs more libraries than the front."""
    try:
        return cast("Emitter", importlib.import_module("codegen.emit"))
    except ModuleNotFoundError as error:
        raise CodegenError(f"emitting needs {error.name}; install the dependency group `codegen`") from error


def document_text(files: Files) -> str:
    """Derive the document from the committed upstream document and the overlay."""
    return _settled(files)[0]


def check(files: Files, back: Emitter) -> list[Difference]:
    """Return every generated file that is missing, different or stale."""
    return examine(files, back).differences


def examine(files: Files, back: Emitter) -> Examined:
    """Compare what is committed with what the inputs give, and hand-written code with what is generated."""
    document, decisions = _settled(files)
    found = compare_files(files.root, {str(files.document.relative_to(files.root)): document}, (), REDERIVE)
    found += _lock_differences(files)
    rendered = back.render_all(from_yaml(document))
    found += compare_files(files.root, rendered, back.GENERATED, EMIT)
    return Examined(found, decisions, gone(files.root, rendered))


def gone_uses(files: Files, back: Emitter) -> list[Gone]:
    """Return where hand-written code names what the generated files do not hold (any more)."""
    places = [files.root / name for name in back.GENERATED]
    sources = [path for place in places for path in (place.rglob("*.py") if place.is_dir() else _files(place))]
    return gone(files.root, {path.relative_to(files.root).as_posix(): path.read_text("utf-8") for path in sources})


def _settled(files: Files) -> tuple[str, list[Decision]]:
    if not files.upstream.exists():
        raise CodegenError(f"{files.upstream} is missing; run `{PULL}`")
    upstream = swaggers.load(files.upstream.read_bytes(), origin=str(files.upstream))
    return settled(upstream, overlays.load(files.overlay.read_text("utf-8")))


def emit(files: Files, back: Emitter, *, renames: bool = False) -> tuple[list[str], list[str]]:
    """Write the generated files and remove those that are no longer made; return both, as relative paths.

    Args:
        files: Where they are.
        back: What makes them.
        renames: Whether a property may get another Python name than it has.

    Raises:
        CodegenError: The document is missing, or a public name would change.
    """
    if not files.document.exists():
        raise CodegenError(f"{files.document} is missing; run `{PULL}`")
    rendered = back.render_all(from_yaml(files.document.read_text("utf-8")))
    names = files.root / NAMES
    if not renames and names.exists() and (changed := renamed(names.read_text("utf-8"), rendered.get(NAMES, ""))):
        raise CodegenError(
            f"public names would change: {', '.join(changed)}. Give each its x-python-name in the overlay, or run "
            f"`{EMIT} --renames`"
        )
    differences = compare_files(files.root, rendered, back.GENERATED, EMIT)
    written = [difference.path for difference in differences if difference.path in rendered]
    removed = [difference.path for difference in differences if difference.path not in rendered]
    for path in written:
        write_atomically(files.root / path, rendered[path])
    for path in removed:
        (files.root / path).unlink()
    return written, removed


def compare_files(root: Path, expected: Mapping[str, str], owned: Iterable[str], remedy: str) -> list[Difference]:
    """Compare files below a root with their expected texts.

    Args:
        root: The directory that the paths start from.
        expected: Relative path to text.
        owned: Files and directories in which every file is expected; any other there is stale.
        remedy: The command that puts differences right.
    """
    found: list[Difference] = []
    for path, text in sorted(expected.items()):
        place = root / path
        if not place.exists():
            found.append(Difference(path, "missing", remedy))
        elif place.read_bytes() != text.encode():
            found.append(Difference(path, "different", remedy))
    present: set[Path] = set()
    for name in owned:
        place = root / name
        present |= {file for file in place.rglob("*") if file.is_file()} if place.is_dir() else {place} & _files(place)
    for file in sorted(present):
        path = file.relative_to(root).as_posix()
        if path not in expected and "__pycache__" not in file.parts:
            found.append(Difference(path, "stale", remedy))
    return found


def _files(place: Path) -> set[Path]:
    return {place} if place.is_file() else set()


def _lock_differences(files: Files) -> list[Difference]:
    path = files.lock.relative_to(files.root).as_posix()
    if not files.lock.exists():
        return [Difference(path, "missing", REDERIVE)]
    lock = from_yaml(files.lock.read_text("utf-8"))
    upstream = swaggers.load(files.upstream.read_bytes(), origin=str(files.upstream))
    matches = is_mapping(lock) and lock.get("sha256") == swaggers.digest(upstream)
    return [] if matches else [Difference(path, "different", REDERIVE)]
