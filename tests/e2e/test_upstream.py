"""The generator against a running service: the emulator serves the same document as Billit does."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import aiohttp

from billit_async.emulator import Emulator

ROOT = Path(__file__).resolve().parents[2]


def codegen(*arguments: str, root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "codegen", "--root", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


async def test_pulling_from_the_emulator_gives_what_is_committed(tmp_path):
    (tmp_path / "openapi").mkdir()
    overlay = (ROOT / "openapi" / "overlay.yaml").read_bytes()
    (tmp_path / "openapi" / "overlay.yaml").write_bytes(overlay)
    async with Emulator(orders=3) as emu:
        url = f"{emu.url}/swagger/docs/v1"
        done = await asyncio.to_thread(codegen, "pull", "--url", url, root=tmp_path)
    assert done.returncode == 0, done.stderr
    for name in ("openapi/billit-v1.yaml", "billit_async/emulator/data/swagger-v1.json"):
        assert (tmp_path / name).read_bytes() == (ROOT / name).read_bytes(), name
    lock = (tmp_path / "openapi" / "upstream.lock").read_text()
    committed = (ROOT / "openapi" / "upstream.lock").read_text()
    assert [line for line in lock.splitlines() if "sha256" in line] == [
        line for line in committed.splitlines() if "sha256" in line
    ]


async def test_a_changed_service_is_told_from_ours(tmp_path):
    async with (
        Emulator(orders=3) as emu,
        aiohttp.ClientSession() as http,
        http.get(f"{emu.url}/swagger/docs/v1") as answer,
    ):
        upstream = json.loads(await answer.read())
    del upstream["definitions"]["Order"]["properties"]["PaymentReference"]
    upstream["definitions"]["Order"]["properties"]["CarbonFootprint"] = {"format": "double", "type": "number"}
    changed = tmp_path / "swagger.json"
    changed.write_text(json.dumps(upstream))
    done = await asyncio.to_thread(codegen, "diff", "--from", str(changed), root=ROOT)
    assert done.returncode == 1
    assert "PaymentReference" in done.stdout
    assert "CarbonFootprint" in done.stdout
