"""Requests to the token endpoint, in a thread of their own, which no cancellation in the event loop breaks off.

A refresh token works once. A request that is cancelled after it has left may have used it up, and its response is the
only copy of the next one: hence no task, no timeout of a caller and no Ctrl-C reaches into it. Only its own time limit
ends it.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import math
import threading
from enum import Enum
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import aiohttp
import attrs
import msgspec
from yarl import URL

from billit_async._runtime.uncancelled import outlast
from billit_async._transport.bodies import read_bounded
from billit_async._transport.masking import masked_code
from billit_async._transport.network import Network
from billit_async._transport.responses import BOM, read_details, retry_after
from billit_async._transport.secret import Secret
from billit_async._version import __version__
from billit_async.errors import ConfigurationError, ErrorDetail

if TYPE_CHECKING:
    import ssl
    from collections.abc import Coroutine, Mapping

__all__ = ["Broken", "Fault", "HTTPResponse", "Refused", "TokenEndpoint", "TokenPair", "read_token_response"]

_HOUR = 3600.0
# A token pair has some thousand bytes; what is read with one, the companies of an accountant, has more.
_MOST_BYTES = 64 << 10
_MOST_OF_A_CALL = 16 << 20
_TICKS = 50
_TEMPORARY = {408, 425, 429}
_UNCLEAR = 401, 403
_CODED = 400, 401, 403
_BUSY_CODES = {"temporarilyunavailable", "servererror", "slowdown", "toomanyrequests"}
_CLIENT_CODES = {"invalidclient"}
_AUTHORISATION_CODES = {"unauthorizedclient"}
_REQUEST_CODES = {"invalidrequest", "unsupportedgranttype", "invalidscope"}


class HTTPResponse(NamedTuple):
    """What the server said.

    Attributes:
        status: The HTTP status.
        headers: Its headers.
        body: Its body, whole.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


class Broken(NamedTuple):
    """No whole response came.

    Attributes:
        left: Whether the request may have left.
        reason: What broke, without any content.
        timed_out: Whether the time was up.
    """

    left: bool
    reason: str
    timed_out: bool = False

    @property
    def unsure(self) -> bool:
        """Whether what was asked may have been done."""
        return self.left


@attrs.frozen(slots=True)
class TokenPair:
    """What an exchange gives.

    Attributes:
        access_token: Good for ``expires_in`` seconds.
        refresh_token: Good for one exchange; None when the server keeps the old one good.
        expires_in: Seconds that the access token lives.
    """

    access_token: Secret
    refresh_token: Secret | None
    expires_in: float


class Fault(Enum):
    """What a refusal is about."""

    GRANT = "the code or refresh token"
    CLIENT = "the client id or secret"
    REQUEST = "the request"
    AUTHORISATION = "the client, or what it presents"
    UNCLEAR = "something that it does not say"
    TEMPORARY = "the server, for now"


class Refused(NamedTuple):
    """The endpoint refused, or its response is not a token pair.

    Attributes:
        fault: What it is about.
        said: Status and code, for people.
        wait: Seconds that the server asks to wait, when it does.
        unsure: Whether what was asked may have been done.
    """

    fault: Fault
    said: str
    wait: float | None = None
    unsure: bool = False


def read_token_response(response: HTTPResponse) -> TokenPair | Refused:
    """Read a response of the token endpoint.

    The documentation shows no error body for it, so both Billit's own list of errors and the form of RFC 6749 are
    read. A grant counts as refused at once only where JSON with a code says so. A 401 or 403 without one is unclear:
    it may be the service, or some gateway. A 5xx says nothing about the grant.

    Args:
        response: The response.

    Returns:
        The pair, or why there is none.

    Source: docs page "how do I get started with OAuth"; POST /OAuth2/token gives 200, 400 and 401.
    """
    try:
        decoded: Any = msgspec.json.decode(response.body.removeprefix(BOM))
    except (ValueError, RecursionError):
        decoded = None
    fields = cast("dict[str, Any]", decoded) if isinstance(decoded, dict) else {}
    if 200 <= response.status < 300:  # noqa: PLR2004  (the class of statuses)
        pair = _pair(fields)
        return pair or Refused(Fault.TEMPORARY, f"{response.status} without a token pair", unsure=True)
    details = read_details(response.body) or _rfc_6749(fields)
    said = f"{response.status} {'; '.join(detail.code for detail in details if detail.code)}".strip()
    wait = retry_after(response.headers)
    if response.status >= 500 or response.status in _TEMPORARY:  # noqa: PLR2004  (the class of statuses)
        return Refused(Fault.TEMPORARY, said, wait, unsure=response.status >= 500)  # noqa: PLR2004
    codes = {"".join(char for char in detail.code.casefold() if char.isalnum()) for detail in details}
    fault = _coded_fault(response.status, codes - {""})
    if fault is None and response.status in _UNCLEAR:
        return Refused(Fault.UNCLEAR, f"{response.status} with {_kind_of(response.body, fields)}", wait)
    return Refused(fault or Fault.TEMPORARY, said or str(response.status), wait)


