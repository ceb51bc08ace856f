"""From the OpenAPI document to the generated files: models, wire code, fields, shapes and the operation table."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from codegen import ROOT
from codegen.emit import code_lists
from codegen.emit.calls import CALLS, emit_calls
from codegen.emit.calls import TABLE as OPERATIONS
from codegen.emit.fields import emit_fields
from codegen.emit.lists import MODULE as LISTS_MODULE
from codegen.emit.lists import emit_lists
from codegen.emit.models import emit_models
from codegen.emit.name_list import NAMES, emit_names
from codegen.emit.operations import emit_operations
from codegen.emit.patches import MODULE as PATCHES_MODULE
from codegen.emit.patches import emit_patches
from codegen.emit.proof import refuse_foreign_code
from codegen.emit.schema import read
from codegen.emit.shapes import MODULE as SHAPES
from codegen.emit.shapes import emit_shapes
from codegen.emit.wire import emit_wire

__all__ = ["GENERATED", "HEADER", "render_all"]

HEADER: Final = "# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.\n"

GENERATED: Final = (
    "billit_async/models",
    "billit_async/_serialization/wire",
    "billit_async/fields.py",
    LISTS_MODULE,
    PATCHES_MODULE,
    SHAPES,
    OPERATIONS,
    CALLS,
    code_lists.CODE_LISTS,
    "openapi/operations.yaml",
    NAMES,
)
"""The places that `render_all` owns completely: a file there that it does not make is stale."""

_RULES: Final = "F401,I,UP,W"


def render_all(document: dict[str, Any]) -> dict[str, str]:
    """Make every generated file.

    Args:
        document: The OpenAPI 3.1 document, overlay applied.

    Returns:
        Path relative to the project's root, to its complete text, formatted.

    Raises:
        CodegenError: the document has something that the emitter does not understand, or that is not plain; the message
            names the place.
    """
    schema = read(document)
    lists = code_lists.emit_code_lists(ROOT / "openapi" / "code-lists.yaml")
    files = (
        emit_models(schema)
        | emit_wire(schema)
        | emit_fields(schema)
        | emit_lists(schema)
        | emit_patches(schema)
        | emit_shapes(schema)
        | emit_calls(schema)
        | lists
    )
    for path, text in files.items():
        refuse_foreign_code(path, text)
    formatted = _formatted(files)
    headers = dict.fromkeys(lists, code_lists.HEADER)
    made = sorted((formatted | emit_operations(schema) | emit_names(schema)).items())
    return {path: headers.get(path, HEADER) + text for path, text in made}


def _formatted(files: dict[str, str]) -> dict[str, str]:
    """Run ruff over the sources: unused imports out, imports sorted, formatted as the rest of the project."""
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        for path, text in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        options = ["--isolated", "--line-length", "120", "--target-version", "py311"]
        # The temporary directory may lie below one that ruff leaves out by itself, such as `.nox`.
        options += ["--no-respect-gitignore", "--config", "exclude=[]"]
        # Otherwise ruff looks for the package below the current directory.
        options += ["--config", 'lint.isort.known-first-party=["billit_async"]']
        _ruff("check", "--fix", "--quiet", "--select", _RULES, *options, str(root))
        _ruff("format", "--quiet", *options, str(root))
        return {path: (root / path).read_text(encoding="utf-8") for path in files}


def _ruff(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *arguments], capture_output=True, text=True, check=False, cwd=arguments[-1]
    )
    if done.returncode:
        raise RuntimeError(f"ruff {arguments[0]} failed on generated code:\n{done.stdout}{done.stderr}")
