"""OData v3 as Billit speaks it: typed query fields, expressions, a parser and a query; pure, it never does I/O."""

from __future__ import annotations

from billit_async.errors import ODataEvaluationError, ODataSyntaxError, QueryTooLongError
from billit_async.odata.ast import (
    AnyAll,
    Binary,
    Call,
    Edm,
    Expr,
    Literal,
    Node,
    OrderBy,
    Path,
    Raw,
    Unary,
    set_language,
)
from billit_async.odata.evaluate import matches
from billit_async.odata.fields import (
    BoolField,
    CollectionField,
    DateTimeField,
    EnumField,
    Field,
    GuidField,
    IntField,
    LongField,
    MoneyField,
    NavigationField,
    NumberField,
    OrderedField,
    QuantityField,
    StringField,
    ValueField,
)
from billit_async.odata.parser import parse_filter, parse_orderby
from billit_async.odata.query import (
    MAX_QUERY_BYTES,
    Query,
    check_length,
    encode_query,
    raw_filter,
)
from billit_async.odata.render import render

__all__ = [
    "MAX_QUERY_BYTES",
    "AnyAll",
    "Binary",
    "BoolField",
    "Call",
    "CollectionField",
    "DateTimeField",
    "Edm",
    "EnumField",
    "Expr",
    "Field",
    "GuidField",
    "IntField",
    "Literal",
    "LongField",
    "MoneyField",
    "NavigationField",
    "Node",
    "NumberField",
    "ODataEvaluationError",
    "ODataSyntaxError",
    "OrderBy",
    "OrderedField",
    "Path",
    "QuantityField",
    "Query",
    "QueryTooLongError",
    "Raw",
    "StringField",
    "Unary",
    "ValueField",
    "check_length",
    "encode_query",
    "matches",
    "parse_filter",
    "parse_orderby",
    "raw_filter",
    "render",
]


class _ODataV3:
    """OData v3, for the methods of expressions."""

    parse = staticmethod(parse_filter)
    render = staticmethod(render)
    matches = staticmethod(matches)


set_language(_ODataV3())