def _coded_fault(status: int, codes: set[str]) -> Fault | None:
    """Tell what codes are about, written without case and punctuation; None when there is none that counts."""
    for known, fault in (
        (_BUSY_CODES, Fault.TEMPORARY),
        (_CLIENT_CODES, Fault.CLIENT),
        (_AUTHORISATION_CODES, Fault.AUTHORISATION),
        (_REQUEST_CODES, Fault.REQUEST),
    ):
        if codes & known:
            return fault
    if status not in _CODED or not codes:
        return None
    # invalid_grant, and whatever names a token; any other code is none that we know.
    named = any("grant" in code or "token" in code for code in codes)
    return Fault.GRANT if named else Fault.UNCLEAR


def _kind_of(body: bytes, fields: Mapping[str, Any]) -> str:
    if not body.strip():
        return "an empty body"
    if any(name.lower() == "message" for name in fields):
        return "a message"
    return "a page" if body.lstrip()[:1] == b"<" else "a body without a code"


def _rfc_6749(fields: Mapping[str, Any]) -> tuple[ErrorDetail, ...]:
    code = fields.get("error")
    return (ErrorDetail(masked_code(code)),) if isinstance(code, str) else ()


def _pair(fields: Mapping[str, Any]) -> TokenPair | None:
    found = {name.lower(): value for name, value in fields.items()}
    access, refresh = found.get("access_token"), found.get("refresh_token")
    kind = found.get("token_type", "bearer")
    if not _is_token(access) or not (refresh is None or _is_token(refresh)):
        return None
    if not isinstance(kind, str) or kind.lower() != "bearer":
        return None
    return TokenPair(
        Secret(cast("str", access)),
        None if refresh is None else Secret(cast("str", refresh)),
        _lifetime(found.get("expires_in")),
    )


