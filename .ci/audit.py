"""Lists the licence of every package that an installation brings, and the known advisories against them.

`nox -s audit` runs it. Where no database of advisories can be reached, it says so, and that is all that it can say: the
exit code is 0 then, and 1 only when an advisory is known.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PROJECT = "billit-async"
UNKNOWN = "unknown"
_SECONDS = 300
# It has many, CVE-2024-23334 among them.
_PROBE = "aiohttp==3.8.0"
# Packages whose metadata is silent, with what their publisher says elsewhere.
_SILENT = {"saxonche": "MPL-2.0 (said by its publisher, not by the package)"}
_LONGEST = 60


def dependencies(project: str = PROJECT, extras: Iterable[str] | None = None) -> dict[str, metadata.Distribution]:
    """Return what is installed of everything that a project needs, directly or not.

    Args:
        project: The project, which is installed itself.
        extras: Which of its extras count; all of them when left out.
    """
    root = metadata.distribution(project)
    chosen = set(extras if extras is not None else root.metadata.get_all("Provides-Extra") or ())
    found: dict[str, metadata.Distribution] = {}
    waiting = [(root, chosen)]
    seen: set[tuple[str, str]] = set()
    while waiting:
        distribution, wanted = waiting.pop()
        for line in distribution.requires or ():
            requirement = Requirement(line)
            name = canonicalize_name(requirement.name)
            applies = requirement.marker is None or any(
                requirement.marker.evaluate({"extra": extra}) for extra in ("", *wanted)
            )
            if not applies or name == canonicalize_name(project):
                continue
            try:
                needed = metadata.distribution(requirement.name)
            except metadata.PackageNotFoundError:
                continue  # an extra that is not installed here
            found[name] = needed
            keys = {(name, extra) for extra in ("", *requirement.extras)}
            if not keys <= seen:
                seen |= keys
                waiting.append((needed, set(requirement.extras)))
    return dict(sorted(found.items()))


def licence(distribution: metadata.Distribution) -> str:
    """Return a package's licence as its metadata has it, on one short line."""
    facts = distribution.metadata
    if expression := facts.get("License-Expression"):
        return shortened(expression)
    classifiers = [line for line in facts.get_all("Classifier") or () if line.startswith("License ::")]
    named = [name for line in classifiers if (name := line.split(" :: ")[-1]) != "OSI Approved"]
    stated = " or ".join(named) or facts.get("License") or _SILENT.get(canonicalize_name(facts["Name"])) or UNKNOWN
    return shortened(stated)


def shortened(text: str) -> str:
    """Return the first line of a text, cut and without characters that act on a terminal."""
    line = "".join(char if char.isprintable() else " " for char in text.strip().split("\n")[0]).strip()
    return (line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…") or UNKNOWN


def advisories(pins: Iterable[str], command: Sequence[str]) -> tuple[list[str], list[str]] | None:
    """Return the known advisories, a line each, and the packages that the database does not know.

    Args:
        pins: The packages, as ``name==version``.
        command: What looks them up: pip-audit.

    Returns:
        Both; None where no database could be reached, or the one that could has no advisories: it is asked first for a
        version that has some, since "none known" of an empty database would be taken for good news.
    """
    probe = _looked_up([_PROBE], command)
    if probe is None or not probe[0]:
        return None
    return _looked_up(list(pins), command)


def _looked_up(pins: Sequence[str], command: Sequence[str]) -> tuple[list[str], list[str]] | None:
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "requirements.txt"
        listed.write_text("".join(f"{pin}\n" for pin in pins), encoding="utf-8")
        options = ("--requirement", str(listed), "--no-deps", "--disable-pip", "--format", "json")
        try:
            done = subprocess.run(
                [*command, *options, "--progress-spinner", "off"],
                capture_output=True,
                text=True,
                check=False,
                timeout=_SECONDS,
            )
            report: Any = json.loads(done.stdout)
            packages: list[Any] = report["dependencies"]
            known = [
                f"{package['name']} {package['version']}: {found['id']}, "
                f"fixed in {', '.join(found['fix_versions']) or 'no version yet'}"
                for package in packages
                for found in package.get("vulns", ())
            ]
            # What is passed over is listed as well, without "vulns": it was not looked up, and may have advisories.
            return known, [str(package["name"]) for package in packages if "vulns" not in package]
        except (OSError, subprocess.TimeoutExpired, ValueError, KeyError, TypeError):
            return None


def main(command: Sequence[str] = (sys.executable, "-m", "pip_audit")) -> int:
    """Print both lists, and return the exit code."""
    found = dependencies()
    width = max(len(f"{name} {one.version}") for name, one in found.items())
    print(f"Licences of the {len(found)} packages that {PROJECT} with its extras brings here:")
    for name, one in found.items():
        print(f"  {f'{name} {one.version}'.ljust(width)}  {licence(one)}")
    looked_up = advisories((f"{name}=={one.version}" for name, one in found.items()), command)
    if looked_up is None:
        print("Advisories: no database was reachable, so nothing is known about them.")
        return 0
    known, passed_over = looked_up
    print(f"Advisories: {len(known)} known." if known else "Advisories: none known.")
    if passed_over:
        print(f"  not in the database, so nothing is known: {shortened(', '.join(passed_over))}")
    for line in known:
        print(f"  {shortened(line)}")
    return 1 if known else 0


if __name__ == "__main__":
    sys.exit(main())
