"""What to ask of a list: filter, order, page and search as one immutable value, encoded once; it never sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Never, TypeAlias, cast
from urllib.parse import quote_plus

import attrs

from billit_async._serialization.values import shown
from billit_async.errors import QueryError
from billit_async.odata.ast import Expr, OrderBy, Raw
from billit_async.odata.fields import Field, ValueField
from billit_async.odata.literals import INT32_MAX
from billit_async.odata.parser import ODataSyntaxError, corrected, misread, parse_filter
from billit_async.odata.render import render

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MAX_QUERY_BYTES", "Order", "Query", "QueryTooLongError", "check_length", "encode_query", "raw_filter"]

# IIS and ASP.NET stop at 2048 bytes of raw query and answer a bare 404 or 400; the rest is for other parameters.
MAX_QUERY_BYTES: Final = 1900

Order: TypeAlias = OrderBy | Field


class QueryTooLongError(QueryError):
    """The encoded query is longer than the server reads.

    Attributes:
        length: Bytes of the encoded query.
        limit: Bytes that are allowed.
    """

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"the query is {length} bytes long and the server reads about {limit}: "
            "shorten `.in_()` lists or split the query in several"
        )
        self.length = length
        self.limit = limit

    def __reduce__(self) -> tuple[type[QueryTooLongError], tuple[int, int]]:
        return type(self), (self.length, self.limit)


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
        raise QueryError("a raw filter cannot be blank: Billit answers an empty `$filter` with an error")
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
    """One question to a list, made at once, ``Query(where=...)``, or step by step, ``Query().where(...).top(5)``.

    Each step gives a new query and leaves this one as it is.

    Args:
        where: Which rows; None for all.
        order_by: Columns to sort by, most important first; takes fields, ``field.desc()`` or a list of them.
        top: At most so many rows, 1 to 2147483647; Billit never gives more than 120 a page.
        skip: Leave out so many rows first.
        count: Ask for the number of matching rows with the first page.
        search: Billit's own full text search.
        raw_filter: Filter text, on top of ``where``; see the function ``raw_filter``.

    Attributes:
        condition: Which rows, without the raw text; None for all.
        ordering: The columns to sort by.
        limit: At most so many rows.
        offset: Rows to leave out first.
        counts: Whether the number of matching rows is asked for.
        text: What is searched for.

    Raises:
        TypeError: an argument of the wrong type.
        QueryError: ``top`` or ``skip`` out of range, a blank ``raw_filter``.

    Source: docs page "odata"; ``fullTextSearch`` in the Swagger operation ``Order_GetOrders``.
    """

    condition: Expr | None = attrs.field(default=None, converter=_to_where, alias="where")
    ordering: tuple[OrderBy, ...] = attrs.field(default=None, converter=_to_order, alias="order_by")
    limit: int | None = attrs.field(default=None, converter=_to_top, alias="top")
    offset: int | None = attrs.field(default=None, converter=_to_skip, alias="skip")
    counts: bool = attrs.field(default=False, alias="count")
    text: str | None = attrs.field(default=None, alias="search")
    _raw: str | None = attrs.field(default=None, alias="raw_filter")

    def __attrs_post_init__(self) -> None:
        if self._raw is not None:
            object.__setattr__(self, "_raw", str(raw_filter(self._raw)))
        if self.text is not None and not isinstance(self.text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise TypeError(f"`search` is a str, not {type(self.text).__name__}")

    def where(self, *conditions: Expr) -> Query:
        """Ask for rows that meet these conditions besides those so far.

        Args:
            conditions: Each holds together in parentheses.

        Raises:
            TypeError: one of them is no condition.
        """
        found = self
        for condition in conditions:
            checked = _to_where(condition)
            if checked is None:
                raise TypeError("`where` takes an expression such as `OrderFields.order_id > 5`, not None")
            found = found.narrowed(checked)
        return found

    def order_by(self, *terms: Order) -> Query:
        """Sort by these columns instead of those so far, most important first.

        Args:
            terms: Fields, or ``field.desc()``; none for Billit's own order.

        Raises:
            TypeError: one of them is no column.
        """
        return attrs.evolve(self, order_by=terms)

    def top(self, rows: int | None) -> Query:
        """Ask for at most so many rows, 1 to 2147483647; None for all of them.

        Raises:
            TypeError: it is no whole number.
            QueryError: it is out of range.
        """
        return attrs.evolve(self, top=rows)

    def skip(self, rows: int | None) -> Query:
        """Leave out so many rows at the beginning.

        Raises:
            TypeError: it is no whole number.
            QueryError: it is out of range.
        """
        return attrs.evolve(self, skip=rows)

    def count(self, asked: bool = True) -> Query:  # noqa: FBT001, FBT002 - `query.count()` is the sentence
        """Ask for the number of matching rows with the first page."""
        return attrs.evolve(self, count=asked)

    def search(self, text: str | None) -> Query:
        """Use Billit's own full text search.

        Raises:
            TypeError: it is no text.
        """
        return attrs.evolve(self, search=text)

    def raw_filter(self, text: str) -> Query:
        """Add filter text; never put user input into it. See the function ``raw_filter``.

        Raises:
            TypeError: it is no text.
            QueryError: it is blank, or was pasted and can be meant in several ways.
        """
        return self.narrowed(raw_filter(text))

    @property
    def filter(self) -> Expr | None:
        """The whole condition: ``where`` and ``raw_filter`` together."""
        if self._raw is None:
            return self.condition
        raw = Raw(self._raw)
        return raw if self.condition is None else self.condition & raw

    def narrowed(self, condition: Expr) -> Query:
        """Give the same query with one more condition.

        Args:
            condition: What must hold besides; the conditions so far are kept together in parentheses.
        """
        return attrs.evolve(self, where=condition if self.condition is None else self.condition & condition)

    def __repr__(self) -> str:
        return f"Query({', '.join(f'{name}={value!r}' for name, value in self.params())})"

    def params(self) -> list[tuple[str, str]]:
        """Give the query options by their exact wire names, values not yet URL-encoded.

        Billit ignores an option whose name it does not know and answers the whole list, so names are never free text.
        """
        pairs: list[tuple[str, str]] = []
        condition = self.filter
        if condition is not None:
            pairs.append(("$filter", render(condition)))
        if self.ordering:
            pairs.append(("$orderby", ",".join(map(str, self.ordering))))
        if self.limit is not None:
            pairs.append(("$top", str(self.limit)))
        if self.offset is not None:
            pairs.append(("$skip", str(self.offset)))
        if self.counts:
            pairs.append(("$inlinecount", "allpages"))
        if self.text:
            pairs.append(("fullTextSearch", self.text))
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
    """Refuse a query that the server would answer with a 404 that explains nothing.

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
