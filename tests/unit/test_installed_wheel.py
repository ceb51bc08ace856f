from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

import pytest

import billit_async

only_as_a_wheel = pytest.mark.skipif(
    os.environ.get("BILLIT_TEST_WHEEL") != "1", reason="only `nox -s tests` installs the wheel"
)


@only_as_a_wheel
def test_the_package_under_test_is_the_installed_wheel_and_not_the_source_tree() -> None:
    folder = Path(billit_async.__file__).resolve().parent
    assert folder.parent.name in {"site-packages", "dist-packages"}
    assert folder.is_relative_to(Path(sys.prefix).resolve())


@only_as_a_wheel
def test_the_wheel_holds_the_package_and_nothing_of_the_workshop() -> None:
    files = importlib.metadata.files("billit-async")
    assert files is not None
    top = {file.parts[0] for file in files if not file.parts[0].startswith("..")}
    assert {name for name in top if not name.endswith(".dist-info")} == {"billit_async"}


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(billit_async.__file__).parent / "py.typed").is_file()


def test_the_version_of_the_package_is_the_version_of_the_distribution() -> None:
    from billit_async._version import __version__

    assert importlib.metadata.version("billit-async") == __version__


def test_importing_the_package_needs_nothing_of_the_extras() -> None:
    forbidden = ["rich", "cyclopts", "pyarrow", "pydantic", "yaml", "sqlite3", "aiohttp.web"]
    code = f"import sys, billit_async; sys.exit(', '.join(name for name in {forbidden!r} if name in sys.modules) or 0)"
    # -P: a run from the repository root must not import the source tree instead of the installed package
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, "")
