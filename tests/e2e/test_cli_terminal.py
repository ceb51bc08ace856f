"""No text of the service, of a visitor or of a file acts on the terminal: every command, piped and on a terminal."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import json
import os
import pty
import re
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

import billit_async.cli
from billit_async import webhooks
from billit_async.cli import app as command_line
from billit_async.cli.output import Progressing
from billit_async.cli.terminal_text import terminal_safe
from billit_async.export import ExportProgress
from tests.e2e.command import BILLIT, LONG_ENOUGH, environment
from tests.servers import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    import cyclopts

SECRET = "a-secret-of-ours"
# A title, a cleared screen, a link, colours that nobody asked for, the same by single bytes of the second range, marks
# of direction, characters of no width, a forged row, and markup of the library that draws tables.
EVIL = (
    "Acme\x1b]0;owned\x07\x1b[2J\x1b[H\x1b]8;;http://evil.example\x1b\\here\x1b]8;;\x1b\\\x1b[5;31;45m\x9b2J\x9d0;t\x9c"
    "\x00\x08\x7f\x85\u2028\u2029\u202egpj\u202c\u2066\u2069\u200b\u200d\u200e\u061c\ufeff\u2060\u00ad\U000e0041"
    "\r\n4711  FORGED  ROW\n\t\v\f[red]red[/red][link=http://evil.example]x[/link]"
)
# What rich itself writes to a terminal: colours, a hidden cursor, and a step up for a bar that is drawn again.
OF_RICH = re.compile(r"\x1b\[[0-9;]*m|\x1b\[\?25[lh]|\x1b\[[0-9]*[AK]|\r")
ACTS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f\ud800-\udfff]"
)


def order(number: int = 4711) -> dict[str, Any]:
    return {
        "OrderID": number,
        "OrderNumber": EVIL,
        "OrderType": EVIL,
        "OrderDirection": EVIL,
        "OrderDate": EVIL,
        "TotalIncl": 12.5,
        "Currency": EVIL,
        "OrderStatus": EVIL,
        "CounterParty": {"Name": EVIL, "DisplayName": EVIL},
        "OrderLines": [{"Description": EVIL, "Quantity": 1, "VATPercentage": 21}],
        EVIL: EVIL,
    }


class Hostile:
    """A service, each text of which holds everything that a terminal obeys."""

    def __init__(self) -> None:
        self.refuses = ""

    async def serve(self, request: web.Request) -> web.Response:
        if self.refuses == "json":
            problem = {"Code": EVIL, "Description": EVIL, EVIL: EVIL}
            return web.json_response({"errors": [problem]}, status=400)
        if self.refuses == "page":
            return web.Response(text=f"<html>{EVIL}", status=500, content_type="text/html")
        if self.refuses == "rubbish":
            return web.Response(body=EVIL.encode(), content_type="application/json")
        return web.json_response(self.respond(request))

    def respond(self, request: web.Request) -> Any:
        path = request.path
        if path == "/OAuth2/token":
            return {"access_token": "a", "refresh_token": "r", "token_type": "bearer", "expires_in": 3600}
        if path == "/v1/account/accountInformation":
            company = {"PartyID": 7, "Name": EVIL, "VATNumber": EVIL, "City": EVIL}
            return {"Email": EVIL, "Companies": [company, {"PartyID": EVIL, "Name": 7}]}
        if path == "/v1/orders":
            is_next = "OrderID gt 4711" in request.query.get("$filter", "")
            return {"Items": [] if is_next else [order()], "NextPageLink": None, "Count": 1}
        if path.startswith("/v1/orders/"):
            return order()
        if path.startswith("/v1/peppol/participantInformation/"):
            return {"Registered": True, "Identifier": EVIL, "DocumentTypes": [EVIL, 7]}
        if path == "/v1/peppol/inbox":
            item = {
                "InboxItemID": 5,
                "CreationDate": EVIL,
                "SenderPeppolID": EVIL,
                "ReceiverPeppolID": EVIL,
                "PeppolDocumentType": EVIL,
            }
            return {"InboxItems": [item]}
        return {}


@pytest.fixture
async def hostile() -> AsyncIterator[tuple[Hostile, str]]:
    service = Hostile()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", service.serve)
    async with TestServer(application) as server:
        yield service, str(server.make_url("")).rstrip("/")


class Screen:
    """What a running command has shown, on a terminal or through a pipe, output and errors together."""

    def __init__(self, process: asyncio.subprocess.Process, descriptor: int) -> None:
        self.process, self._descriptor = process, descriptor
        self.seen = b""
        self._more = asyncio.Event()
        self._closed = False
        asyncio.get_running_loop().add_reader(descriptor, self._read)

    def _read(self) -> None:
        try:
            some = os.read(self._descriptor, 65536)
        except OSError:  # a terminal whose other end is closed
            some = b""
        self.seen += some
        if not some:
            self._closed = True
            asyncio.get_running_loop().remove_reader(self._descriptor)
        self._more.set()

    async def until(self, pattern: str) -> re.Match[str]:
        async with asyncio.timeout(LONG_ENOUGH):
            while not (found := re.search(pattern, self.seen.decode(errors="replace"))):
                assert not self._closed, self.seen
                self._more.clear()
                await self._more.wait()
        return found

    async def ended(self) -> tuple[int | None, str]:
        async with asyncio.timeout(LONG_ENOUGH):
            while not self._closed:
                self._more.clear()
                await self._more.wait()
            await self.process.wait()
        return self.process.returncode, self.seen.decode()


@contextlib.asynccontextmanager
async def screen(on_terminal: bool, *command: str, **settings: str) -> AsyncIterator[Screen]:
    ours, theirs = pty.openpty() if on_terminal else os.pipe()
    process = await asyncio.create_subprocess_exec(
        *(*BILLIT, *command),
        stdin=theirs if on_terminal else asyncio.subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env=environment({**settings, "TERM": "xterm-256color"}),
    )
    os.close(theirs)
    try:
        yield Screen(process, ours)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        asyncio.get_running_loop().remove_reader(ours)
        os.close(ours)


def acts(shown: str, *, on_terminal: bool) -> list[str]:
    """Return what in a text a terminal would obey, or would not show."""
    assert "\x1b[5;31;45m" not in shown
    rest = OF_RICH.sub("", shown) if on_terminal else shown
    return [ascii(found) for found in ACTS.findall(rest)]


def rows_are_not_forged(shown: str) -> bool:
    return not any(line.startswith("4711  FORGED") for line in shown.splitlines())


# Each command that ends by itself, with what it is given; those that wait have a test of their own below.
COMMANDS: dict[tuple[str, ...], list[tuple[str, ...]]] = {
    ("account",): [(), ("-o", "json")],
    ("orders", "list"): [(), ("-o", "json"), ("-o", "jsonl")],
    ("orders", "get"): [("4711",)],
    ("peppol", "check"): [("BE0563846944",), ("BE0563846944", "-o", "json"), (f"BE{EVIL}".replace("\0", ""),)],
    ("peppol", "inbox"): [(), ("-o", "jsonl")],
    ("export",): [("-d", "{tmp}", "--format", "jsonl")],
    ("whoami",): [(), ("-o", "json")],
    ("demo",): [("--orders", "3", "--companies", "1", "-d", "{tmp}")],
    ("logout",): [()],
}
WAITING = {("login",), ("emulator",), ("webhooks", "listen")}


def every_command(app: cyclopts.App, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name in app:
        if name.startswith("-"):
            continue
        here, app_here = (*path, name), app[name]
        has_commands = any(not one.startswith("-") for one in app_here)
        yield from every_command(app_here, here) if has_commands else (here,)


def test_no_command_is_left_out() -> None:
    assert set(every_command(command_line.app)) == set(COMMANDS) | WAITING


@pytest.mark.parametrize("on_terminal", [True, False], ids=["terminal", "pipe"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
async def test_what_the_service_says_does_not_act(
    command: tuple[str, ...], on_terminal: bool, hostile: tuple[Hostile, str], tmp_path: Path
) -> None:
    settings = {
        "BILLIT_BASE_URL": hostile[1],
        "BILLIT_API_KEY": "key",
        "BILLIT_PARTY_ID": "7",
        "BILLIT_CONFIG_DIR": str(tmp_path / "config"),
    }
    for arguments in COMMANDS[command]:
        given = [argument.replace("{tmp}", str(tmp_path / "out")) for argument in arguments]
        async with screen(on_terminal, *command, *given, **settings) as running:
            code, shown = await running.ended()
        assert code in ((0,) if EVIL[:8] not in "".join(given) else (1, 2)), shown
        assert acts(shown, on_terminal=on_terminal) == []
        assert rows_are_not_forged(shown)


@pytest.mark.parametrize("refuses", ["json", "page", "rubbish"])
@pytest.mark.parametrize("debug", [(), ("--debug",)], ids=["", "debug"])
async def test_a_refusal_does_not_act(refuses: str, debug: tuple[str, ...], hostile: tuple[Hostile, str]) -> None:
    hostile[0].refuses = refuses
    settings = {"BILLIT_BASE_URL": hostile[1], "BILLIT_API_KEY": "key", "BILLIT_PARTY_ID": "7"}
    async with screen(True, "orders", "get", "4711", *debug, **settings) as running:
        code, shown = await running.ended()
    assert code == 1
    assert acts(shown, on_terminal=True) == []
    assert rows_are_not_forged(shown)
    assert "Traceback" in shown or not debug


@pytest.mark.parametrize("on_terminal", [True, False], ids=["terminal", "pipe"])
async def test_a_login_does_not_act(on_terminal: bool, hostile: tuple[Hostile, str], tmp_path: Path) -> None:
    redirect = f"http://127.0.0.1:{free_port()}/callback"
    settings = {
        "BILLIT_BASE_URL": hostile[1],
        "BILLIT_CLIENT_ID": "client",
        "BILLIT_CLIENT_SECRET": "secret",
        "BILLIT_REDIRECT_URI": redirect,
        "BILLIT_CONFIG_DIR": str(tmp_path / "config"),
    }
    for outcome, expected in (("error", 1), ("code", 0)):
        async with screen(on_terminal, "login", "--no-browser", **settings) as running:
            address = (await running.until(r"(http://\S+/Account/Logon\S+)"))[1]
            state = parse_qs(urlsplit(address).query)["state"][0]
            async with aiohttp.ClientSession() as browser:
                back = {outcome: EVIL, "state": state}
                async with browser.get(redirect, params=back) as response:
                    page = await response.text()
            code, shown = await running.ended()
        assert code == expected, shown
        assert "<script" not in page
        assert acts(shown, on_terminal=on_terminal) == []
    for command in (("whoami",), ("account",), ("logout",)):
        async with screen(on_terminal, *command, **settings) as running:
            code, shown = await running.ended()
        assert code == 0, shown
        assert acts(shown, on_terminal=on_terminal) == []


@pytest.mark.parametrize("output", ["text", "jsonl"])
async def test_a_webhook_does_not_act(output: str) -> None:
    bodies = [
        {"UpdatedEntityID": 7, "UpdatedEntityType": EVIL, "WebhookUpdateTypeTC": EVIL},
        {
            "UpdatedEntityID": 9,
            "UpdatedEntityType": "Message",
            "WebhookUpdateTypeTC": "U",
            "EntityDetail": {"AdditionalMessageInformation": {"EInvoiceFlowState": EVIL}},
        },
    ]
    async with screen(
        True, "webhooks", "listen", "--port", "0", "--output", output, BILLIT_WEBHOOK_SECRETS=SECRET
    ) as running:
        address = (await running.until(r"(http://127\S+/)"))[1]
        async with aiohttp.ClientSession() as somebody:
            for body in map(json.dumps, bodies):
                signed = {"Billit-Signature": webhooks.sign(body.encode(), SECRET)}
                async with somebody.post(address, data=body, headers=signed) as response:
                    assert response.status == 200
            forged = {"Billit-Signature": "t=1,v1=\x1b]0;owned\x9c".encode("latin-1").decode("latin-1")}
            with contextlib.suppress(aiohttp.ClientError, ValueError):
                async with somebody.post(address, data=EVIL.encode(), headers=forged) as response:
                    assert response.status == 400
        # Something that is not HTTP at all, which the server's own library tells its log of.
        port = urlsplit(address).port
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /\x1b]0;owned\x07 HTTP/1.1\r\nHost: \x9b2J\r\nX\x1b[2J: y\r\n\r\n")
        await reader.read()
        writer.close()
        running.process.send_signal(signal.SIGINT)
        code, shown = await running.ended()
    assert code == 0
    assert acts(shown, on_terminal=True) == []
    assert "Acme" in shown


async def test_the_emulator_does_not_act() -> None:
    async with screen(True, "emulator", "--orders", "1") as running:
        await running.until("Ctrl-C ends it")
        running.process.send_signal(signal.SIGINT)
        code, shown = await running.ended()
    assert code == 0
    assert acts(shown, on_terminal=True) == []


def test_a_progress_display_does_not_act(tmp_path: Path) -> None:
    for on_terminal in (True, False):
        ours, theirs = pty.openpty() if on_terminal else os.pipe()
        with os.fdopen(theirs, "w", encoding="utf-8") as stream, Progressing(stream) as progress:
            told = {"party_id": EVIL, "orders": 0, "expected": EVIL, "finished": False}
            if on_terminal:
                told["expected"] = 5
            progress(ExportProgress(**told))  # type: ignore[arg-type]
        shown = os.read(ours, 65536).decode()
        os.close(ours)
        assert "Acme" in shown
        assert acts(shown, on_terminal=on_terminal) == []


BY_ITSELF = re.compile(r"(print|Console|sys\.std(out|err)\.(write|buffer)|traceback\.print_)\b")


def test_nothing_is_printed_by_another_way() -> None:
    """A new command that prints by itself would pass every test above until somebody is hostile to it."""
    folder = Path(billit_async.cli.__file__).parent
    # The words of a missing extra, and the pipe between the demo and its own emulator.
    excepted = {"output.py", "__init__.py", "emulator_process.py"}
    for path in folder.glob("*.py"):
        if path.name in excepted:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            text = ast.unparse(node) if isinstance(node, ast.Call) else ""
            assert not BY_ITSELF.match(text), path.name


def test_what_is_shown_of_a_text() -> None:
    assert terminal_safe("Zoë & Søn 株式会社 €12 👍") == "Zoë & Søn 株式会社 €12 👍"
    assert terminal_safe("a\r\nb\tc\u2028d") == "a b c d"
    assert terminal_safe("\x1b[31m") == "\\x1b[31m"
    assert terminal_safe("\x9b\u202e\ud800\U000e0041") == "\\x9b\\u202e\\ud800\\U000e0041"
    assert terminal_safe("\u00a0\u3164") == " \\u3164"
