"""A list as Billit serves it, over rows that may change at any time, and every way in which a server may differ."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from aiohttp import web

from billit_async._serialization.codec import dumps
from billit_async.odata.ast import Expr
from billit_async.odata.parser import parse_orderby

if TYPE_CHECKING:
    from collections.abc import Callable

KEYS = {
    "/v1/orders": "OrderID",
    "/v1/parties": "PartyID",
    "/v1/products": "ProductID",
    "/v1/documents": "DocumentID",
    "/v1/financialTransactions": "BankAccountTransactionID",
}


class Lists:
    """Serves lists of rows; ``answer`` is the server, ``application`` puts it behind HTTP."""

    def __init__(self, path: str = "/v1/orders", rows: int = 0) -> None:
        self.path, self.key = path, KEYS[path]
        self.rows: dict[int, dict[str, Any]] = {}
        self.page_size = 120
        self.seconds = 0.0
        self.refuses_key = False
        self.ignores_key = False
        self.sorts = True
        self.between: Callable[[int], None] | None = None
        self.asked: list[dict[str, str]] = []
        self.under_way = 0
        self.most_under_way = 0
        self.fails: dict[int, int] = {}
        self.shrinks_to_nothing_at = 0
        self.link_host = "http://billit.invalid"
        self.link_to: Callable[[str], str] = str
        for number in range(1, rows + 1):
            self.insert(number)

    def insert(self, number: int, **more: Any) -> None:
        """Add a row."""
        self.rows[number] = {
            self.key: number,
            "LastModified": f"2024-01-01T00:{number // 60 % 60:02}:{number % 60:02}",
            "Paid": False,
            **more,
        }

    def application(self) -> web.Application:
        """Return the routes."""

        async def answer(request: web.Request) -> web.Response:
            self.under_way += 1
            self.most_under_way = max(self.most_under_way, self.under_way)
            try:
                await asyncio.sleep(self.seconds)
                status, body = self.answer(request.rel_url.raw_query_string)
            finally:
                self.under_way -= 1
            return web.Response(status=status, body=body, content_type="application/json")

        async def one(request: web.Request) -> web.Response:
            row = self.rows.get(int(request.match_info["id"]))
            if row is None:
                return web.json_response({"errors": [{"Code": "NoAccess"}]}, status=401)
            self.under_way += 1
            self.most_under_way = max(self.most_under_way, self.under_way)
            await asyncio.sleep(self.seconds)
            self.under_way -= 1
            return web.Response(body=dumps({**row, "OrderNumber": "in full"}), content_type="application/json")

        app = web.Application()
        app.router.add_get(self.path, answer)
        app.router.add_get(self.path + "/{id}", one)
        return app

    def answer(self, raw_query: str) -> tuple[int, bytes]:
        """Answer one page."""
        options = dict(parse_qsl(raw_query, keep_blank_values=True))
        self.asked.append(options)
        number = len(self.asked)
        if self.between is not None and number > 1:
            self.between(number)
        if number in self.fails:
            return self.fails.pop(number), b""
        text = options.get("$filter", "")
        if self.refuses_key and self.key in text:
            return 400, dumps({"errors": [{"Code": "GenericError", "Description": f"no property named '{self.key}'"}]})
        rows = list(self.rows.values())
        if text and not self.ignores_key:
            condition = Expr.parse(text)
            rows = [row for row in rows if condition.matches(row)]
        for term in reversed(parse_orderby(options["$orderby"]) if "$orderby" in options and self.sorts else ()):
            name = term.path.parts[-1]
            rows.sort(key=lambda row: row[name], reverse=term.descending)
        count, skip = len(rows), int(options.get("$skip", 0))
        top = int(options.get("$top", 10**9))
        page = rows[skip : skip + min(top, self.page_size)]
        link = None
        if len(rows) > skip + self.page_size and top > self.page_size:
            rest = {name: value for name, value in options.items() if name not in {"$skip", "$top"}}
            if "$top" in options:
                rest["$top"] = str(top - self.page_size)
            link = f"{self.link_host}{self.path}?{urlencode({**rest, '$skip': str(skip + self.page_size)})}"
        if number == self.shrinks_to_nothing_at:
            page, link = [], link or f"{self.link_host}{self.path}?$skip=1"
        return 200, dumps(
            {
                "Items": page,
                "NextPageLink": link and self.link_to(link),
                "Count": count if options.get("$inlinecount") == "allpages" else None,
            }
        )
