"""Check that mypy and pyright both refuse every line of `wrong_queries.py`: `python -m tests.typing.refused`."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

FILE = Path(__file__).with_name("wrong_queries.py")


def wrong_lines() -> dict[int, str]:
    """Return the lines that must be refused, by number."""
    text = FILE.read_text("utf-8")
    (function,) = (node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef))
    return {node.lineno: ast.unparse(node) for node in function.body[1:]}


def refused_by_mypy() -> set[int]:
    """Return the numbers of the lines that mypy refuses."""
    told = subprocess.run(["mypy", str(FILE)], check=False, capture_output=True, text=True).stdout
    return {int(number) for number in re.findall(rf"{FILE.name}:(\d+): error:", told)}


def refused_by_pyright() -> set[int]:
    """Return the numbers of the lines that pyright refuses."""
    command = ["pyright", "--pythonpath", sys.executable, "--outputjson", str(FILE)]
    told = json.loads(subprocess.run(command, check=False, capture_output=True, text=True).stdout)
    return {entry["range"]["start"]["line"] + 1 for entry in told["generalDiagnostics"] if entry["severity"] == "error"}


def main() -> int:
    """Tell which lines are let through, and by whom."""
    lines = wrong_lines()
    through = 0
    for checker, refused in (("mypy", refused_by_mypy()), ("pyright", refused_by_pyright())):
        for number in lines.keys() - refused:
            print(f"{FILE.name}:{number}: {checker} lets through: {lines[number]}")  # noqa: T201
            through += 1
    print(f"{len(lines)} wrong queries, each to be refused by both checkers: {through} let through")  # noqa: T201
    return int(through > 0)


if __name__ == "__main__":
    sys.exit(main())
