from __future__ import annotations

import asyncio
import json
import os
import pty
import signal
import sys
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from billit_async._runtime.threads import off_loop
from billit_async.emulator import Emulator
from tests.e2e.command import BILLIT, LONG_ENOUGH, billit_command, environment

if TYPE_CHECKING:
    from pathlib import Path


def reach(emulator: Emulator) -> dict[str, str]:
    return {
        "BILLIT_BASE_URL": emulator.url,
        "BILLIT_API_KEY": emulator.api_key,
        "BILLIT_PARTY_ID": str(emulator.party_id),
    }


async def test_the_help_names_every_command_and_where_to_start() -> None:
    ended = await billit_command("--help")
    assert ended.code == 0
    assert ended.err == ""
    for command in (
        "demo",
        "emulator",
        "account",
        "orders",
        "export",
        "login",
        "logout",
        "whoami",
        "peppol",
        "webhooks",
    ):
        assert f"billit {command}" in ended.out
    assert "BILLIT_API_KEY" in ended.out
    assert "Exit codes" in ended.out
    assert "\x1b" not in ended.out


@pytest.mark.parametrize(
    "command",
    [
        ("demo",),
        ("emulator",),
        ("account",),
        ("export",),
        ("orders",),
        ("orders", "list"),
        ("orders", "get"),
        ("peppol",),
        ("peppol", "check"),
        ("peppol", "inbox"),
        ("webhooks",),
        ("webhooks", "listen"),
        ("login",),
        ("logout",),
        ("whoami",),
    ],
    ids=" ".join,
)
async def test_the_help_of_every_command_teaches_by_example(command: tuple[str, ...]) -> None:
    ended = await billit_command(*command, "--help")
    assert (ended.code, ended.err) == (0, "")
    assert f"Examples:\n  billit {' '.join(command)}" in ended.out


async def test_the_version_is_printed() -> None:
    from billit_async._version import __version__

    ended = await billit_command("--version")
    assert (ended.code, ended.out.strip(), ended.err) == (0, __version__, "")


async def test_a_list_is_a_plain_table_where_nobody_watches(emulator: Emulator) -> None:
    ended = await billit_command("orders", "list", "--top", "5", **reach(emulator))
    assert ended.told() == (0, "")
    header, *rows = ended.out.splitlines()
    assert header.split("  ")[0] == "ORDER ID"
    assert len(rows) == 5
    assert "\x1b" not in ended.out


async def test_amounts_are_printed_with_the_digits_that_billit_sent(emulator: Emulator) -> None:
    listed = await billit_command("orders", "list", "--top", "130", "--output", "json", **reach(emulator))
    lines = await billit_command("orders", "list", "--top", "130", "--output", "jsonl", **reach(emulator))
    assert (listed.told(), lines.told()) == ((0, ""), (0, ""))
    orders = json.loads(listed.out, parse_float=str)
    assert len(orders) == 130
    assert [json.loads(line, parse_float=str) for line in lines.out.splitlines()] == orders
    assert all(len(order["TotalIncl"].split(".")[1]) == 2 for order in orders)
    assert all(len(order["FXRateToForeign"].split(".")[1]) == 5 for order in orders)


@pytest.mark.parametrize("text", ["Paid eq true", "?$filter=Paid+eq+true", "Paid EQ True"])
async def test_a_filter_is_applied(emulator: Emulator, text: str) -> None:
    everything = await billit_command("orders", "list", "-o", "jsonl", **reach(emulator))
    some = await billit_command("orders", "list", "-o", "jsonl", "--filter", text, **reach(emulator))
    paid = [order for order in map(json.loads, everything.out.splitlines()) if order["Paid"]]
    assert [json.loads(line) for line in some.out.splitlines()] == paid
    assert 0 < len(paid) < len(everything.out.splitlines())


async def test_one_order_is_printed_with_its_lines(emulator: Emulator) -> None:
    listed = await billit_command("orders", "list", "--top", "1", "-o", "jsonl", **reach(emulator))
    order_id = json.loads(listed.out)["OrderID"]
    ended = await billit_command("orders", "get", str(order_id), **reach(emulator))
    assert ended.told() == (0, "")
    order = json.loads(ended.out)
    assert order["OrderID"] == order_id
    assert order["OrderLines"]


