"""Every Python block of the README and the documentation, and every script of `examples/`, runs here as it is written.

The blocks of a page run in order and share their names, as a reader would type them. Around them is what a reader has:
the `BILLIT_*` variables, an open session called `billit`, and a running emulator called `emu`. The placeholders
of a key and a company, `ApiKey("...")` and 574991, are filled in. A block that cannot run carries the comment
`<!-- not run: why -->` on the line before it.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from billit_async import ApiKey, BillitSession, config
from billit_async.emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]
SCRIPTS = sorted((REPOSITORY / "examples").glob("*.py"))

_FENCE = re.compile(
    r"^(?P<indent> *)(?:<!-- not run: (?P<reason>.+?) -->\n+ *)?```(?P<language>python)[^\n]*\n(?P<code>.*?)^ *```$",
    re.MULTILINE | re.DOTALL,
)


class Block(NamedTuple):
    line: int
    code: str
    not_run: str | None


def blocks_of(text: str) -> list[Block]:
    found: list[Block] = []
    for match in _FENCE.finditer(text):
        indent = len(match["indent"])
        code = "".join(line[indent:] for line in match["code"].splitlines(keepends=True))
        found.append(Block(text.count("\n", 0, match.start("code")) + 1, code, match["reason"]))
    return found


@pytest.fixture
async def emu() -> AsyncIterator[Emulator]:
    async with Emulator(seed=7, orders=300, companies=2) as running:
        yield running


@pytest.fixture
def settings(emu: Emulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    """The variables that a reader would have set, and a folder of their own."""
    variables = {
        "BILLIT_API_KEY": emu.api_key,
        "BILLIT_BASE_URL": emu.url,
        "BILLIT_PARTY_ID": str(emu.party_id),
        "BILLIT_COOKIE_SECRET": "a key of more than sixteen characters",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    # `environment=Environment.SANDBOX` must reach the emulator, and nothing may ever reach the real service
    monkeypatch.setattr(config.Environment, "api_url", property(lambda _self: emu.url))
    monkeypatch.chdir(tmp_path)
    return variables


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
async def test_the_examples_of_a_page_run_as_they_are_written(
    page: Path, emu: Emulator, settings: dict[str, str]
) -> None:
    async with BillitSession(ApiKey(settings["BILLIT_API_KEY"]), base_url=emu.url, party_id=emu.party_id) as billit:
        names: dict[str, Any] = {"__name__": "__main__", "billit": billit, "emu": emu}
        for block in blocks_of(page.read_text("utf-8")):
            if block.not_run is None:
                await run(block, page, names, settings)


async def run(block: Block, page: Path, names: dict[str, Any], settings: dict[str, str]) -> None:
    source = block.code.replace('ApiKey("...")', f"ApiKey({settings['BILLIT_API_KEY']!r})")
    source = source.replace("party_id=574991", f"party_id={settings['BILLIT_PARTY_ID']}")
    source = "\n" * (block.line - 1) + source  # makes a traceback point at the line of the page
    code = compile(source, str(page), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    if code.co_flags & inspect.CO_COROUTINE:
        await eval(code, names)  # noqa: S307 - our own pages
    else:  # may call asyncio.run, which a thread with a running loop cannot
        await asyncio.to_thread(exec, code, names)


def test_a_block_that_is_not_run_says_why() -> None:
    reasons = [block.not_run for page in PAGES for block in blocks_of(page.read_text("utf-8")) if block.not_run]
    assert all(len(reason.split()) >= 4 for reason in reasons), reasons


def test_no_python_block_escapes_the_search() -> None:
    for page in PAGES:
        text = page.read_text("utf-8")
        fences = len(re.findall(r"^ *```(?:python|py)\b", text, re.MULTILINE))
        assert len(blocks_of(text)) == fences, page


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
async def test_an_example_script_runs(script: Path, settings: dict[str, str], tmp_path: Path) -> None:
    environment = {**os.environ, **settings}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", str(script)),
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    output, complaints = await process.communicate()
    assert process.returncode == 0, complaints.decode()
    assert output.strip()


def test_the_readme_begins_with_the_two_commands() -> None:
    text = (REPOSITORY / "README.md").read_text("utf-8")
    assert "python3 -m venv .venv && .venv/bin/pip install nox && .venv/bin/nox -s demo" in text
    assert "python3 -m venv .venv && .venv/bin/pip install nox && .venv/bin/nox -s tests" in text
