"""Says whether the committed outputs are what the committed inputs give; compares and never writes."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from codegen import CodegenError, Json, is_mapping
from codegen import overlay as overlays
from codegen import swagger as swaggers
from codegen.pull import Files, derive
from codegen.text import from_yaml, write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["Difference", "Emitter", "check", "compare_files", "document_text", "emit", "emitter"]


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


def emitter() -> Emitter:
    """Load the back half of the generator, which needs more libraries than the front."""
    try:
        return cast("Emitter", importlib.import_module("codegen.emit"))
    except ModuleNotFoundError as error:
        raise CodegenError(f"emitting needs {error.name}; install the dependency group `codegen`") from error


def document_text(files: Files) -> str:
    """Derive the document from the committed upstream document and the overlay."""
    if not files.upstream.exists():
        raise CodegenError(f"{files.upstream} is missing; run `{PULL}`")
    upstream = swaggers.load(files.upstream.read_bytes(), origin=str(files.upstream))
    return derive(upstream, overlays.load(files.overlay.read_text("utf-8")))


def check(files: Files, back: Emitter) -> list[Difference]:
    """Return every generated file that is missing, different or stale."""
    document = document_text(files)
    found = compare_files(files.root, {str(files.document.relative_to(files.root)): document}, (), REDERIVE)
    found += _lock_differences(files)
    rendered = back.render_all(from_yaml(document))
    return found + compare_files(files.root, rendered, back.GENERATED, EMIT)


def emit(files: Files, back: Emitter) -> tuple[list[str], list[str]]:
    """Write the generated files and remove those that are no longer made; return both, as relative paths."""
    if not files.document.exists():
        raise CodegenError(f"{files.document} is missing; run `{PULL}`")
    rendered = back.render_all(from_yaml(files.document.read_text("utf-8")))
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
