"""The one object a user holds: opens the connections, and hands out the resources of a company."""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, NoReturn, Self, cast

import aiohttp

from billit_async.auth.api_key import ApiKey
from billit_async.auth.protocol import Auth
from billit_async.config import SessionConfig, checked_party_id
from billit_async.errors import ConfigurationError
from billit_async.transport.messages import Request
from billit_async.transport.shell import Caller, Transport
from billit_async.transport.urls import own_path, path_template

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    from billit_async.config import Environment, Limits, Timeouts
    from billit_async.odata.query import Query
    from billit_async.resources.account import Account
    from billit_async.resources.files import Files
    from billit_async.resources.orders import Orders
    from billit_async.resources.parties import Parties
    from billit_async.resources.products import Products

__all__ = ["BillitSession"]

_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})


class _Inherit(Enum):
    INHERIT = "the session's own"


_INHERIT: Final = _Inherit.INHERIT


class BillitSession:
    """A session with Billit, for one company or many.

    Use it as ``async with BillitSession(...) as billit``; one session serves any number of tasks of its event loop.
    What is not given comes from ``BILLIT_API_KEY``, ``BILLIT_PARTY_ID``, ``BILLIT_CONTEXT_PARTY_ID``,
    ``BILLIT_ENVIRONMENT`` and ``BILLIT_BASE_URL``; without any of the last two it is the sandbox.

    Args:
        auth: ``ApiKey("...")`` or other credentials.
        environment: ``Environment.SANDBOX`` or ``PRODUCTION``, or their names.
        base_url: Instead of the environment, for an emulator or a gateway; what people paste is put right.
        party_id: The company that calls are made for; needed when the credentials open more than one.
        context_party_id: Sent as ``ContextPartyID``, for accountants.
        timeouts: Time limits, in seconds.
        limits: How many connections at once.
        client_session: Your own ``aiohttp.ClientSession``, used and never closed by us.
        idempotency_header: The header that carries idempotency keys; the documentation has two spellings.
        allow_http: Permit plain http to a host other than this machine.

    Raises:
        ConfigurationError: A setting is missing or wrong; the message names it.

    Source: docs pages "header values", "sandbox vs production" and "API key practical use".
    """

    def __init__(
        self,
        auth: Auth | None = None,
        *,
        environment: Environment | str | None = None,
        base_url: str | None = None,
        party_id: int | None = None,
        context_party_id: int | None = None,
        timeouts: Timeouts | None = None,
        limits: Limits | None = None,
        client_session: aiohttp.ClientSession | None = None,
        idempotency_header: str = "Idempotency-Key",
        allow_http: bool = False,
    ) -> None:
        credentials = _credentials(auth)
        if environment is None and base_url is None:
            # OAuth2 credentials know where they belong.
            environment, base_url = credentials.environment, credentials.base_url
        config = SessionConfig.resolve(
            environment=environment,
            base_url=base_url,
            party_id=party_id,
            context_party_id=context_party_id,
            timeouts=timeouts,
            limits=limits,
            idempotency_header=idempotency_header,
            allow_http=allow_http,
        )
        _same_place(config, credentials, allow_http=allow_http)
        if client_session is not None and not isinstance(client_session, aiohttp.ClientSession):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ConfigurationError(
                f"client_session takes an aiohttp.ClientSession, not {type(client_session).__name__}"
            )
        self._transport = Transport(config, credentials, client_session)
        self._caller = Caller(self._transport, config.party_id, config.context_party_id)
        self._is_view = False

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def open(self) -> None:
        """Open the session, for those who cannot use ``async with``; close it yourself then.

        Raises:
            SessionClosed: It was closed before.
        """
        if not self._is_view:
            await self._transport.open()

    async def close(self) -> None:
        """Close the connections; a company view leaves them to the session it came from."""
        if not self._is_view:
            await self._transport.close()

    @property
    def is_open(self) -> bool:
        """Whether calls can be made."""
        return self._transport.is_open

    @property
    def config(self) -> SessionConfig:
        """The settled settings, without credentials."""
        return self._transport.config

    @property
    def party_id(self) -> int | None:
        """The company that calls are made for."""
        return self._caller.party_id

    @property
    def context_party_id(self) -> int | None:
        """The second company id, for accountants."""
        return self._caller.context_party_id

    def for_company(
        self, party_id: int, context_party_id: int | Literal[_Inherit.INHERIT] | None = _INHERIT
    ) -> BillitSession:
        """Make a view of this session for another company; it shares connections, credentials and limits.

        Args:
            party_id: The other company.
            context_party_id: This session's own when left out; ``None`` for none.

        Returns:
            A session that need not be opened or closed: it is open as long as this one is.

        Raises:
            ConfigurationError: An id is no whole number above zero.

        Source: docs page "header values".
        """
        context = self.context_party_id if context_party_id is _INHERIT else context_party_id
        view = object.__new__(type(self))
        view._transport = self._transport
        view._caller = Caller(
            self._transport,
            checked_party_id(party_id, "party_id"),
            None if context is None else checked_party_id(context, "context_party_id"),
        )
        view._is_view = True
        return view

    async def request(
        self,
        method: str,
        path: str,
        *,
        params: Query | Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
    ) -> Any:
        """Make any call, also one that has no method here yet.

        Args:
            method: The HTTP method.
            path: A path on the API, ``/v1/projects``, with a query or without.
            params: Query parameters, not encoded; a ``Query`` or names and values.
            json: The body: a model, a dict, a list, ... None sends no body.
            headers: Further headers.
            idempotency_key: Sent in the idempotency header; none is made up here.

        Returns:
            The decoded JSON, numbers with a point as exact ``Decimal``; None for an empty body.

        Raises:
            ApiError: Billit refused, or answered with something that is not JSON.
            NotAnswered: No usable answer came back.
            SessionClosed: The session is not open.
            ValueError: Method or path is not one.
            TypeError: A parameter or the body cannot be written.

        Source: docs page "header values".
        """
        from billit_async import codec  # noqa: PLC0415  (importing the package loads no codec)

        verb = method.upper()
        if verb not in _METHODS:
            raise ValueError(f"{method!r} is not a method such as 'GET'")
        plain, query = own_path(path)
        if params is not None:
            query = "&".join(part for part in (query, _encoded(params)) if part)
        body = None if json is None else codec.dumps(json)
        request = Request(verb, plain, path_template(plain), query, body, _checked_headers(headers), idempotency_key)
        response = await self._caller.call(request)
        return None if response.is_empty else response.read(codec.loads)

    @cached_property
    def account(self) -> Account:
        """The account behind the credentials."""
        from billit_async.resources.account import Account  # noqa: PLC0415  (loaded when first used)

        return Account(self._caller)

    @cached_property
    def orders(self) -> Orders:
        """Invoices, credit notes, offers, delivery notes and order forms."""
        from billit_async.resources.orders import Orders  # noqa: PLC0415  (loaded when first used)

        return Orders(self._caller)

    @cached_property
    def parties(self) -> Parties:
        """Customers and suppliers."""
        from billit_async.resources.parties import Parties  # noqa: PLC0415  (loaded when first used)

        return Parties(self._caller)

    @cached_property
    def products(self) -> Products:
        """Products."""
        from billit_async.resources.products import Products  # noqa: PLC0415  (loaded when first used)

        return Products(self._caller)

    @cached_property
    def files(self) -> Files:
        """PDFs, e-invoices and attachments."""
        from billit_async.resources.files import Files  # noqa: PLC0415  (loaded when first used)

        return Files(self._caller)

    def __repr__(self) -> str:
        state = "open" if self.is_open else "not open"
        return f"BillitSession({self.config.label}, party_id={self.party_id}, {state})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a session holds connections and cannot be pickled: pickle session.config, and open another")


