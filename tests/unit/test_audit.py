"""What `nox -s audit` says: every licence has a name, and no database is not the same as no advisory."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

PLACE = Path(__file__).resolve().parents[2] / ".ci" / "audit.py"


def _loaded() -> ModuleType:
    found = importlib.util.spec_from_file_location("audit", PLACE)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


audit = _loaded()
VULNERABLE = {"name": "aiohttp", "version": "3.8.0", "vulns": [{"id": "GHSA-0", "fix_versions": ["3.9.2"]}]}


def printing(*texts: str, code: int = 0) -> Sequence[str]:
    """A command that prints the first text for the version that surely has advisories, and the last for all others."""
    code_text = (
        "import sys; pins = open(sys.argv[sys.argv.index('--requirement') + 1]).read(); "
        f"print({texts[0]!r} if pins == 'aiohttp==3.8.0\\n' else {texts[-1]!r}); sys.exit({code})"
    )
    return (sys.executable, "-c", code_text)


def listing(*packages: object) -> str:
    return json.dumps({"dependencies": packages})


def test_every_dependency_has_a_licence_that_is_named() -> None:
    found = audit.dependencies()
    assert {"aiohttp", "attrs", "cattrs", "msgspec", "yarl"} <= set(found)
    assert "pytest" not in found
    assert [name for name, one in found.items() if audit.licence(one) == audit.UNKNOWN] == []


def test_the_extras_are_told_apart() -> None:
    assert "redis" not in audit.dependencies(extras=())
    assert "redis" in audit.dependencies(extras=["redis"])


def test_a_known_advisory_fails(capsys: pytest.CaptureFixture[str]) -> None:
    known = {"name": "aiohttp", "version": "3.0", "vulns": [{"id": "GHSA-1\x1b[2J", "fix_versions": ["3.1"]}]}
    answer = listing(known, {"name": "yarl", "version": "1", "vulns": []})
    assert audit.main(printing(listing(VULNERABLE), answer, code=1)) == 1
    told = capsys.readouterr().out
    assert "Advisories: 1 known.\n  aiohttp 3.0: GHSA-1 [2J, fixed in 3.1" in told


def test_none_known_is_said_and_what_was_not_looked_up_too(capsys: pytest.CaptureFixture[str]) -> None:
    answer = listing({"name": "yarl", "version": "1", "vulns": []}, {"name": "attrs", "skip_reason": "not found"})
    assert audit.main(printing(listing(VULNERABLE), answer)) == 0
    told = capsys.readouterr().out
    assert "Advisories: none known.\n  not in the database, so nothing is known: attrs" in told


@pytest.mark.parametrize(
    "command",
    [
        printing("ERROR: no network", code=1),
        printing("", code=1),
        printing('{"dependencies": 7}'),
        ("no-such-command",),
        printing(listing({"name": "aiohttp", "skip_reason": "not found"})),
        printing(listing({"name": "aiohttp", "version": "3.8.0", "vulns": []})),
    ],
    ids=["an error", "nothing", "another form", "not installed", "all passed over", "a database without advisories"],
)
def test_no_database_is_said_plainly(command: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main(command) == 0
    told = capsys.readouterr().out
    assert "no database was reachable" in told
    assert "none known" not in told


@pytest.mark.parametrize(
    ("package", "floor"),
    [
        # CVE-2026-69244 was the last of those that are published against aiohttp, fixed in 3.14.3.
        ("aiohttp", "3.14.3"),
        # The first that checks by default whether the certificate is that of the host.
        ("redis", "6"),
    ],
)
def test_a_floor_is_not_below_what_its_advisories_ask_for(package: str, floor: str) -> None:
    project = (Path(__file__).resolve().parents[2] / "pyproject.toml").read_text("utf-8")
    lowest = re.findall(rf'"{package}>=([0-9.]+)', project)
    assert lowest
    assert all(Version(version) >= Version(floor) for version in lowest)
    installed = importlib.metadata.version(package)
    assert installed in Requirement(f"{package}>={lowest[0]}").specifier
