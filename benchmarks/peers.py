"""The peers' code, generated from our own document into a folder of this run; nothing of it is ever committed.

Each peer gets what it needs to read real pages well; how it was helped is said in `README.md`.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).resolve().parent.parent / "openapi" / "billit-v1.yaml"


@dataclass(frozen=True)
class Peers:
    """The generated models and functions of this run."""

    struct_page: type[Any]
    pydantic_page: type[Any]
    client: Any
    get_orders: Any


def generate(folder: Path, document: Path = DOCUMENT) -> Peers:
    """Generate all peers into `folder` and import them from there."""
    _models(folder / "peer_structs.py", document, "msgspec.Struct", "datetime")
    structs = folder / "peer_structs.py"
    nullable = structs.read_text().replace("| UnsetType", "| None").replace("default=UNSET", "default=None")
    structs.write_text(nullable)
    _models(folder / "peer_pydantic.py", document, "pydantic_v2.BaseModel", "NaiveDatetime")
    _client(folder, document)
    sys.path.insert(0, str(folder))
    try:
        module = _module_of_operation(folder / "peer_client", "order_get_orders")
        return Peers(
            struct_page=importlib.import_module("peer_structs").OrderPage,
            pydantic_page=importlib.import_module("peer_pydantic").OrderPage,
            client=importlib.import_module("peer_client").Client,
            get_orders=importlib.import_module(module).asyncio,
        )
    finally:
        sys.path.remove(str(folder))


def _models(output: Path, document: Path, kind: str, moment: str) -> None:
    _run(
        *(sys.executable, "-m", "datamodel_code_generator", "--input", str(document), "--input-file-type", "openapi"),
        *("--output", str(output), "--output-model-type", kind, "--output-datetime-class", moment),
        *("--target-python-version", "3.11", "--snake-case-field", "--collapse-root-models"),
        *("--use-standard-primitive-types", "--disable-timestamp", "--formatters", "builtin"),
    )


def _client(folder: Path, document: Path) -> None:
    settings = folder / "peer_client.yml"
    settings.write_text("project_name_override: peer_client\npackage_name_override: peer_client\npost_hooks: []\n")
    _run(
        *(sys.executable, "-m", "openapi_python_client", "generate", "--path", str(document), "--meta", "none"),
        *("--output-path", str(folder / "peer_client"), "--config", str(settings), "--overwrite"),
    )


def _module_of_operation(package: Path, operation: str) -> str:
    (found,) = package.glob(f"api/*/{operation}.py")
    return ".".join(["peer_client", *found.relative_to(package).with_suffix("").parts])


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command[:4])} failed:\n{done.stdout}\n{done.stderr}")
