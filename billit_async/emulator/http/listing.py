"""Lists: reads the query options as the real binder does, runs them, and writes the page with its next link."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import attrs
import msgspec

from billit_async.emulator.odata.compiler import FilterCompiler, NotBuiltError, ODataRefusal
from billit_async.emulator.odata.selecting import selected_names
from billit_async.emulator.protocol.errors import APIError, generic
from billit_async.emulator.protocol.guid_ids import with_numbers_in_filter
from billit_async.emulator.protocol.json import encode
from billit_async.emulator.storage.listing import ListQueryError, RowQuery

if TYPE_CHECKING:
    from billit_async.emulator.odata.columns import Collection
    from billit_async.emulator.odata.types import Sql
    from billit_async.emulator.settings import EmulatorSettings
    from billit_async.emulator.storage.listing import ListSource
    from billit_async.emulator.storage.store import Store

__all__ = ["BareFailure", "PageRequest", "list_page"]

OPTIONS: Final = frozenset(
    {"$filter", "$orderby", "$top", "$skip", "$select", "$inlinecount", "$expand", "$format", "$skiptoken"}
)
"""Exact lower-case names; ``$Filter``, ``$count`` and ``filter`` are nothing to the binder."""
_NEVER_EMPTY: Final = ("$filter", "$orderby", "$top", "$skip", "$inlinecount")
_INT32_MAX: Final = 2**31 - 1
_INT32_DIGITS: Final = 10
_INTEGER: Final = re.compile(r"[ \t]*[+-]?[0-9]+[ \t]*")
_SHOWN: Final = 200
_DECODER: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ENCODER: Final = msgspec.json.Encoder()
_MOST_KEPT: Final = 256
_LONGEST_KEPT: Final = 4096
_COMPILED: Final[dict[tuple[str, str | None, str | None], tuple[EmulatorSettings, tuple[Sql | None, str]]]] = {}
"""Compiled queries, by list, filter and order; each holds for the settings that it was compiled under."""
_UNRESERVED: Final = "-_.~"
_UNRESERVED_2396: Final = "-_.~!*'()"


class BareFailure(Exception):  # noqa: N818 - a response of the server
    """An exception that escaped in the real server: 500 with nothing but a general message."""


@attrs.frozen(kw_only=True)
class PageRequest:
    """What was asked: origin and path as called, and the query as pairs in order, decoded once."""

    origin: str
    path: str
    pairs: tuple[tuple[str, str], ...]


def list_page(store: Store, settings: EmulatorSettings, source: ListSource, request: PageRequest) -> bytes:
    """Make the response of one page of a list.

    Raises:
        APIError: 400 for a query that the server refuses, 501 for one that the emulator cannot run.
        BareFailure: a query on which the real server crashes.

    Source: docs page "odata"; the binder and the link as in Web API 2 with OData v3.
    """
    try:
        return _list_page(store, settings, source, request)
    except ODataRefusal as refusal:
        if refusal.is_bare or settings.odata.errors == "500_bare":
            raise BareFailure(str(refusal)) from refusal
        raise generic(str(refusal)) from refusal
    except ListQueryError as error:
        # SQL Server fails as well on what divides by zero, overflows or nests too deep.
        raise BareFailure(str(error)) from error
    except NotBuiltError as error:
        raise APIError(501, ("EmulatorNotImplemented", f"The emulator does not run {error}.")) from error


def _list_page(store: Store, settings: EmulatorSettings, source: ListSource, request: PageRequest) -> bytes:
    options = _options(settings, request.pairs)
    condition, ordering = _compiled(source.collection, settings, options.get("$filter"), options.get("$orderby"))
    page_size = settings.paging.page_size
    skip = _integer(settings, options.get("$skip"), "$skip") or 0
    top = _integer(settings, options.get("$top"), "$top")
    if top is not None and top > page_size and settings.paging.top_above_page == "reject":
        raise ODataRefusal(
            f"The limit of '{page_size}' for Top query has been exceeded. "
            f"The value from the incoming request is '{top}'."
        )
    wants_count = _wants_count(options.get("$inlinecount"))
    names = selected_names(source.collection, settings.odata.select, options.get("$select"))
    size = page_size if top is None else min(top, page_size)
    query = RowQuery(
        condition=condition,
        ordering=ordering,
        search=options.get("fullTextSearch", "").strip(),
        # One more than a page tells whether a link follows, exactly as the real paging does.
        limit=size + 1 if top is None or top > page_size else size,
        skip=skip,
    )
    rows = store.lists.rows(source, query)
    has_more = len(rows) > size
    del rows[size:]
    if names is not None:
        rows = [_shortened(row, names) for row in rows]
    end = b"]"
    if has_more:
        end += b',"NextPageLink":' + encode(_next_link(settings, request, skip, top))
    if wants_count:
        end += b',"Count":%d' % store.lists.count(source, query)
    if not rows:
        return b'{"Items":[' + end + b"}"
    # A page has a hundred kilobytes and more: they are put together once.
    rows[0] = b'{"Items":[' + rows[0]
    rows[-1] += end + b"}"
    return b",".join(rows)


def _compiled(
    collection: Collection, settings: EmulatorSettings, filtered: str | None, orderby: str | None
) -> tuple[Sql | None, str]:
    """The compiled filter and order; those of the texts that came lately are kept, since pages repeat them."""
    key = collection.table, filtered, orderby
    kept = _COMPILED.get(key)
    if kept is not None and kept[0] is settings:
        return kept[1]
    condition = None if filtered is None else FilterCompiler(collection, settings).condition(filtered)
    compiled = condition, _ordering(collection, settings, orderby)
    if len(filtered or "") + len(orderby or "") <= _LONGEST_KEPT:
        if len(_COMPILED) >= _MOST_KEPT:
            _COMPILED.clear()
        _COMPILED[key] = settings, compiled
    return compiled


def _ordering(collection: Collection, settings: EmulatorSettings, orderby: str | None) -> str:
    """The order of the rows. Where there is no key, all columns follow in alphabetical order, as Web API does."""
    if collection.has_key:
        return FilterCompiler(collection, settings).ordering(orderby)
    ordering = FilterCompiler(collection, settings.with_({"odata.order_key_known": False})).ordering(orderby)
    return f'{ordering}, "{collection.key}"'


def _shortened(body: bytes, names: frozenset[str]) -> bytes:
    """The named properties of a row, in the order in which it has them and digit for digit."""
    return _ENCODER.encode({name: value for name, value in _DECODER.decode(body).items() if name in names})


def _options(settings: EmulatorSettings, pairs: tuple[tuple[str, str], ...]) -> dict[str, str]:
    options: dict[str, str] = {}
    for name, value in pairs:
        if name in OPTIONS or name.lower() == "fulltextsearch":
            options["fullTextSearch" if name[0] != "$" else name] = value
        elif settings.paging.unknown_options == "reject":
            raise ODataRefusal(f"The query parameter '{name}' is not supported.")
    for name in _NEVER_EMPTY:
        if name in options and not options[name].strip():
            # Thrown while the options are bound, before any filter of exceptions.
            raise ODataRefusal(f"The value for OData query '{name}' cannot be empty.", is_bare=True)
    if settings.responses.ids == "guid" and "$filter" in options:
        options["$filter"] = with_numbers_in_filter(options["$filter"])
    if settings.paging.select_expand == "500" and ("$select" in options or "$expand" in options):
        raise ODataRefusal("Value cannot be null. Parameter name: data", is_bare=True)
    return options


def _integer(settings: EmulatorSettings, text: str | None, name: str) -> int | None:
    if text is None:
        return None
    if not _INTEGER.fullmatch(text):
        raise ODataRefusal(f"Failed to convert '{text[:_SHOWN]}' to an integer.")
    digits = text.strip().lstrip("+-").lstrip("0")
    if len(digits) > _INT32_DIGITS or abs(int(text)) > _INT32_MAX:
        is_bare = settings.requests.int_overflow == "500"
        raise ODataRefusal("Value was either too large or too small for an Int32.", is_bare=is_bare)
    value = int(text)
    if value < 0:
        raise ODataRefusal(f"Invalid value '{value}' for {name} query option found. It must not be negative.")
    return value


def _wants_count(text: str | None) -> bool:
    if text is None or text.lower() == "none":
        return False
    if text.lower() != "allpages":
        raise ODataRefusal(f"'{text}' is not a valid value for $inlinecount.")
    return True


def _next_link(settings: EmulatorSettings, request: PageRequest, skip: int, top: int | None) -> str:
    """The same query with ``$top`` lowered by a page and ``$skip`` moved on, at the end."""
    safe = _UNRESERVED if settings.paging.next_link_escaping == "rfc3986" else _UNRESERVED_2396
    query: list[str] = []
    for name, value in request.pairs:
        if name == "$skip":
            continue
        text = str(top - settings.paging.page_size) if name == "$top" and top is not None else value
        query.append(f"{quote(name, safe='$' + safe)}={quote(text, safe=safe)}")
    query.append(f"$skip={skip + settings.paging.page_size}")
    return f"{settings.paging.next_link_origin or request.origin}{request.path}?{'&'.join(query)}"
