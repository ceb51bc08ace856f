"""An HTTP proxy as a process of its own: CONNECT and absolute addresses, with Basic credentials where it is told so.

`python proxy.py '{"hosts": {"billit.test:443": 8443}, "credentials": "user:secret", "refuse": 502}'`. It prints its
port, then a line of JSON for every request that it sees. It ends with its standard input.
"""

from __future__ import annotations

import asyncio
import base64
import json
import ssl
import sys
from typing import Any


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Proxy:
    def __init__(self, settings: dict[str, Any]) -> None:
        self.hosts: dict[str, int] = settings.get("hosts", {})
        self.refuse: int | None = settings.get("refuse")
        given = settings.get("credentials")
        self.expected = f"Basic {base64.b64encode(given.encode()).decode()}" if given else None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._serve(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.rstrip("\r\n").split("\r\n")
        method, target, _ = first.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        said = {"method": method, "target": target, "authorization": headers.get("proxy-authorization")}
        tell(json.dumps({**said, "headers": sorted(headers)}))
        if self.expected is not None and headers.get("proxy-authorization") != self.expected:
            await self._answer(writer, "407 Proxy Authentication Required", 'Proxy-Authenticate: Basic realm="x"\r\n')
            return
        if self.refuse is not None:
            await self._answer(writer, f"{self.refuse} No")
            return
        if method == "CONNECT":
            port = self.hosts[target]
            there, back = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            assert target.startswith("http://"), target
            host, slash, path = target.removeprefix("http://").partition("/")
            there, back = await asyncio.open_connection("127.0.0.1", self.hosts[host])
            kept = [line for line in lines if not line.lower().startswith(("proxy-", "connection:"))]
            back.write("\r\n".join([f"{method} {slash}{path} HTTP/1.1", *kept, "Connection: close", "", ""]).encode())
        await asyncio.gather(self._pump(reader, back), self._pump(there, writer))

    async def _answer(self, writer: asyncio.StreamWriter, status: str, more: str = "") -> None:
        writer.write(f"HTTP/1.1 {status}\r\n{more}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while piece := await reader.read(65536):
                writer.write(piece)
                await writer.drain()
        except OSError:
            pass
        writer.close()


async def main(settings: dict[str, Any]) -> None:
    context = None
    if "certificate" in settings:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*settings["certificate"])
    server = await asyncio.start_server(Proxy(settings).serve, "127.0.0.1", 0, ssl=context)
    tell(str(server.sockets[0].getsockname()[1]))
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
