"""Many real processes with one grant, some of them killed in the middle of an exchange."""

from __future__ import annotations

import asyncio
import json
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from billit_async import BillitSession, OAuth2, ReauthorisationRequired, RevocationReason
from billit_async.emulator import Emulator, EmulatorSettings, OAuthSettings
from tests.auth.worker import open_store
from tests.servers import unmeasured

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ROOT = Path(__file__).resolve().parents[2]
STEPS = ("before the mark", "before sending", "after sending", "before storing", "after storing")


@pytest.fixture
async def emu() -> AsyncIterator[Emulator]:
    """An emulator that ends a grant when one of its refresh tokens comes twice."""
    settings = EmulatorSettings(oauth=OAuthSettings(token_lifetime=2, refresh_reuse="revoke"))
    async with Emulator(seed=7, orders=0, companies=1, settings=settings) as running:
        yield running


@pytest.fixture(params=["file", "redis", "postgresql"])
def settings(request: pytest.FixtureRequest, emu: Emulator, tmp_path: Path) -> dict[str, Any]:
    """What every process of the application knows."""
    match request.param:
        case "file":
            address = str(tmp_path / "tokens")
        case "redis":
            address = request.getfixturevalue("shared_redis").url.replace("/0", f"/{uuid.uuid4().int % 15 + 1}")
        case _:
            address = request.getfixturevalue("shared_postgres").url
    return {
        "kind": request.param,
        "address": address,
        "url": emu.url,
        "client_id": emu.client_id,
        "client_secret": emu.client_secret,
        "redirect_uri": emu.redirect_uri,
        "timeout": 10.0,
        "tasks": 0,
    }


def application(settings: dict[str, Any]) -> OAuth2:
    """The application, in this process."""
    return OAuth2(
        settings["client_id"],
        settings["client_secret"],
        settings["redirect_uri"],
        base_url=settings["url"],
        store=open_store(settings["kind"], settings["address"]),
        timeout=settings["timeout"],
    )


async def log_in(emu: Emulator, settings: dict[str, Any]) -> None:
    oauth = application(settings)
    url, state = oauth.authorization_url()
    await oauth.exchange(emu.consent(url), expected_state=state)
    await oauth.aclose()


async def start(settings: dict[str, Any], **changes: Any) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.auth.worker", json.dumps({**settings, **changes})),
        cwd=ROOT,
        env=unmeasured(),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=2**24,
    )


async def storm(emu: Emulator, settings: dict[str, Any], seconds: float, pause: float) -> None:
    await log_in(emu, settings)
    workers = [await start(settings, tasks=50, seconds=seconds, pause=pause) for _ in range(8)]
    outputs = await asyncio.gather(*[worker.communicate() for worker in workers])
    assert [worker.returncode for worker in workers] == [0] * 8, outputs
    told = [json.loads(out.splitlines()[-1]) for out, _ in outputs]
    errors = [error for one in told for error in one["errors"]]
    calls = sum(one["calls"] for one in told)
    print(f"{settings['kind']}: {calls} calls, {emu.refreshes} refreshes, {emu.refresh_reuses} reuses")  # noqa: T201
    assert errors == [], (len(errors), calls, errors[:5])
    assert calls >= 50 * 8  # every task had its response; how many more depends on the machine
    assert emu.refresh_reuses == 0
    assert emu.refreshes >= 1  # how often it was renewed depends on the machine too
    oauth = application(settings)
    async with BillitSession(oauth) as billit:
        await billit.account.information()
    await oauth.aclose()


async def test_eight_processes_share_one_grant(emu: Emulator, settings: dict[str, Any]) -> None:
    await storm(emu, settings, 5.0, pause=1.0)


@pytest.mark.soak
async def test_eight_processes_share_one_grant_for_long(emu: Emulator, settings: dict[str, Any]) -> None:
    await storm(emu, settings, 65.0, pause=0.5)


@pytest.mark.parametrize("step", STEPS)
async def test_the_next_process_works_or_says_what_was_lost(emu: Emulator, settings: dict[str, Any], step: str) -> None:
    settings["timeout"] = 1.0  # the lease of a process that is killed lasts two seconds
    await log_in(emu, settings)
    await asyncio.sleep(2)  # until the token has ended
    if step == "after sending":
        emu.settings = emu.settings.with_({"oauth.latency": 0.9})
    victim = await start(settings, step=step)
    if step == "after sending":
        while emu.refreshes == 0:  # noqa: ASYNC110  (counted in the emulator)
            await asyncio.sleep(0.01)
        victim.kill()
    _, complaints = await victim.communicate()
    assert victim.returncode == -9, complaints
    emu.settings = emu.settings.with_({"oauth.latency": 0.0})

    oauth = application(settings)
    async with BillitSession(oauth) as billit:
        if step in {"after sending", "before storing"}:
            with pytest.raises(ReauthorisationRequired, match="its response with the new one was lost") as caught:
                await billit.account.information()
            assert caught.value.reason is RevocationReason.RESPONSE_LOST
            await log_in(emu, settings)
        assert (await billit.account.information()).companies
    await oauth.aclose()
    expected = {"before the mark": (1, 0), "before sending": (1, 0), "after storing": (1, 0)}
    assert (emu.refreshes, emu.refresh_reuses) == expected.get(step, (1, 1))