async def test_who_is_on_peppol_is_told_and_an_absent_one_is_a_failure(emulator: Emulator) -> None:
    found = await billit_command("peppol", "check", "BE0563846944", "0563846944", **reach(emulator))
    assert (found.code, found.err) == (0, "")
    header, *rows = found.out.splitlines()
    assert header.split() == ["ASKED", "ON", "PEPPOL", "AS", "TAKES"]
    assert [row.split()[:2] for row in rows] == [["BE0563846944", "yes"], ["0563846944", "yes"]]
    assert "BISv3Invoice" in rows[0]
    absent = await billit_command("peppol", "check", "BE0402940374", "-o", "json", **reach(emulator))
    assert absent.code == 1
    assert json.loads(absent.out)["Registered"] is False
    assert "not on Peppol: BE0402940374" in absent.err
    nobody = await billit_command("peppol", "check", **reach(emulator))
    assert (nobody.code, nobody.out) == (2, "")


async def test_the_inbox_is_shown_and_left_as_it_is() -> None:
    async with Emulator(seed=7, orders=5, inbox=12) as emulator:
        shown = await billit_command("peppol", "inbox", **reach(emulator))
        assert (shown.code, shown.err) == (0, "")
        assert len(shown.out.splitlines()) == 11
        assert {line.split()[-1] for line in shown.out.splitlines()[1:]} <= {"Invoice", "CreditNote", "IMR", "MLR"}
        again = await billit_command("peppol", "inbox", "--output", "jsonl", **reach(emulator))
        assert [str(json.loads(line)["InboxItemID"]) for line in again.out.splitlines()] == [
            line.split()[0] for line in shown.out.splitlines()[1:]
        ]


async def test_the_account_lists_the_companies(emulator: Emulator) -> None:
    ended = await billit_command("account", **reach(emulator))
    assert ended.code == 0
    for party_id in emulator.party_ids:
        assert str(party_id) in ended.out
    companies = json.loads((await billit_command("account", "-o", "json", **reach(emulator))).out)["Companies"]
    assert [company["PartyID"] for company in companies] == list(emulator.party_ids)


async def test_an_export_takes_the_company_of_the_settings(emulator: Emulator, tmp_path: Path) -> None:
    ended = await billit_command("export", "-d", str(tmp_path), **reach(emulator))
    assert ended.code == 0
    assert await names_in(tmp_path) == [f"{emulator.party_id}/orders.jsonl", f"{emulator.party_id}/orders.parquet"]
    assert str(tmp_path / str(emulator.party_id) / "orders.jsonl") in ended.out
    assert f"company {emulator.party_id}: done" in ended.err
    assert "\x1b" not in ended.out + ended.err


async def test_an_export_takes_all_companies_when_told(emulator: Emulator, tmp_path: Path) -> None:
    ended = await billit_command(
        "export", "-d", str(tmp_path), "--all-companies", "--format", "jsonl", "--compact", **reach(emulator)
    )
    assert ended.code == 0
    assert await names_in(tmp_path) == sorted(f"{party_id}/orders.jsonl" for party_id in emulator.party_ids)


async def names_in(folder: Path) -> list[str]:
    return await off_loop(lambda: sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()))


@pytest.mark.parametrize(
    ("arguments", "left_out", "code", "said"),
    [
        (("orders", "list", "--nonsense"), "", 2, "--nonsense"),
        (("orders", "list", "--top", "many"), "", 2, "--top"),
        (("nonsense",), "", 2, "nonsense"),
        (("orders", "list"), "BILLIT_API_KEY", 2, "BILLIT_API_KEY"),
        (("export", "-d", "x"), "BILLIT_PARTY_ID", 2, "no company chosen"),
        (("export", "-d", "x", "-c", "1", "--all-companies"), "", 2, "not both"),
        (("export", "-d", "x", "--concurrency", "0"), "", 2, "concurrency"),
        (("orders", "list", "--filter", "TotalIncl gt"), "", 2, "--filter"),
        (("orders", "list", "--filter", "?$filter=Paid+eq+true&$top=5"), "", 2, "Paid eq true"),
        (("orders", "list", "--filter", "NoSuchColumn eq 1"), "", 1, "NoSuchColumn"),
        (("orders", "get", "1"), "", 1, "401"),
        (("export", "-d", "/dev/null/x"), "", 1, "/dev/null"),
    ],
)
async def test_a_mistake_is_one_line_and_a_hint_and_its_exit_code(
    emulator: Emulator, arguments: tuple[str, ...], left_out: str, code: int, said: str, tmp_path: Path
) -> None:
    settings = {name: value for name, value in reach(emulator).items() if name != left_out}
    ended = await billit_command(*arguments, **settings)
    assert ended.code == code
    assert ended.out == ""
    message, *rest = ended.err.splitlines()
    assert message.startswith("billit: ")
    assert said in message
    assert len(rest) <= 1
    assert all(line.startswith("  hint: ") for line in rest)


