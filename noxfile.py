"""Every check of the project as one command each; `nox -l` lists them.

`nox -s tests` is what continuous integration runs first; `nox -s demo` shows the product. Nothing here needs an account
or reaches any service but the package index that pip is set up for.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.sessions = ["tests"]
nox.options.reuse_venv = "yes"
nox.options.error_on_missing_interpreters = True

PROJECT = nox.project.load_toml("pyproject.toml")
EXTRAS = "aiohttp,cli,crypto,fastapi,keyring,otel,parquet,redis,sql"


def groups(*names: str) -> list[str]:
    """Return the requirements of these dependency groups."""
    return list(nox.project.dependency_groups(PROJECT, *names))


def build_wheel(session: nox.Session) -> Path:
    """Build the wheel of the tree as it is now, and return its path."""
    # Not `create_tmp`: it would also move every temporary file of the tests into `.nox`.
    folder = session.cache_dir.resolve() / "wheel" / session.name
    shutil.rmtree(folder, ignore_errors=True)
    session.run("python", "-m", "pip", "wheel", ".", "--no-deps", "--quiet", "-w", str(folder))
    (wheel,) = folder.glob("billit_async-*.whl")
    return wheel


def install_wheel(session: nox.Session, *requirements: str) -> None:
    """Install the built wheel, never the source tree: a file that the wheel forgets must fail a test."""
    wheel = build_wheel(session)
    session.install("--quiet", f"{wheel}[{EXTRAS}]", *requirements)
    # pip keeps an installed package of the same version, and the version does not change with every edit
    session.install("--quiet", "--force-reinstall", "--no-deps", str(wheel))


# The `pytest` command is used, not `python -m pytest`: the latter would put the source tree before the installed wheel.
WHEEL_ENVIRONMENT: dict[str, str | None] = {"BILLIT_TEST_WHEEL": "1", "PYTHONPATH": None}


@nox.session
def tests(session: nox.Session) -> None:
    """Tests against the installed wheel, with the floor of branch coverage; `-- PATH` runs a part without the floor."""
    install_wheel(session, *groups("test", "codegen"))
    # A floor for the whole suite says nothing about a part of it, so a chosen part is run without.
    coverage = [] if session.posargs else ["--cov", "--cov-branch", "--cov-report=term"]
    session.run(
        "pytest",
        "-m",
        "not soak",
        "-n",
        "auto",
        "--dist",
        "worksteal",
        *coverage,
        *session.posargs,
        env=WHEEL_ENVIRONMENT,
    )


RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
OTHER_PYTHONS = [version for version in ("3.11", "3.12", "3.13") if version != RUNNING]
# What depends on the Python most, for those that do not run everything: language, standard library, threads and clocks.
DEPENDENT = ("tests/unit", "tests/auth", "tests/stores", "tests/wire", "tests/integrations", "tests/codegen")


@nox.session(python=OTHER_PYTHONS)
def pythons(session: nox.Session) -> None:
    """Tests on the other Pythons of this machine: all on the newest, those that depend most on Python on the rest."""
    install_wheel(session, *groups("test", "codegen"))
    chosen = session.posargs or (() if session.python == OTHER_PYTHONS[-1] else DEPENDENT)
    session.run("pytest", "-m", "not soak", "-n", "auto", "--dist", "worksteal", *chosen, env=WHEEL_ENVIRONMENT)


@nox.session
def soak(session: nox.Session) -> None:
    """Long tests under load and failures; `tests` runs a short form of each."""
    install_wheel(session, *groups("test", "codegen"))
    session.run("pytest", "-m", "soak", "-n", "auto", *session.posargs, env=WHEEL_ENVIRONMENT)


@nox.session
def lint(session: nox.Session) -> None:
    """Style, format and the direction of imports: ruff and import-linter."""
    session.install("--quiet", *groups("lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports", "--no-cache", env={"PYTHONPATH": "."})


@nox.session
def types(session: nox.Session) -> None:
    """Types, strict: mypy and pyright, and the programs that both must refuse."""
    session.install("--quiet", "-e", f".[{EXTRAS}]", *groups("test", "codegen", "types"))
    session.run("mypy")
    interpreter = Path(session.bin) / ("python.exe" if sys.platform == "win32" else "python")
    session.run("pyright", "--pythonpath", str(interpreter))
    session.run("python", "-m", "tests.typing.refused")


@nox.session
def codegen(session: nox.Session) -> None:
    """Generated code against its inputs, without provisional facts; `-- emit` writes it, `-- --help` shows the rest."""
    session.install("--quiet", "-e", ".", *groups("codegen"))
    session.run("python", "-m", "codegen", *(session.posargs or ["check", "--strict"]))


@nox.session
def audit(session: nox.Session) -> None:
    """Licences of all dependencies, and known advisories against them where a database can be reached."""
    install_wheel(session, *groups("audit"))
    session.run("python", ".ci/audit.py")


@nox.session
def docs(session: nox.Session) -> None:
    """Documentation into ./site; a broken link or an unknown name is an error."""
    session.install("--quiet", "-e", f".[{EXTRAS}]", *groups("docs"))
    session.run("mkdocs", "build", "--strict", "--quiet", *session.posargs, env={"NO_MKDOCS_2_WARNING": "1"})


@nox.session
def demo(session: nox.Session) -> None:
    """Demo: export 12,000 orders of three emulated companies, and compare the totals with the emulator's ledger."""
    session.install("--quiet", f".[{EXTRAS}]")
    session.run("billit", "demo", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Benchmarks against named peers in one run; writes the figures into benchmarks/README.md."""
    session.install("--quiet", f".[{EXTRAS}]", *groups("bench"))
    session.run("python", "-m", "benchmarks", *session.posargs)