def _is_token(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isprintable() and value != "" and " " not in value


def _lifetime(value: object) -> float:
    try:
        seconds = float(value)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    except (TypeError, ValueError, OverflowError):
        return _HOUR
    # The documentation says that it is always an hour.
    return seconds if math.isfinite(seconds) and seconds > 0 and not isinstance(value, bool) else _HOUR


class TokenEndpoint:
    """Asks the endpoints of OAuth2, each time over a connection of its own, once and never again by itself.

    Args:
        base_url: The API that issues the tokens.
        seconds: How long one request may take in all; of an exchange, how long its callers wait.
        late_seconds: How long an exchange is read on after that.
        shutdown_seconds: How long a cancelled task waits for an exchange.
        network: By which proxy to go, and whom to trust; what the environment says when it is left out.
    """

    def __init__(
        self,
        base_url: str,
        *,
        seconds: float,
        late_seconds: float = 0.0,
        shutdown_seconds: float = 30.0,
        network: Network | None = None,
    ) -> None:
        self.base_url = base_url
        self.seconds = seconds
        self.late_seconds = late_seconds
        self._shutdown = shutdown_seconds
        self.network = network or Network()
        self._origin = URL(base_url)
        # A wrong address of a proxy is told now, and not by the first exchange.
        self.network.proxy_for(self._origin)

    async def exchange(self, fields: Mapping[str, str | Secret]) -> TokenPair | Refused | Broken:
        """Exchange a code or a refresh token, and wait for the end whatever happens to this task.

        A cancellation is put off until the response is here, so that the caller keeps it before it lets go; but not
        longer than ``shutdown_seconds``.

        Args:
            fields: The fields of the body, grant type and client included.

        Returns:
            The pair, why there is none, or what broke.

        Source: POST /OAuth2/token, without credentials in a header; docs page "how do I get started with OAuth".
        """
        waiting = self._start("POST", "/OAuth2/token", fields, None, reads_on=self.seconds + self.late_seconds)
        if not await outlast(waiting, self._shutdown):
            return Broken(left=True, reason="the program ended before the response")
        response = waiting.result()
        return read_token_response(response) if isinstance(response, HTTPResponse) else response

    async def call(self, method: str, path: str, bearer: Secret) -> HTTPResponse | Broken:
        """Send a request with an access token.

        Args:
            method: The HTTP method.
            path: The path on the API's origin.
            bearer: The access token.

        Returns:
            The response, or what broke.
        """
        return await self._start(method, path, None, bearer)

    def _start(
        self,
        method: str,
        path: str,
        fields: Mapping[str, str | Secret] | None,
        bearer: Secret | None,
        reads_on: float | None = None,
    ) -> asyncio.Future[HTTPResponse | Broken]:
        outcome: concurrent.futures.Future[HTTPResponse | Broken] = concurrent.futures.Future()

        def work() -> None:
            try:
                sending = self._send(method, path, fields, bearer, reads_on)
                result: HTTPResponse | Broken = asyncio.run(sending if reads_on is None else _within(reads_on, sending))
            except BaseException as error:  # noqa: BLE001  (told as a value: its frames hold secrets)
                result = Broken(left=True, reason=type(error).__name__)
            if outcome.set_running_or_notify_cancel():
                outcome.set_result(result)

        threading.Thread(target=work, name="billit-oauth", daemon=True).start()
        return asyncio.wrap_future(outcome)

    async def _send(
        self,
        method: str,
        path: str,
        fields: Mapping[str, str | Secret] | None,
        bearer: Secret | None,
        reads_on: float | None,
    ) -> HTTPResponse | Broken:
        left = False

        async def sent(*_args: object) -> None:
            nonlocal left
            left = True

        trace = aiohttp.TraceConfig()
        trace.on_request_headers_sent.append(sent)
        try:
            proxy = self.network.proxy_for(self._origin)
            context = await self.network.context_off_the_loop()
        except ConfigurationError as error:
            return Broken(left=False, reason=str(error))
        own, for_connect = proxy.headers_for(self._origin.scheme) if proxy else ({}, {})
        try:
            async with (
                aiohttp.ClientSession(
                    connector=_connector(context),
                    cookie_jar=aiohttp.DummyCookieJar(),
                    # One that is read on for minutes must be connected within the usual time all the same.
                    timeout=aiohttp.ClientTimeout(
                        total=self.seconds if reads_on is None else None, connect=self.seconds
                    ),
                    trace_configs=[trace],
                ) as http,
                http.request(
                    method,
                    f"{self.base_url}{path}",
                    data=None if fields is None else _body(fields),
                    headers={**_headers(bearer, has_body=fields is not None), **own},
                    proxy=proxy.url if proxy else None,
                    proxy_headers=for_connect or None,
                    allow_redirects=False,
                ) as response,
            ):
                if proxy is not None and response.status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
                    return Broken(left=False, reason=f"the proxy {proxy.label} refused with {response.status}")
                content, is_whole = await read_bounded(response, _MOST_BYTES if bearer is None else _MOST_OF_A_CALL)
                if not is_whole and 200 <= response.status < 300:  # noqa: PLR2004  (the class of statuses)
                    return Broken(left, "the response is too large")
                return HTTPResponse(response.status, response.headers, content)
        except TimeoutError:
            return Broken(left, f"no response within {self.seconds:g} s", timed_out=True)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Broken(left, _reason(error))


def _connector(context: ssl.SSLContext) -> aiohttp.TCPConnector:
    # Kept until the session ends, which drops it at once: one that is closed after its response says goodbye
    # in TLS, and the loop of an exchange does not live long enough to hear its peer's goodbye.
    return aiohttp.TCPConnector(ssl=context)


def _reason(error: Exception) -> str:
    match error:
        case aiohttp.ClientConnectorCertificateError():
            return "the server's certificate is not trusted"
        case aiohttp.ClientHttpProxyError():
            return f"the proxy refused with {error.status}"
        case aiohttp.ClientProxyConnectionError():
            return "no connection to the proxy"
        case aiohttp.ClientConnectorError():
            return "no connection"
        case _:
            return f"the connection broke ({type(error).__name__})"


def _body(fields: Mapping[str, str | Secret]) -> bytes:
    return msgspec.json.encode({name: _plain(value) for name, value in fields.items()})


def _headers(bearer: Secret | None, *, has_body: bool) -> dict[str, str]:
    headers = {"Accept": "application/json", "User-Agent": f"billit-async/{__version__}"}
    if has_body:
        headers["Content-Type"] = "application/json"
    if bearer is not None:
        headers["Authorization"] = f"Bearer {bearer.reveal()}"
    return headers


async def _within(seconds: float, sending: Coroutine[Any, Any, HTTPResponse | Broken]) -> HTTPResponse | Broken:
    """Wait for a response so many seconds of this process's life: the time in which it was suspended does not count.

    A process that wakes up after its limit finds the response in the socket, if it came; it must get the turn to read.
    """
    task = asyncio.ensure_future(sending)
    for _ in range(_TICKS):
        if (await asyncio.wait({task}, timeout=seconds / _TICKS))[0]:
            return task.result()
    # It may have slept through the last of these.
    await asyncio.wait({task}, timeout=min(1.0, seconds))
    task.cancel()
    await asyncio.wait({task})
    if task.cancelled() or task.exception() is not None:
        return Broken(left=True, reason=f"no response within {seconds:g} s", timed_out=True)
    return task.result()


def _plain(value: str | Secret) -> str:
    return value.reveal() if isinstance(value, Secret) else value