async def test_a_wrong_key_is_told_without_showing_it(emulator: Emulator) -> None:
    ended = await billit_command("account", **{**reach(emulator), "BILLIT_API_KEY": "0123-not-a-key"})
    assert ended.code == 1
    assert "hint: check BILLIT_API_KEY" in ended.err
    assert "0123-not-a-key" not in ended.err


async def test_a_server_that_is_not_there_is_told(emulator: Emulator) -> None:
    async with asyncio.timeout(LONG_ENOUGH):
        server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        server.close()
        await server.wait_closed()
    ended = await billit_command("account", **{**reach(emulator), "BILLIT_BASE_URL": f"http://127.0.0.1:{port}"})
    assert ended.code == 1
    assert "nothing was sent" in ended.err
    assert "Traceback" not in ended.err


async def test_debug_shows_the_traceback_wherever_it_stands(emulator: Emulator) -> None:
    for arguments in (("--debug", "orders", "get", "1"), ("orders", "get", "1", "--debug")):
        ended = await billit_command(*arguments, **reach(emulator))
        assert ended.code == 1
        assert "Traceback" in ended.err
        assert "billit: " in ended.err


async def test_a_reader_that_has_seen_enough_is_no_error(emulator: Emulator) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        ended = await billit_command("orders", "list", "-o", "jsonl", stdout=write, **reach(emulator))
    finally:
        os.close(write)
    assert ended.told() == (0, "")


async def test_without_the_extra_the_command_says_how_to_get_it() -> None:
    code = "import sys; sys.modules['cyclopts'] = None; from billit_async.cli import main; main()"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-c", code, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await process.communicate()
    assert (process.returncode, out) == (2, b"")
    assert err.decode().strip() == (
        'The command "billit" needs the extra "cli". Run: pip install "billit-async[cli,parquet]"'
    )


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("paging.pagesize=5", "'paging.pagesize' is not a setting of the emulator; the nearest is 'paging.page_size'"),
        ("paging.top_above_page=turn", "top_above_page cannot be 'turn'; possible: 'page', 'reject'"),
        ("webhooks.pause", "group.name=value"),
    ],
)
async def test_a_wrong_setting_of_the_emulator_is_wrong_usage(setting: str, says: str) -> None:
    ended = await billit_command("emulator", "--set", setting)
    assert ended.code == 2
    assert says in ended.err


async def test_the_emulator_command_prints_what_is_needed_to_reach_it_and_ends_on_ctrl_c() -> None:
    process = await asyncio.create_subprocess_exec(
        *BILLIT,
        "emulator",
        "--orders",
        "12",
        "--companies",
        "2",
        "--redirect-uri",
        "http://127.0.0.1/back",
        "--redirect-uri",
        "https://app.example/back",
        "--any-loopback-port",
        "--token-lifetime",
        "90",
        "--set",
        "paging.page_size=7",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment({}),
    )
    assert process.stdout is not None
    settings: dict[str, str] = {}
    told: dict[str, str] = {}
    async with asyncio.timeout(LONG_ENOUGH):
        async for line in process.stdout:
            text = line.decode().strip()
            told.update([text.split(": ", 1)] if ": " in text else [])
            if text.startswith("export "):
                name, _, value = text.removeprefix("export ").partition("=")
                settings[name] = value
            if "Ctrl-C" in text:
                break
        listed = await billit_command("orders", "list", "-o", "jsonl", **settings)
        account = await billit_command("account", **settings)
        tokens = await log_in(settings["BILLIT_BASE_URL"], told, "http://127.0.0.1:54321/back")
        process.send_signal(signal.SIGINT)
        _, err = await process.communicate()
    assert (process.returncode, err.decode().strip()) == (0, "Stopped.")
    assert listed.told() == (0, "")
    assert len(listed.out.splitlines()) == 6
    assert len(account.out.splitlines()) == 3
    assert told["Redirect URI"].strip() == "http://127.0.0.1/back"
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 90)


