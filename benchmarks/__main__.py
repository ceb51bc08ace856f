"""Run the benchmarks and write the figures into `benchmarks/README.md`; `--help` tells the rest."""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import sys
import time
from pathlib import Path

from benchmarks import peers
from benchmarks.report import Found, load_note, missed, report, written_into
from benchmarks.steps import AREAS, STEPS, Run

README = Path(__file__).parent / "README.md"
PLOTS = Path(__file__).parent / "plots"
LIBRARIES = ("billit-async", "aiohttp", "attrs", "msgspec", "orjson", "pydantic", "openapi-python-client", "httpx")


def main() -> int:
    """Measure, print, and write the report."""
    arguments = _arguments()
    made = _made_on(os.getloadavg()[0])  # before the run makes load of its own
    areas = _measure(arguments)
    text = report(areas, made)
    print(text)
    whole = not arguments.quick and set(arguments.only) == set(AREAS)
    if whole:
        pictures = [f"![{name}](plots/{name}.svg)" for found in areas.values() for name in found.plots]
        README.write_text(written_into(README.read_text(), "\n\n".join([*pictures, text])))
        print(f"\nwritten into {README}")
    if (folder := arguments.plots or (PLOTS if whole else None)) is not None:
        folder.mkdir(parents=True, exist_ok=True)
        for found in areas.values():
            for name, drawn in found.plots.items():
                (folder / f"{name}.svg").write_text(drawn)
    return int(arguments.strict and bool(missed(areas)))


def _measure(arguments: argparse.Namespace) -> dict[str, Found]:
    areas = {area: Found() for area in AREAS if area in arguments.only}
    steps = [step for step in STEPS if step.area in areas]
    began = time.monotonic()
    with Run(arguments.document, few=arguments.quick) as run:
        for place, step in enumerate(steps, 1):
            passed = time.monotonic() - began
            print(f"{passed:4.0f} s  {place}/{len(steps)}  {step.area}: {step.title}", file=sys.stderr, flush=True)
            areas[step.area].add(step.measure(run))
    print(f"{time.monotonic() - began:4.0f} s  done", file=sys.stderr, flush=True)
    return areas


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer pages and rounds; prints, writes nothing")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a target is missed")
    parser.add_argument(
        "--only", type=_areas, default=AREAS, metavar="AREAS", help=f"some of {','.join(AREAS)}; prints, writes nothing"
    )
    parser.add_argument("--plots", type=Path, metavar="FOLDER", help="write the plots there, of a partial run too")
    parser.add_argument("--document", type=Path, default=peers.DOCUMENT, help="the OpenAPI document of the peers")
    return parser.parse_args()


def _areas(text: str) -> tuple[str, ...]:
    named = tuple(text.split(","))
    if unknown := [name for name in named if name not in AREAS]:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not among {', '.join(AREAS)}")
    return named


def _made_on(load: float) -> str:
    cores = os.cpu_count() or 1
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES)
    machine = f"{cores} cores ({platform.machine()}, {platform.system()})"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"Made by `nox -s bench` on {machine}, {python}, {load_note(load, cores)}; {versions}."


if __name__ == "__main__":
    sys.exit(main())
