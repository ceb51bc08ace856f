"""What to ask of a list: filter, columns, order, page and search as one immutable value; it never sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Never, TypeAlias, cast
from urllib.parse import quote_plus

import attrs

from billit_async._serialization.values import shown
from billit_async.errors import ODataSyntaxError, QueryError, QueryTooLongError
from billit_async.odata.ast import Expr, OrderBy, Path, Raw
from billit_async.odata.fields import CollectionField, Field, NavigationField, ValueField
from billit_async.odata.literals import INT32_MAX
from billit_async.odata.parser import corrected, misread, parse_filter
from billit_async.odata.render import render

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MAX_QUERY_BYTES", "Column", "Order", "Query", "check_length", "encode_query", "raw_filter"]

# IIS and ASP.NET stop at 2048 bytes of raw query, with a bare 404 or 400; the rest is for other parameters.
MAX_QUERY_BYTES: Final = 1900

Order: TypeAlias = OrderBy | Field
Column: TypeAlias = ValueField[Any]


def raw_filter(text: str) -> Expr:
    """Use filter text that is not built from fields; never put user input into it.

    What this package can read goes out as it is. What was pasted from an address or a page is put right as
    ``parse_filter`` does. Anything else goes out as it is: the server may know what we do not.

    Args:
        text: OData v3 filter text.

    Returns:
        An expression that combines with others; it goes out in parentheses.

    Raises:
        TypeError: the text is not a str.
        QueryError: the text is blank, or was pasted and can be meant in several ways; it shows them.

    Source: docs page "odata".
    """
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"a raw filter is a str, not {type(text).__name__}")
    if not text.strip():
        raise QueryError("a raw filter cannot be blank: Billit refuses an empty `$filter`")
    try:
        parse_filter(text, strict=True)
        doubt = misread(text)
    except ODataSyntaxError as error:
        doubt = error
    if doubt is not None:
        try:
            return Raw(corrected(text, doubt))
        except ODataSyntaxError as shown:
            if shown.meant:
                raise
    return Raw(text)


def _to_where(where: Expr | None) -> Expr | None:
    given = cast("object", where)
    if given is None or isinstance(given, Expr):
        return given
    hint = "; compare it: `field.is_(True)`, `field == value`" if isinstance(given, Field) else ""
    if isinstance(given, str):
        hint = "; for text use `raw_filter(...)` or `Expr.parse(...)`"
    raise TypeError(f"`where` takes an expression such as `OrderFields.order_id > 5`, not {type(given).__name__}{hint}")


def _to_order(order: Order | Iterable[Order] | None) -> tuple[OrderBy, ...]:
    if order is None:
        return ()
    terms = (order,) if isinstance(order, OrderBy | Field) else tuple(order)
    return tuple(_to_term(term) for term in terms)


def _to_term(term: object) -> OrderBy:
    if isinstance(term, OrderBy):
        return term
    if isinstance(term, ValueField):
        return cast("ValueField[Never]", term).asc()
    raise TypeError(f"`order_by` takes fields or `field.desc()`, not {term!r}")


def _to_select(select: Column | Path | Iterable[Column | Path] | None) -> tuple[Path, ...]:
    if select is None:
        return ()
    given = cast("object", select)
    columns = (given,) if isinstance(given, Field | Path | str) else tuple(cast("Iterable[object]", given))
    return tuple(dict.fromkeys(map(_to_column, columns)))


def _to_column(column: object) -> Path:
    if isinstance(column, Path):  # of another query, by `attrs.evolve`
        return column
    if not isinstance(column, Field):
        raise TypeError(f"`select` takes fields such as `OrderFields.order_id`, not {column!r}")
    node = column.node
    if not isinstance(node, Path):
        raise TypeError(f"`select` takes columns, and {column!r} is computed")
    if len(node.parts) > 1 or isinstance(column, NavigationField | CollectionField):
        raise QueryError(
            f"`select` takes columns of the row itself, and {column.path} is or lies in an object or a list: OData v3 "
            "gives those only with $expand, which Billit does not document. `details=True` reads whole rows"
        )
    return node


def _to_raw(text: str | None) -> str | None:
    return None if text is None else str(raw_filter(text))


def _whole(name: str, value: int | None, lowest: int) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"`{name}` is an int, not {type(value).__name__}")
    if not lowest <= value <= INT32_MAX:
        raise QueryError(f"`{name}` must lie between {lowest} and {INT32_MAX}, not {shown(value)}")
    return value


def _to_top(value: int | None) -> int | None:
    return _whole("top", value, 1)


def _to_skip(value: int | None) -> int | None:
    return _whole("skip", value, 0)


@attrs.frozen(kw_only=True, repr=False)
class Query:
    """One question to a list, with the arguments of ``list(...)``: ``Query(where=..., order_by=..., top=5)``.

    ``attrs.evolve(query, top=10)`` gives the same question with another argument.

    Args:
        where: Which rows; None for all.
        order_by: Columns to sort by, most important first; takes fields, ``field.desc()`` or a list of them.
        select: The columns to give, as fields; all of them when left out. A list adds its key to them, and the columns
            of the filter.
        top: At most so many rows, 1 to 2147483647; Billit never gives more than 120 a page.
        skip: Leave out so many rows first.
        count: Ask for the number of matching rows with the first page.
        search: Billit's own full text search.
        raw_filter: Filter text, on top of ``where``; see the function ``raw_filter``.

    Attributes:
        where: Which rows, without the raw text; None for all.
        order_by: The columns to sort by.
        select: The columns to give; empty for all of them.
        top: At most so many rows.
        skip: Rows to leave out first.
        count: Whether the number of matching rows is asked for.
        search: What is searched for.
        raw_filter: The filter text on top of ``where``, as it is sent.

    Raises:
        TypeError: an argument of the wrong type.
        QueryError: ``top`` or ``skip`` out of range, a blank ``raw_filter``, a selected object or list.

    Source: docs page "odata"; ``fullTextSearch`` in the Swagger operation ``Order_GetOrders``.
    """

    where: Expr | None = attrs.field(default=None, converter=_to_where)
    order_by: tuple[OrderBy, ...] = attrs.field(default=None, converter=_to_order)
    select: tuple[Path, ...] = attrs.field(default=None, converter=_to_select)
    top: int | None = attrs.field(default=None, converter=_to_top)
    skip: int | None = attrs.field(default=None, converter=_to_skip)
    count: bool = False
    search: str | None = None
    raw_filter: str | None = attrs.field(default=None, converter=_to_raw)

    def __attrs_post_init__(self) -> None:
        if self.search is not None and not isinstance(self.search, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"`search` is a str, not {type(self.search).__name__}")

    @property
    def filter(self) -> Expr | None:
        """The whole condition: ``where`` and ``raw_filter`` together."""
        if self.raw_filter is None:
            return self.where
        raw = Raw(self.raw_filter)
        return raw if self.where is None else self.where & raw

    def narrowed(self, condition: Expr) -> Query:
        """Give the same query with one more condition.

        Args:
            condition: What must hold besides; the conditions so far are kept together in parentheses.
        """
        return attrs.evolve(self, where=condition if self.where is None else self.where & condition)

    def __repr__(self) -> str:
        return f"Query({', '.join(f'{name}={value!r}' for name, value in self.params())})"

    def params(self) -> list[tuple[str, str]]:
        """Give the query options by their exact wire names, values not yet URL-encoded.

        Billit ignores an option whose name it does not know and sends the whole list, so names are never free text.
        """
        pairs: list[tuple[str, str]] = []
        condition = self.filter
        if condition is not None:
            pairs.append(("$filter", render(condition)))
        if self.order_by:
            pairs.append(("$orderby", ",".join(map(str, self.order_by))))
        if self.select:
            pairs.append(("$select", ",".join(map(str, self.select))))
        if self.top is not None:
            pairs.append(("$top", str(self.top)))
        if self.skip is not None:
            pairs.append(("$skip", str(self.skip)))
        if self.count:
            pairs.append(("$inlinecount", "allpages"))
        if self.search:
            pairs.append(("fullTextSearch", self.search))
        return pairs


def encode_query(pairs: Iterable[tuple[str, str]]) -> str:
    """Encode query pairs once, as short as Web API reads them.

    Blanks become ``+``; ``+ & # % ;`` and all that is not ASCII are percent-encoded; quotes and the like stay as they
    are, because the server counts raw bytes. Hand the result to yarl with ``encoded=True``, or it is encoded again.

    Args:
        pairs: Names and values as ``Query.params`` gives them.

    Returns:
        The query string without ``?``.

    Raises:
        QueryError: a value has half a surrogate pair, which no server can read.
    """
    try:
        return "&".join(f"{quote_plus(name, safe='$')}={quote_plus(value, safe=_PLAIN)}" for name, value in pairs)
    except UnicodeEncodeError:
        raise QueryError("the query holds half a character (a lone surrogate), which no server can read") from None


def check_length(encoded: str, limit: int = MAX_QUERY_BYTES) -> str:
    """Refuse a query to which the server would respond with a 404 that explains nothing.

    Args:
        encoded: What ``encode_query`` returned.
        limit: Bytes that are allowed.

    Returns:
        The same text.

    Raises:
        QueryTooLongError: it is longer.
    """
    if len(encoded) > limit:
        raise QueryTooLongError(len(encoded), limit)
    return encoded


_PLAIN: Final = "'(),/:$!*@"
