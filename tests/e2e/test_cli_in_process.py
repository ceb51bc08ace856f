"""The commands as the coroutines that they are: every way through them, without a process for each."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from billit_async import ConfigurationError, NotSent, ReauthorisationRequired
from billit_async.cli import account, credentials, login, orders
from billit_async.cli.output import Failure
from billit_async.emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def emu(unused_tcp_port: int) -> AsyncIterator[Emulator]:
    redirect_uri = f"http://127.0.0.1:{unused_tcp_port}/callback"
    async with Emulator(seed=7, orders=30, companies=2, redirect_uris=[redirect_uri]) as running:
        yield running


@pytest.fixture(autouse=True)
def _settings(emu: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILLIT_BASE_URL", emu.url)
    monkeypatch.setenv("BILLIT_CLIENT_SECRET", emu.client_secret)
    monkeypatch.setenv("BILLIT_CONFIG_DIR", str(tmp_path / "config"))


async def logged_in(emu: Emulator, capsys: Any, *, allow: bool = True, **options: Any) -> None:
    settings = {"client_id": emu.client_id, "redirect_uri": emu.redirect_uri, "browser": False, "timeout": 20.0}
    task = asyncio.create_task(login.login(**{**settings, **options}))
    url = ""
    while not url and not task.done():
        await asyncio.sleep(0.01)
        url = next((line for line in capsys.readouterr().out.splitlines() if line.startswith("http")), "")
    if url:
        async with aiohttp.ClientSession() as browser:
            async with browser.get(f"{emu.redirect_uri}?code=x&state=forged") as response:
                assert response.status == 400
            async with browser.get(emu.consent(url, allow=allow)) as response:
                assert response.status == (200 if allow else 400)
    await task


async def test_the_life_of_a_login(emu: Emulator, capsys: Any) -> None:
    await logged_in(emu, capsys)
    assert "Logged in to" in capsys.readouterr().err
    await login.whoami()
    assert "login, tokens in file" in capsys.readouterr().out
    await login.whoami(output="json")
    assert json.loads(capsys.readouterr().out)["credentials"] == "login"
    await account.account()
    await account.account(output="json")
    await orders.list_orders(top=2)
    capsys.readouterr()
    await login.logout()
    assert capsys.readouterr().out == "Logged out.\n"
    await login.logout()
    assert "Nobody is logged in" in capsys.readouterr().err
    with pytest.raises(ConfigurationError):
        await login.whoami()


async def test_a_key_goes_before_a_login(emu: Emulator, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILLIT_API_KEY", emu.api_key)
    await logged_in(emu, capsys)
    assert "goes before this login" in capsys.readouterr().err
    await login.whoami()
    assert "API key (BILLIT_API_KEY)" in capsys.readouterr().out


async def test_a_refusal_and_a_time_that_is_up(emu: Emulator, capsys: Any) -> None:
    with pytest.raises(Failure, match="access was refused"):
        await logged_in(emu, capsys, allow=False)
    with pytest.raises(Failure, match="nobody logged in"):
        await login.login(client_id=emu.client_id, redirect_uri=emu.redirect_uri, browser=False, timeout=0.05)


async def test_a_login_that_is_kept_when_billit_does_not_hear_of_the_logout(
    emu: Emulator, capsys: Any, tmp_path: Path
) -> None:
    await logged_in(emu, capsys, store=f"file:{tmp_path}/tokens")
    await emu.close()
    with pytest.raises(NotSent) as caught:
        await login.logout()
    assert "--local" in caught.value.__notes__[0]
    await login.logout(local=True)


async def test_a_withdrawn_login(emu: Emulator, capsys: Any) -> None:
    await logged_in(emu, capsys)
    emu.remove_application()
    with pytest.raises(ReauthorisationRequired):
        await login.whoami()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"client_id": ""}, "no client id"),
        ({"redirect_uri": "https://app.example/callback"}, "nobody would come back"),
        ({"store": "pigeon"}, "takes no 'pigeon'"),
    ],
)
async def test_what_cannot_work(emu: Emulator, capsys: Any, options: dict[str, Any], said: str) -> None:
    with pytest.raises(Failure, match=said):
        await logged_in(emu, capsys, **options)


async def test_without_a_secret(emu: Emulator, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BILLIT_CLIENT_SECRET")
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    with pytest.raises(Failure, match="no client secret"):
        await logged_in(emu, capsys)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: emu.client_secret)
    await logged_in(emu, capsys)


async def test_files_that_cannot_be_trusted(emu: Emulator, capsys: Any, tmp_path: Path) -> None:
    await logged_in(emu, capsys)
    kept = tmp_path / "config" / "login.json"
    kept.chmod(0o644)
    with pytest.raises(Failure, match="can be read by others"):
        await login.whoami()
    kept.chmod(0o600)
    kept.write_text("{")
    with pytest.raises(Failure, match="is damaged"):
        await login.whoami()


@pytest.mark.parametrize("store", ["keyring", "redis://127.0.0.1:9", "sqlite+aiosqlite:///x", "file:x"])
def test_a_store_is_named_by_a_text(store: str) -> None:
    assert credentials.open_store(store) is not None