def _credentials(auth: Auth | None) -> Auth:
    if auth is None:
        key = os.environ.get("BILLIT_API_KEY", "")
        if not key.strip():
            raise ConfigurationError(
                'no credentials: pass BillitSession(ApiKey("...")), or set BILLIT_API_KEY to the key from MyBillit'
            )
        return ApiKey(key, name="BILLIT_API_KEY")
    if isinstance(auth, str):
        raise ConfigurationError('auth takes credentials, not text: BillitSession(ApiKey("..."))')
    if not isinstance(auth, Auth):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError(f"auth takes credentials such as ApiKey(...), not {type(auth).__name__}")
    return auth


def _same_place(config: SessionConfig, auth: Auth, *, allow_http: bool) -> None:
    """Refuse credentials that belong elsewhere: keys and tokens of one environment are nothing in the other."""
    if auth.environment is None and auth.base_url is None:
        return
    theirs = SessionConfig.resolve(
        environment=auth.environment, base_url=auth.base_url, allow_http=allow_http, variables={}
    )
    if theirs.base_url != config.base_url:
        raise ConfigurationError(
            f"the credentials belong to {theirs.label}, but the session to {config.label}: give one of the two"
        )


def _encoded(params: Query | Mapping[str, Any] | Iterable[tuple[str, Any]]) -> str:
    from billit_async.odata.query import Query, encode_query  # noqa: PLC0415  (importing the package loads no odata)

    if isinstance(params, Query):
        return encode_query(params.params())
    pairs = cast("Mapping[str, Any]", params).items() if isinstance(params, Mapping) else params
    return encode_query((name, _parameter(name, value)) for name, value in pairs if value is not None)


def _parameter(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    raise TypeError(f"the parameter {name!r} takes text, a whole number or a bool, not {type(value).__name__}")


def _checked_headers(headers: Mapping[str, str] | None) -> dict[str, str]:
    checked: dict[str, str] = {}
    for name, value in (headers or {}).items():
        if not isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"the header {name!r} takes text, not {type(value).__name__}")
        if "\r" in value or "\n" in value:
            raise ValueError(f"the header {name!r} holds a line break")
        checked[name] = value
    return checked
