"""A token endpoint that rotates for real, misbehaves on demand, and counts what it is asked."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from typing import TYPE_CHECKING, Any, ClassVar

from aiohttp import web

from billit_async.auth.stores import ApplicationTokenStore

if TYPE_CHECKING:
    from billit_async import TokenStore

CLIENT, SECRET, REDIRECT = "client-1", "s3cret-of-the-client", "https://app.example/callback"


class Issuer:
    """Billit's token endpoint, and two resources behind its tokens."""

    running: ClassVar[str] = ""

    def __init__(self) -> None:
        self.url = ""
        self.lifetime: float = 3600
        self.faults: list[str] = []
        self.presented: Counter[str] = Counter()
        self.requests: list[tuple[str, dict[str, str], Any]] = []
        self.refreshes = 0
        self.codes: set[str] = set()
        self.refresh_tokens: dict[str, int] = {}
        self.access_tokens: dict[str, int] = {}
        self.expired: set[str] = set()
        self.revoked: set[int] = set()
        self.reached = asyncio.Event()
        self.go_on = asyncio.Event()
        self.orders_made = 0
        self.silent = False
        self.account_status = 200
        self._numbers = itertools.count(1)

    @property
    def reuses(self) -> int:
        """How often a refresh token came a second time."""
        return sum(times - 1 for times in self.presented.values())

    def code(self) -> str:
        """Make a code, as the logon page does."""
        code = f"code-{next(self._numbers)}"
        self.codes.add(code)
        return code

    def callback(self, state: str) -> str:
        """Return the address that the browser is sent to."""
        return f"{REDIRECT}?code={self.code()}&state={state}"

    def expire(self) -> None:
        """End the life of every access token there is."""
        self.expired |= set(self.access_tokens)

    def pair(self, grant: int) -> dict[str, Any]:
        """Issue a pair."""
        number = next(self._numbers)
        access, refresh = f"access-{number}", f"refresh-{number}"
        self.access_tokens[access], self.refresh_tokens[refresh] = grant, grant
        return {"token_type": "Bearer", "expires_in": self.lifetime, "access_token": access, "refresh_token": refresh}

    def rotated(self, fields: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Exchange a code or a refresh token, once."""
        if (fields.get("client_id"), fields.get("client_secret")) != (CLIENT, SECRET):
            return 401, {"errors": [{"Code": "invalid_client"}]}
        if fields.get("grant_type") == "authorization_code":
            if fields.get("code") not in self.codes or fields.get("redirect_uri") != REDIRECT:
                return 400, {"errors": [{"Code": "invalid_grant"}]}
            self.codes.remove(fields["code"])
            return 200, self.pair(next(self._numbers))
        token = fields.get("refresh_token", "")
        self.presented[token] += 1
        grant = self.refresh_tokens.pop(token, None)
        if grant is None or grant in self.revoked:
            return 400, {"errors": [{"Code": "invalid_grant"}]}
        self.refreshes += 1
        return 200, self.pair(grant)

    async def token(self, request: web.Request) -> web.StreamResponse:
        """POST /OAuth2/token."""
        fields = await request.json()
        self.requests.append(("/OAuth2/token", dict(request.headers), fields))
        fault = self.faults.pop(0) if self.faults else ""
        self.reached.set()
        if fault == "wait before":
            await self.go_on.wait()
        at_once = {"500 before", "429", "403", "cut before", "invalid_client"}
        if fault in at_once or fault.startswith(("html ", "empty ", "message ", "body ")):
            return await self.misbehave(fault, request)
        status, response = self.rotated(fields)
        if fault == "wait after":
            await self.go_on.wait()
        if fault == "hang":
            await asyncio.sleep(3600)
        if fault in {"cut after", "500 after", "garbage", "half"}:
            return await self.misbehave(fault, request)
        return web.json_response(response, status=status)

    async def misbehave(self, fault: str, request: web.Request) -> web.StreamResponse:
        """Respond with a fault."""
        match fault.split(maxsplit=1)[0]:
            case "cut":
                assert request.transport is not None
                request.transport.abort()
                return web.Response()
            case "html":
                return web.Response(status=int(fault.split()[1]), text="<html>gateway", content_type="text/html")
            case "empty":
                return web.Response(status=int(fault.split()[1]))
            case "message":
                denied = {"Message": "Authorization has been denied for this request."}
                return web.json_response(denied, status=int(fault.split()[1]))
            case "body":
                return web.json_response({"error": fault.split()[2]}, status=int(fault.split()[1]))
            case "garbage":
                return web.Response(text="{]", content_type="application/json")
            case "half":
                return web.json_response({"access_token": "half", "expires_in": 3600, "refresh_token": ""})
            case "invalid_client":
                return web.json_response({"error": "invalid_client"}, status=401)
            case status:
                return web.Response(status=int(status), text="busy")

    def refusal(self, request: web.Request) -> web.Response | None:
        """Check the bearer token, with Billit's three codes."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        grant = self.access_tokens.get(token)
        code = (
            "InvalidAccessToken"
            if grant is None
            else "AccessTokenRevoked"
            if grant in self.revoked
            else "AccessTokenExpired"
            if token in self.expired
            else ""
        )
        if code and self.silent:
            return web.Response(status=401)
        return web.json_response({"errors": [{"Code": code}]}, status=401) if code else None

    async def account(self, request: web.Request) -> web.Response:
        """GET /v1/account/accountInformation."""
        self.requests.append((request.path, dict(request.headers), None))
        if self.account_status != 200:
            return web.Response(status=self.account_status)
        return self.refusal(request) or web.json_response({"Companies": [{"PartyID": 5, "Name": "Acme"}]})

    async def order(self, request: web.Request) -> web.Response:
        """GET one order; 13 is somebody else's, 14 refused without a word."""
        self.requests.append((request.path, dict(request.headers), None))
        if request.path.endswith("/13"):
            return web.json_response({"errors": [{"Code": "NotYours"}]}, status=401)
        if request.path.endswith("/14"):
            return web.Response(status=401)
        return self.refusal(request) or web.json_response({"OrderID": 7})

    async def create(self, request: web.Request) -> web.Response:
        """POST an order."""
        await request.read()
        self.requests.append((request.path, dict(request.headers), None))
        refusal = self.refusal(request)
        if refusal is None:
            self.orders_made += 1
        return refusal or web.json_response(7)

    async def revoke(self, request: web.Request) -> web.Response:
        """POST /OAuth2/revoke."""
        self.requests.append((request.path, dict(request.headers), None))
        refusal = self.refusal(request)
        if refusal is None:
            self.revoked.add(self.access_tokens[request.headers["Authorization"].removeprefix("Bearer ")])
        return refusal or web.json_response({})

    def asked(self, path: str = "/OAuth2/token") -> list[dict[str, Any]]:
        """Return the bodies that came to a path."""
        return [body for asked, _, body in self.requests if asked == path]

    def application(self) -> web.Application:
        """Return the routes."""
        app = web.Application()
        app.router.add_post("/OAuth2/token", self.token)
        app.router.add_post("/OAuth2/revoke", self.revoke)
        app.router.add_get("/v1/account/accountInformation", self.account)
        app.router.add_get("/v1/orders/{id}", self.order)
        app.router.add_post("/v1/orders", self.create)
        return app


class Clock:
    """Two clocks that go only when told."""

    def __init__(self) -> None:
        self.wall, self.steady = 1_800_000_000.0, 5_000.0

    def time(self) -> float:
        """Return seconds since 1970."""
        return self.wall

    def monotonic(self) -> float:
        """Return seconds since some moment."""
        return self.steady

    def pass_(self, seconds: float) -> None:
        """Let time pass."""
        self.wall += seconds
        self.steady += seconds


def mine(store: TokenStore) -> ApplicationTokenStore:
    """Return a store as the application of the running issuer sees it."""
    return ApplicationTokenStore(store, CLIENT, Issuer.running)