async def log_in(url: str, told: dict[str, str], redirect_uri: str) -> Any:
    """Log on with what the command printed, allow, and exchange the code."""
    asked = {"client_id": told["Client id"].strip(), "redirect_uri": redirect_uri}
    async with aiohttp.ClientSession(url) as session:
        page = await (await session.get("/Account/Logon", params=asked)).text()
        form = {"ticket": page.partition('name="ticket" value="')[2].partition('"')[0], "decision": "allow"}
        back = await session.post("/Account/Logon", data=form, allow_redirects=False)
        code = URL(back.headers["Location"]).query["code"]
        body = {"grant_type": "authorization_code", "client_secret": told["Client secret"].strip(), "code": code}
        return await (await session.post("/OAuth2/token", json={**asked, **body})).json()


def half_written(folder: Path) -> list[Path]:
    return list(folder.rglob("*.part"))


@pytest.mark.parametrize("command", [["emulator"], ["demo", "--orders", "4000"]], ids=lambda command: command[0])
async def test_a_command_in_the_background_of_a_script_ends_on_sigterm(command: list[str], tmp_path: Path) -> None:
    # A shell without job control starts background commands with SIGINT ignored.
    process = await asyncio.create_subprocess_exec(
        "/bin/sh",
        "-c",
        "trap '' INT; exec \"$@\"",
        "sh",
        *BILLIT,
        *command,
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment({}),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    async with asyncio.timeout(LONG_ENOUGH):
        told = process.stdout if command == ["emulator"] else process.stderr
        async for line in told:
            if b"http://127.0.0.1" in line:
                break
        process.send_signal(signal.SIGTERM)
        await process.communicate()
    assert (process.returncode, half_written(tmp_path)) == (143, [])


async def test_an_emulator_with_a_file_keeps_what_it_held(tmp_path: Path) -> None:
    keys = []
    for _ in range(2):
        process = await asyncio.create_subprocess_exec(
            *BILLIT,
            "emulator",
            "--database",
            str(tmp_path / "billit.sqlite"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environment({}),
        )
        assert process.stdout is not None
        async with asyncio.timeout(LONG_ENOUGH):
            while b"Ctrl-C" not in (line := await process.stdout.readline()):
                if b"BILLIT_API_KEY" in line:
                    keys.append(line)
            process.terminate()
            await process.communicate()
        assert process.returncode == 0
    assert keys[0] == keys[1]


async def test_a_terminal_gets_bars_and_boxes(emulator: Emulator, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    process = await asyncio.create_subprocess_exec(
        *BILLIT,
        "export",
        "-d",
        str(tmp_path),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment({**reach(emulator), "TERM": "xterm-256color"}),
    )
    os.close(theirs)

    def read_all() -> str:
        seen = b""
        while True:
            try:
                some = os.read(ours, 65536)
            except OSError:  # the other end is closed
                return seen.decode()
            if not some:
                return seen.decode()
            seen += some

    async with asyncio.timeout(LONG_ENOUGH):
        seen = await off_loop(read_all)
        await process.wait()
    os.close(ours)
    assert process.returncode == 0
    assert "\x1b[" in seen
    assert f"company {emulator.party_id}" in seen
    count = len(json.loads((await billit_command("orders", "list", "-o", "json", **reach(emulator))).out))
    assert f"{count}/{count}" in seen
    assert "│" in seen


async def test_a_property_of_a_wrong_type_is_a_warning_of_one_line_and_the_rest_is_printed(emulator: Emulator) -> None:
    async def respond(_: web.Request) -> web.Response:
        return web.json_response({"OrderID": 7, "OrderNumber": "A-7", "Paid": "perhaps"})

    app = web.Application()
    app.router.add_get("/v1/orders/7", respond)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    ended = await billit_command(
        "orders", "get", "7", **{**reach(emulator), "BILLIT_BASE_URL": f"http://{host}:{port}"}
    )
    await runner.cleanup()
    assert ended.code == 0
    assert json.loads(ended.out) == {"OrderID": 7, "OrderNumber": "A-7", "Paid": "perhaps"}
    (warning,) = ended.err.splitlines()
    assert warning.startswith("billit: ")
    assert "Paid" in warning
