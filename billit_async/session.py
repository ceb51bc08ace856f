"""The one object a user holds: opens the connections, and hands out the resources of a company."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NoReturn, Self, Unpack, cast

from billit_async._resources._calls import OperationCalls
from billit_async._resources.operations import MODULES, Operations
from billit_async._runtime.preloading import load, load_later
from billit_async._serialization.values import shown
from billit_async._transport.credentials import Auth, Networked
from billit_async._transport.messages import Request
from billit_async._transport.misprints import hint_of_lost_body
from billit_async._transport.network import Network, NetworkOptions
from billit_async._transport.policies import CallOptions, checked_headers
from billit_async._transport.retries import READS
from billit_async._transport.secret import Secret
from billit_async._transport.shell import Caller, ConnectionOptions, Plumbing, Transport
from billit_async._transport.urls import own_path, path_template
from billit_async.auth.api_key import ApiKey
from billit_async.config import ConfigOptions, SessionConfig, checked_party_id
from billit_async.errors import CallError, ConfigurationError, InvalidArgument, NotAvailable

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable
    from types import TracebackType

    from billit_async._serialization.ids import Id
    from billit_async._transport.policies import Priority, RetryPolicy, Timeouts
    from billit_async.errors import Resolution
    from billit_async.odata.query import Query

__all__ = ["BillitSession", "ConnectionOptions", "SessionOptions"]

# What nearly every program calls first; the rest follows in a thread.
_LOADED_BY_OPEN = (
    "billit_async._serialization.codec",
    "billit_async.odata.query",
    "billit_async._resources.orders.orders",
    "billit_async._serialization.wire.orders",
)
_LOADED_AFTERWARDS = (
    *MODULES,
    "billit_async._serialization.lenient",
    "billit_async.webhooks",
    "billit_async.invoicing.ubl",
)
_MOST_BITS = 64
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})


_CONNECTION = ConnectionOptions.__optional_keys__
_NETWORK = NetworkOptions.__optional_keys__


class SessionOptions(ConfigOptions, ConnectionOptions, total=False):
    """The keyword arguments of a session, for those who pass them on: ``**options: Unpack[SessionOptions]``."""


class _Inherit:
    """Stands for an argument that was left out, where `None` has a meaning of its own."""

    def __repr__(self) -> str:
        return "<the session's own>"


_INHERIT: Final[Any] = _Inherit()


class BillitSession(Operations, OperationCalls):
    """A session with Billit, for one company or many.

    Use it as ``async with BillitSession(...) as billit``; one session serves any number of tasks of its event loop.
    What is left out comes from ``BILLIT_API_KEY``, ``BILLIT_PARTY_ID``, ``BILLIT_CONTEXT_PARTY_ID``,
    ``BILLIT_ENVIRONMENT`` and ``BILLIT_BASE_URL``; without any of the last two it is the sandbox.

    Args:
        auth: An API key, ``ApiKey("...")`` or other credentials; ``BILLIT_API_KEY`` when it is left out.
        environment: ``Environment.SANDBOX`` or ``PRODUCTION``, or their names.
        base_url: Instead of the environment, for an emulator or a gateway; what people paste is put right.
        party_id: The company that calls are made for; needed when the credentials open more than one.
        context_party_id: Sent as ``ContextPartyID``, for accountants.
        timeout: The deadline of a call with all its attempts, in seconds; short for ``Timeouts(total=...)``.
        timeouts: All time limits, in seconds: of each attempt, and the deadline of the whole call.
        limits: How many calls at once and a second; shared by all views of the session.
        retry: When and how often a call is attempted again.
        priority: ``interactive``, or ``bulk`` for work that lets calls of others go first.
        client_session: Your own ``aiohttp.ClientSession``, used and never closed by us.
        middlewares: aiohttp client middlewares, run for each attempt, the first outermost. One that repeats writes
            does so on its own account.
        trace_configs: aiohttp trace configs.
        proxy: The address of an HTTP proxy, ``http://user:password@proxy.example:3128``; ``BILLIT_PROXY``, or else what
            ``HTTPS_PROXY`` and ``NO_PROXY`` say. The token endpoint of ``OAuth2`` is then asked through it as well.
        ca_file: A file of certificates to trust besides those that this machine trusts; ``BILLIT_CA_FILE``.
        ssl_context: Trust and client certificates in full; by default what this machine trusts (``SSL_CERT_FILE``).
        trust_env: Whether ``HTTPS_PROXY``, ``HTTP_PROXY``, ``ALL_PROXY`` and ``NO_PROXY`` are read.
        limiter: A ``RedisLimiter``, which keeps many processes together under one budget.
        telemetry: Watches all calls: ``billit_async.integrations.opentelemetry.OpenTelemetry()``.
        on_unknown_outcome: A plain function that is called once for each write whose outcome is unknown, with its
            error: ``error.lookup``, ``error.idempotency_key`` and ``await billit.resolve(error)`` find out. It is
            called as well for a write that was cancelled, whose caller gets a ``CancelledError`` alone, and before the
            SDK looks by itself. It is never waited for; what it raises is logged.
        log_bodies: Log bodies on ``billit_async._transport.bodies`` at DEBUG, with what is personal or secret masked.
        filterable: Columns that a list is filtered and sorted by, by its path, in place of those that are documented:
            ``{"/v1/orders": {"OrderID", ...}}``.
        server_tz: The zone of Billit's local times, to which filters convert date-times that have a zone;
            ``BILLIT_SERVER_TZ``, or else ``Europe/Brussels``.
        aware_only: Refuse date-times without a zone in filters, instead of taking them as Billit's local time.
        idempotency_header: The header that carries idempotency keys; the documentation has two spellings.
        allow_http: Permit plain http to a host other than this machine.

    Raises:
        ConfigurationError: A setting is missing or wrong; the message names it.
        TypeError: There is no such argument.

    Source: docs pages "header values", "sandbox vs production" and "API key practical use".
    """

    def __init__(self, auth: Auth | str | None = None, **options: Unpack[SessionOptions]) -> None:
        found = _without_text(auth)
        # A tool that collects the variables of a failed call finds no key here.
        del auth
        credentials = _credentials(found)
        settings, connection = _parted(options)
        if settings.get("environment") is None and settings.get("base_url") is None:
            # OAuth2 credentials know where they belong.
            settings["environment"], settings["base_url"] = credentials.environment, credentials.base_url
        config = SessionConfig.resolve(**settings)
        _refuse_elsewhere(config, credentials, allow_http=settings.get("allow_http", False))
        self._begin(config, credentials, connection)

    def _begin(self, config: SessionConfig, credentials: Auth, connection: ConnectionOptions) -> None:
        self._config = config
        self._transport = Transport(config, credentials, _plumbing(credentials, connection))
        self._caller = Caller(self._transport, config.party_id, config.context_party_id)
        self._is_view = False
        self._loading: asyncio.TimerHandle | None = None

    @classmethod
    def from_config(
        cls, config: SessionConfig, auth: Auth | str | None = None, **options: Unpack[ConnectionOptions]
    ) -> Self:
        """Make a session from settled settings, as a worker process does that was sent ``session.config``.

        Args:
            config: Settled settings; they pickle, and hold no credentials.
            auth: Credentials; from ``BILLIT_API_KEY`` when left out.
            options: The arguments of :class:`BillitSession` that the settings do not hold: ``proxy``, whose address may
                hold a password, ``ca_file``, ``ssl_context``, ``trust_env``, ``on_unknown_outcome``, ...

        Raises:
            ConfigurationError: The credentials are missing, or belong elsewhere.
            TypeError: There is no such option.
        """
        found = _without_text(auth)
        # A tool that collects the variables of a failed call finds no key here.
        del auth
        credentials = _credentials(found)
        if unknown := options.keys() - _CONNECTION:
            raise TypeError(f"from_config() takes no {', '.join(sorted(unknown))}")
        _refuse_elsewhere(config, credentials, allow_http=True)
        session = object.__new__(cls)
        session._begin(config, credentials, options)
        return session

    # Type checkers reject these by themselves, when the methods are not there.
    if not TYPE_CHECKING:  # pragma: no branch

        def _not_here(self, *_: object) -> NoReturn:
            raise TypeError(
                "a session is opened in a coroutine: write `async with BillitSession(...) as billit:`, or "
                "`await session.open()` and `await session.close()`"
            )

        __enter__ = __exit__ = __await__ = _not_here

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
            # Modules are loaded when they are first used, and that would be in a call, while the loop stands still.
            await load(_LOADED_BY_OPEN)
            await self._transport.open()
            self._loading = load_later(_LOADED_AFTERWARDS)

    async def close(self) -> None:
        """Close the connections; a company view leaves them to the session it came from."""
        if not self._is_view:
            if self._loading is not None:
                self._loading.cancel()
            await self._transport.close()

    @property
    def is_open(self) -> bool:
        """Whether calls can be made."""
        return self._transport.is_open

    @property
    def config(self) -> SessionConfig:
        """The settled settings, without credentials."""
        return self._config

    @property
    def party_id(self) -> int | None:
        """The company that calls are made for."""
        return self._caller.party_id

    @property
    def context_party_id(self) -> int | None:
        """The second company id, for accountants."""
        return self._caller.context_party_id

    def for_company(self, party_id: Id, context_party_id: Id | None = _INHERIT) -> BillitSession:
        """Make a view of this session for another company; it shares connections, credentials and limits.

        Args:
            party_id: The other company.
            context_party_id: This session's own when left out; ``None`` for none.

        Returns:
            A session that need not be opened or closed: it is open as long as this one is.

        Raises:
            ConfigurationError: An id is neither a whole number above zero nor a GUID.

        Source: docs page "header values".
        """
        context = self.context_party_id if context_party_id is _INHERIT else context_party_id
        return self._view(
            Caller(
                self._transport,
                checked_party_id(party_id, "party_id"),
                None if context is None else checked_party_id(context, "context_party_id"),
                self._caller.options,
            )
        )

    def with_options(
        self,
        *,
        timeouts: Timeouts | None = None,
        retry: RetryPolicy | None = None,
        priority: Priority | str | None = None,
        headers: Mapping[str, str] | None = None,
        log_bodies: bool | None = None,
    ) -> BillitSession:
        """Make a view of this session whose calls differ; it shares connections, credentials, limits and budget.

        Args:
            timeouts: Time limits, in seconds.
            retry: When and how often a call is attempted again. The session's retry budget stays one for all.
            priority: ``interactive`` or ``bulk``.
            headers: Further headers of every call.
            log_bodies: Whether bodies are logged, masked.

        Returns:
            A session that need not be opened or closed: it is open as long as this one is.

        Raises:
            ConfigurationError: A value is out of range.
            ValueError: A header cannot be sent, or is the session's own.
        """
        options = CallOptions(
            timeouts=timeouts,
            retry=retry,
            priority=priority,  # pyright: ignore[reportArgumentType]  (the converter takes names)
            headers=headers,
            log_bodies=log_bodies,
        )
        return self._view(self._caller.having(options))

    def _view(self, caller: Caller) -> BillitSession:
        view = object.__new__(type(self))
        view._config = self._config
        view._transport = self._transport
        view._caller = caller
        view._is_view = True
        return view

    async def resolve(self, error: BaseException, *, settle: float | None = None) -> Resolution:
        """Find out whether the document of a failed create exists; also for an error that came from another process.

        Args:
            error: What a create raised; a cancellation or ``TimeoutError`` that came of it as well.
            settle: Seconds after the end of its last attempt before which "absent" is not believed; what
                ``error.settle`` says when left out.

        Returns:
            The id, *absent*, or *ambiguous*, and how long was waited for it.

        Raises:
            NotAvailable: The call was not a create, or a cancelled one that surely did not arrive.
            CallError: Billit could not be asked.
            SessionClosed: The session is not open.

        Source: docs pages "idempotent tokens" and "odata".
        """
        from billit_async._resources.orders.lookup import find_out  # noqa: PLC0415  (loaded when first used)
        from billit_async._resources.resource import Resource  # noqa: PLC0415  (loaded when first used)

        if not isinstance(error, CallError):
            error = _write_in_doubt(error)
        caller = self._caller
        if error.party_id is not None and error.party_id != caller.party_id:
            caller = Caller(self._transport, error.party_id, caller.context_party_id, caller.options)
        return await find_out(Resource(caller), error, settle)

    async def request(
        self,
        method: str,
        path: str,
        *,
        params: Query | Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> Any:
        """Make any call, also one that has no method here yet.

        Args:
            method: The HTTP method.
            path: A path on the API, ``/v1/projects``, with a query or without; or a whole address of the session's own
                scheme, host and port, such as a ``NextPageLink``. A link to any other is refused, and nothing is sent.
            params: Query parameters, not encoded; a ``Query`` or names and values.
            json: The body: a model, a dict, a list, ... None sends no body.
            headers: Further headers.
            idempotency_key: Sent in the idempotency header; none is made up here.
            options: What this call does otherwise than the session: time limits, retries, priority, headers.

        Returns:
            The decoded JSON, numbers with a point as exact ``Decimal``; None for an empty body.

        Raises:
            ApiError: Billit refused, or the response is not JSON.
            NoResponse: No usable response came back.
            SessionClosed: The session is not open.
            InvalidArgument: Method, path, key or header is not one, the link leads to another address, or Billit would
                ignore the body of such a request.
            TypeError: A parameter or the body cannot be written.

        Source: docs page "header values".
        """
        from billit_async._serialization import codec  # noqa: PLC0415  (importing the package loads no codec)

        if not isinstance(method, str) or not isinstance(path, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError("method and path take texts: request('GET', '/v1/projects')")
        verb = method.upper()
        if verb not in _METHODS:
            raise InvalidArgument(f"{shown(method)} is not a method such as 'GET'")
        plain, query = own_path(path, self.config.base_url)
        if params is not None:
            query = "&".join(part for part in (query, self._encoded(params)) if part)
        body = None if json is None else codec.dumps(json)
        if body is not None and (hint := hint_of_lost_body(verb, plain, body)):
            raise InvalidArgument(hint)
        honours_key = False
        own = checked_headers(headers) if headers else {}
        if idempotency_key is not None:
            from billit_async._resources.arguments import checked_idempotency_key  # noqa: PLC0415  (as above)
            from billit_async._resources.resource import HONOURS_KEYS  # noqa: PLC0415  (as above)

            honours_key = verb == "POST" and plain.rstrip("/").lower() in HONOURS_KEYS
            idempotency_key = checked_idempotency_key(idempotency_key)
        request = Request(verb, plain, path_template(plain), query, body, own, idempotency_key, honours_key)
        response = await self._caller.having(options).call(request)
        if verb not in READS:
            response.refuse_page()
        return None if response.is_empty else response.read(codec.loads)

    def _encoded(self, params: Query | Mapping[str, Any] | Iterable[tuple[str, Any]]) -> str:
        from billit_async.odata.query import Query, encode_query  # noqa: PLC0415  (importing the package loads no odata)
        from billit_async.odata.zones import in_zone  # noqa: PLC0415  (as above)

        if isinstance(params, Query):
            transport = self._transport
            return encode_query(in_zone(params, transport.server_tz, aware_only=self.config.aware_only).params())
        pairs = [*cast("Mapping[str, Any]", params).items()] if isinstance(params, Mapping) else [*params]
        if not all(isinstance(pair, tuple | list) and len(pair) == 2 for pair in pairs):  # noqa: PLR2004  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError("params takes a Query, or pairs of a name and a value")
        return encode_query((name, _parameter(name, value)) for name, value in pairs if value is not None)

    def __repr__(self) -> str:
        if not hasattr(self, "_transport"):
            return "BillitSession(...)"  # seen in the middle of being made
        state = "open" if self.is_open else "not open"
        return f"BillitSession({self.config.label}, party_id={self.party_id}, {state})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a session holds connections and cannot be pickled: pickle session.config, and open another")


def _write_in_doubt(error: BaseException) -> CallError:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, CallError):
            return cause
        cause = cause.__cause__
    raise NotAvailable(f"this {type(error).__name__} came of no write that may have been carried out")


def _without_text(auth: Auth | str | None) -> Auth | ConfigurationError | None:
    """Make credentials of a key; what is wrong with it is returned, since the frames of a raise hold the key."""
    if not isinstance(auth, str):
        return auth
    try:
        return ApiKey(auth)
    except ConfigurationError as error:
        return error.with_traceback(None)


def _parted(options: SessionOptions) -> tuple[ConfigOptions, ConnectionOptions]:
    if unknown := options.keys() - SessionOptions.__optional_keys__:
        raise TypeError(f"BillitSession() got an unexpected keyword argument {min(unknown)!r}")
    given = dict(options).items()
    settings = {name: value for name, value in given if name not in _CONNECTION}
    connection = {name: value for name, value in given if name in _CONNECTION}
    return cast("ConfigOptions", settings), cast("ConnectionOptions", connection)


def _plumbing(auth: Auth, options: ConnectionOptions) -> Plumbing:
    given = {name: value for name, value in options.items() if value is not None}
    own = Network(**cast("Any", {name: given.pop(name) for name in _NETWORK & given.keys()}))
    return Plumbing(network=_network(auth, own), **cast("Any", given))


def _credentials(auth: Auth | ConfigurationError | None) -> Auth:
    if isinstance(auth, ConfigurationError):
        raise auth
    if auth is None:
        key = Secret(os.environ.get("BILLIT_API_KEY", "").strip())
        if not key:
            raise ConfigurationError(
                'no credentials: pass BillitSession(ApiKey("...")), or set BILLIT_API_KEY to the key from MyBillit'
            )
        return ApiKey(key, name="BILLIT_API_KEY")
    if not isinstance(auth, Auth):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError(f"auth takes credentials such as ApiKey(...), not {type(auth).__name__}")
    return auth


def _network(auth: Auth, own: Network) -> Network:
    """Let the session and the token endpoint of its credentials go the same way; who was told one lends it."""
    if not isinstance(auth, Networked):
        return own
    if not own.is_given:
        return auth.network
    auth.adopt(own)
    return own


def _refuse_elsewhere(config: SessionConfig, auth: Auth, *, allow_http: bool) -> None:
    """Refuse credentials that belong elsewhere: keys and tokens of one environment are not known in the other."""
    if auth.environment is None and auth.base_url is None:
        return
    theirs = SessionConfig.resolve(
        environment=auth.environment, base_url=auth.base_url, allow_http=allow_http, variables={}
    )
    if theirs.base_url != config.base_url:
        raise ConfigurationError(
            f"the credentials belong to {theirs.label}, but the session to {config.label}: give one of the two"
        )


def _parameter(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        if value.bit_length() > _MOST_BITS:
            raise InvalidArgument(f"the parameter {name!r} has more than {_MOST_BITS} bits")
        return str(value)
    raise TypeError(f"the parameter {name!r} takes text, a whole number or a bool, not {type(value).__name__}")
