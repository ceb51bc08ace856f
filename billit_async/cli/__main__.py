"""`python -m billit_async.cli` is the command `billit`."""

from __future__ import annotations

from billit_async.cli import main

main()
