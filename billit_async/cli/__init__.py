"""The command `billit`; without the extra `cli` it says how to get it, and nothing else."""

from __future__ import annotations

import importlib.util
import sys

__all__ = ["main"]

USAGE_ERROR = 2
_NEEDED = ("cyclopts", "rich")


def main() -> None:
    """Run the command line and exit.

    Exit codes: 0 done; 1 it failed, or a proof did not hold; 2 wrong usage, or a setting is missing or wrong;
    130 interrupted with Ctrl-C, 143 ended by SIGTERM. Nothing half-written is left in any of these.
    """
    if any(importlib.util.find_spec(name) is None for name in _NEEDED):
        print(  # noqa: T201 - there is nothing prettier to print with
            'The command "billit" needs the extra "cli". Run: pip install "billit-async[cli,parquet]"', file=sys.stderr
        )
        sys.exit(USAGE_ERROR)
    try:
        from billit_async.cli.app import run  # noqa: PLC0415 - needs the extra
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(run(sys.argv[1:]))
