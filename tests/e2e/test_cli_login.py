"""`billit login`, `whoami` and `logout`, as processes, against the emulator."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import stat
import sys
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from billit_async.emulator import Emulator
from tests.e2e.command import BILLIT, LONG_ENOUGH, billit_command, environment
from tests.servers import RedisServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def emu(unused_tcp_port: int) -> AsyncIterator[Emulator]:
    redirect_uri = f"http://127.0.0.1:{unused_tcp_port}/callback"
    async with Emulator(seed=7, orders=30, companies=2, redirect_uris=[redirect_uri]) as running:
        yield running


@pytest.fixture
def settings(emu: Emulator, tmp_path: Path) -> dict[str, str]:
    return {
        "BILLIT_BASE_URL": emu.url,
        "BILLIT_CLIENT_ID": emu.client_id,
        "BILLIT_CLIENT_SECRET": emu.client_secret,
        "BILLIT_REDIRECT_URI": emu.redirect_uri,
        "BILLIT_CONFIG_DIR": str(tmp_path / "config"),
    }


class Waiting:
    """A `billit login` that waits for the browser."""

    def __init__(self, process: asyncio.subprocess.Process, url: str) -> None:
        self.process, self.url = process, url

    async def ended(self) -> tuple[int | None, str, str]:
        async with asyncio.timeout(LONG_ENOUGH):
            out, err = await self.process.communicate()
        return self.process.returncode, out.decode(), err.decode()


@contextlib.asynccontextmanager
async def waiting(settings: dict[str, str], *arguments: str) -> AsyncIterator[Waiting]:
    process = await asyncio.create_subprocess_exec(
        *BILLIT,
        "login",
        "--no-browser",
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment(settings),
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(LONG_ENOUGH):
            yield Waiting(process, (await process.stdout.readline()).decode().strip())
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def visit(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as browser, browser.get(url) as response:
        return response.status, await response.text()


async def log_in(emu: Emulator, settings: dict[str, str], *arguments: str) -> tuple[int | None, str, str]:
    async with waiting(settings, *arguments) as login:
        status, page = await visit(emu.consent(login.url))
        assert (status, "Logged in" in page) == (200, True), page
        return await login.ended()


async def test_a_login_serves_the_other_commands_until_the_logout(
    emu: Emulator, settings: dict[str, str], tmp_path: Path
) -> None:
    code, out, err = await log_in(emu, settings)
    assert code == 0, err
    assert all(str(party_id) in out for party_id in emu.party_ids)
    assert "Logged in to" in err
    assert emu.client_secret not in out + err
    kept = tmp_path / "config" / "login.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    later = {"BILLIT_BASE_URL": emu.url, "BILLIT_CONFIG_DIR": settings["BILLIT_CONFIG_DIR"]}
    who = await billit_command("whoami", **later)
    assert who.code == 0, who.err
    assert "login, tokens in file" in who.out
    assert "good for 59 min" in who.out
    asked = json.loads((await billit_command("whoami", "--output", "json", **later)).out)
    assert asked["credentials"] == "login"
    assert [company["party_id"] for company in asked["companies"]] == list(emu.party_ids)
    listed = await billit_command("orders", "list", "--top", "3", BILLIT_PARTY_ID=str(emu.party_id), **later)
    assert (listed.code, len(listed.out.splitlines())) == (0, 4), listed.err
    out_again = await billit_command("logout", **later)
    assert (out_again.code, out_again.out) == (0, "Logged out.\n"), out_again.err
    assert not kept.exists()
    assert not list((tmp_path / "config" / "tokens").glob("*.json"))
    gone = await billit_command("whoami", **later)
    assert gone.code == 2
    assert "billit login" in gone.err
    assert (await billit_command("logout", **later)).err.strip() == "Nobody is logged in."


@pytest.mark.parametrize(("arguments", "bound"), [((), True), (("--no-pkce",), False)])
async def test_a_login_binds_its_code_to_the_command_unless_told_otherwise(
    emu: Emulator, settings: dict[str, str], arguments: tuple[str, ...], bound: bool
) -> None:
    async with waiting(settings, *arguments) as login:
        assert ("code_challenge_method=S256" in login.url) is bound
        await visit(emu.consent(login.url))
        code, _, err = await login.ended()
    assert code == 0, err


async def test_whoami_tells_a_key_as_well(emu: Emulator, settings: dict[str, str]) -> None:
    who = await billit_command("whoami", BILLIT_API_KEY=emu.api_key, **settings)
    assert who.code == 0
    assert "API key (BILLIT_API_KEY)" in who.out
    assert emu.api_key not in who.out


async def test_a_key_goes_before_a_login_and_the_login_says_so(emu: Emulator, settings: dict[str, str]) -> None:
    _, _, err = await log_in(emu, {**settings, "BILLIT_API_KEY": emu.api_key})
    assert "BILLIT_API_KEY is set and goes before this login" in err


async def test_a_token_that_ends_is_renewed_by_the_next_call(emu: Emulator, settings: dict[str, str]) -> None:
    emu.settings = emu.settings.with_({"oauth.token_lifetime": 1})
    await log_in(emu, settings)
    await asyncio.sleep(1)
    responses = await asyncio.gather(*[billit_command("whoami", **settings) for _ in range(3)])
    assert [response.code for response in responses] == [0, 0, 0]
    assert emu.refreshes >= 1
    assert emu.refresh_reuses == 0


async def test_a_forged_answer_is_turned_away_and_the_login_waits_on(emu: Emulator, settings: dict[str, str]) -> None:
    async with waiting(settings) as login:
        for query in ("code=forged&state=forged", "code=forged", "error=access_denied&state=x", ""):
            status, page = await visit(f"{emu.redirect_uri}?{query}")
            assert (status, "Not this login" in page) == (400, True)
        assert (await visit(emu.consent(login.url)))[0] == 200
        assert (await login.ended())[0] == 0


async def test_a_refusal_keeps_nothing(emu: Emulator, settings: dict[str, str], tmp_path: Path) -> None:
    async with waiting(settings) as login:
        assert (await visit(emu.consent(login.url, allow=False)))[0] == 400
        code, _, err = await login.ended()
    assert code == 1
    assert "access was refused" in err
    assert not (tmp_path / "config" / "login.json").exists()


async def test_ctrl_c_while_it_waits_leaves_nothing(emu: Emulator, settings: dict[str, str], tmp_path: Path) -> None:
    async with waiting(settings) as login:
        login.process.send_signal(signal.SIGINT)
        code, _, err = await login.ended()
    assert code == 130
    assert "Traceback" not in err
    assert not (tmp_path / "config" / "login.json").exists()


async def test_nobody_who_comes_is_told(settings: dict[str, str]) -> None:
    async with waiting(settings, "--timeout", "0.2") as login:
        code, _, err = await login.ended()
    assert code == 1
    assert "nobody logged in within 0.2 s" in err


async def test_a_port_that_is_taken_is_told(settings: dict[str, str]) -> None:
    async with waiting(settings):
        second = await billit_command("login", "--no-browser", **settings)
    assert second.code == 1
    assert "cannot wait at" in second.err


async def test_the_browser_is_opened(emu: Emulator, settings: dict[str, str], tmp_path: Path) -> None:
    browser = tmp_path / "browser.py"
    browser.write_text(f"import sys, pathlib; pathlib.Path({str(tmp_path / 'url')!r}).write_text(sys.argv[1])\n")
    opened = {**settings, "BROWSER": f"{sys.executable} {browser} %s"}
    ended = await billit_command("login", "--timeout", "2", **opened)
    assert "in the browser" in ended.err
    assert (tmp_path / "url").read_text().startswith(f"{emu.url}/Account/Logon?")


@pytest.mark.parametrize(
    ("changes", "arguments", "said"),
    [
        ({"BILLIT_CLIENT_ID": ""}, (), "no client id"),
        ({"BILLIT_CLIENT_SECRET": ""}, (), "no client secret"),
        ({"BILLIT_REDIRECT_URI": "https://app.example/callback"}, (), "nobody would come back"),
        ({}, ("--store", "carrier-pigeon"), "takes no 'carrier-pigeon'"),
        ({}, ("--store", "http://h"), "takes no 'http'"),
    ],
)
async def test_what_cannot_work_is_told_at_once(
    settings: dict[str, str], changes: dict[str, str], arguments: tuple[str, ...], said: str
) -> None:
    ended = await billit_command("login", "--no-browser", *arguments, **{**settings, **changes})
    assert ended.code == 2
    assert said in ended.err
    assert "hint:" in ended.err


@pytest.mark.parametrize("store", ["file:{folder}/elsewhere", "sqlite+aiosqlite:///{folder}/grants.sqlite", "redis"])
async def test_the_tokens_are_where_they_are_told_to_be(
    emu: Emulator, settings: dict[str, str], tmp_path: Path, store: str
) -> None:
    server: Any = None
    if store == "redis":
        if RedisServer.missing:
            pytest.skip(RedisServer.missing)
        server = RedisServer(tmp_path)
        await asyncio.to_thread(server.start)
        store = server.url
    code, _, err = await log_in(emu, settings, "--store", store.format(folder=tmp_path))
    assert code == 0, err
    assert not (tmp_path / "config" / "tokens").exists()
    who = await billit_command("whoami", **settings)
    assert who.code == 0, who.err
    assert "sesam" not in who.out
    if server is not None:
        await asyncio.to_thread(server.stop)
        assert "cannot be asked" in (await billit_command("whoami", **settings)).err


async def test_a_file_that_others_can_read_or_that_is_damaged_is_told(
    emu: Emulator, settings: dict[str, str], tmp_path: Path
) -> None:
    await log_in(emu, settings)
    kept = tmp_path / "config" / "login.json"
    kept.chmod(0o644)
    assert "chmod 600" in (await billit_command("whoami", **settings)).err
    kept.chmod(0o600)
    kept.parent.chmod(0o755)
    assert "chmod 700" in (await billit_command("whoami", **settings)).err
    kept.parent.chmod(0o700)
    kept.rename(tmp_path / "elsewhere")
    kept.symlink_to(tmp_path / "elsewhere")
    assert "is a link" in (await billit_command("whoami", **settings)).err
    kept.unlink()
    os.mkfifo(kept, 0o600)
    assert "not a plain file" in (await billit_command("whoami", **settings)).err
    kept.unlink()
    (tmp_path / "elsewhere").rename(kept)
    kept.write_text('{"client_id": "x"')
    assert "is damaged" in (await billit_command("whoami", **settings)).err


async def test_a_logout_that_billit_does_not_hear_is_kept_unless_it_is_local(
    settings: dict[str, str], emu: Emulator, tmp_path: Path
) -> None:
    await log_in(emu, settings)
    kept = tmp_path / "config" / "login.json"
    await emu.close()
    ended = await billit_command("logout", **settings)
    assert ended.code == 1
    assert "--local forgets it" in ended.err
    assert kept.exists()
    assert (await billit_command("logout", "--local", **settings)).code == 0
    assert not kept.exists()


async def test_a_withdrawn_grant_says_to_log_in_again(emu: Emulator, settings: dict[str, str]) -> None:
    await log_in(emu, settings)
    emu.remove_application()
    ended = await billit_command("whoami", **settings)
    assert ended.code == 1
    assert "withdrew" in ended.err
    assert "hint: billit login logs in again" in ended.err
