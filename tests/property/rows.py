"""Rows of a made-up list, and the two that decide on them: the emulator's database, and `matches`."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING, Any

import attrs
from hypothesis import strategies as st

from billit_async.emulator.odata.columns import Collection, Column
from billit_async.emulator.odata.compiler import FilterCompiler
from billit_async.emulator.odata.sqlite import register
from billit_async.odata import Expr, ODataEvaluationError, render
from tests.property.null_modes import matches

if TYPE_CHECKING:
    from decimal import Decimal

    from billit_async.emulator import EmulatorSettings

ALPHABET = "aAbB%_'+&#éÉß \u017f"
any_text = st.text(alphabet=st.sampled_from(ALPHABET), max_size=5)


@attrs.define(kw_only=True)
class Part:
    identifier: str | None = attrs.field(default=None, metadata={"wire": "Identifier"})
    scheme: str | None = attrs.field(default=None, metadata={"wire": "SchemeID"})
    preferred: bool | None = attrs.field(default=None, metadata={"wire": "Preferred"})


@attrs.define(kw_only=True)
class Thing:
    key: int = attrs.field(default=1, metadata={"wire": "Key"})
    s: str | None = attrs.field(default=None, metadata={"wire": "S"})
    t: str | None = attrs.field(default=None, metadata={"wire": "T"})
    n: int | None = attrs.field(default=None, metadata={"wire": "N"})
    k: int | None = attrs.field(default=None, metadata={"wire": "K"})
    m: Decimal | None = attrs.field(default=None, metadata={"wire": "M"})
    p: Decimal | None = attrs.field(default=None, metadata={"wire": "P"})
    d: datetime | None = attrs.field(default=None, metadata={"wire": "D"})
    f: bool | None = attrs.field(default=None, metadata={"wire": "F"})
    g: bool | None = attrs.field(default=None, metadata={"wire": "G"})
    parts: list[Part] | None = attrs.field(default=None, metadata={"wire": "Identifiers"})


KINDS: dict[str, tuple[Any, int]] = {
    "S": ("str", 0), "T": ("str", 0), "N": ("int", 0), "K": ("int", 0), "M": ("decimal", 2), "P": ("decimal", 5),
    "D": ("datetime", 0), "F": ("bool", 0), "G": ("bool", 0),
}  # fmt: skip
THINGS = Collection(
    shape="Product",
    table="things",
    key="Key",
    type_name="Test.Thing",
    columns={
        "Key": Column(path="Key", kind="int", nullable=False),
        **{name: Column(path=name, kind=kind, scale=scale) for name, (kind, scale) in KINDS.items()},
    },
    collections={"Identifiers": "PartyIdentifier"},
)
texts = st.none() | any_text
flags = st.none() | st.booleans()
moments = st.datetimes(datetime(2023, 12, 30), datetime(2024, 3, 2)).map(lambda moment: moment.replace(microsecond=0))
things = st.builds(
    Thing,
    s=texts,
    t=texts,
    n=st.none() | st.integers(-3, 3),
    k=st.none() | st.integers(-3, 3),
    m=st.none() | st.decimals(-3, 3, places=2),
    p=st.none() | st.decimals(-3, 3, places=5),
    d=st.none() | moments,
    f=flags,
    g=flags,
    parts=st.none() | st.lists(st.builds(Part, identifier=texts, scheme=texts, preferred=flags), max_size=3),
)


def stored(thing: Thing) -> sqlite3.Connection:
    """A table with this one row, as the emulator would keep it."""
    row = {"Key": thing.key, "S": thing.s, "T": thing.t, "N": thing.n, "K": thing.k, "M": thing.m, "P": thing.p}
    row |= {"D": None if thing.d is None else thing.d.isoformat(), "F": thing.f, "G": thing.g}
    document: dict[str, Any] = {}
    if thing.parts is not None:
        named = [{"Identifier": part.identifier, "SchemeID": part.scheme, "Preferred": part.preferred}
                 for part in thing.parts]  # fmt: skip
        document["Identifiers"] = [{key: value for key, value in part.items() if value is not None} for part in named]
    connection = sqlite3.connect(":memory:")
    register(connection)
    connection.execute(THINGS.create_table("Document BLOB"))
    connection.execute(THINGS.insert("Document"), [*THINGS.row(row), json.dumps(document).encode()])
    return connection


def decided_by_sql(thing: Thing, tree: Expr, settings: EmulatorSettings) -> bool | None:
    """The verdict of the emulator's parser, compiler and database; None when it fails on the row."""
    condition = FilterCompiler(THINGS, settings).condition(render(tree))
    assert condition is not None
    connection = stored(thing)
    try:
        statement = f"SELECT Key FROM things WHERE {condition.text}"  # noqa: S608 - compiled by what is tested
        rows = connection.execute(statement, condition.values).fetchall()
    except sqlite3.OperationalError as error:
        assert "user-defined function" in str(error), (error, str(tree))  # noqa: PT017
        return None
    finally:
        connection.close()
    return bool(rows)


def decided_by_python(thing: Thing, tree: Expr, settings: EmulatorSettings) -> bool | None:
    try:
        return matches(tree, thing, null_mode=settings.odata.null_mode, ignore_case=settings.odata.ignore_case)
    except ODataEvaluationError:
        return None
