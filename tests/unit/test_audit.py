"""What `nox -s audit` says: every licence has a name, and no database is not the same as no advisory."""

from __future__ import annotations

import importlib.metadata
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

import audit

if TYPE_CHECKING:
    from collections.abc import Sequence


def printing(text: str, code: int = 0) -> Sequence[str]:
    return (sys.executable, "-c", f"import sys; print({text!r}); sys.exit({code})")


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
    answer = json.dumps({"dependencies": [known, {"name": "yarl", "version": "1", "vulns": []}]})
    assert audit.main(printing(answer, 1)) == 1
    told = capsys.readouterr().out
    assert "Advisories: 1 known.\n  aiohttp 3.0: GHSA-1 [2J, fixed in 3.1" in told


def test_none_known_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main(printing('{"dependencies": []}')) == 0
    assert "Advisories: none known." in capsys.readouterr().out


@pytest.mark.parametrize(
    "command",
    [printing("ERROR: no network", 1), printing("", 1), printing('{"dependencies": 7}'), ("no-such-command",)],
    ids=["an error", "nothing", "another form", "not installed"],
)
def test_no_database_is_said_plainly(command: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main(command) == 0
    assert "no database was reachable" in capsys.readouterr().out


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
