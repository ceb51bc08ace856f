"""Rows and verdicts written down by hand: the corners of the filter language in which two evaluators could agree on a
mistake, or which random rows meet too seldom. Both the emulator's database and `matches` have to give them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from billit_async.emulator import EmulatorSettings, ODataSettings
from billit_async.odata import parse_filter
from tests.property.rows import Part, Thing, decided_by_python, decided_by_sql

ALL = {"ef", "linq", "sql"}
UNKNOWN_PART = Thing(parts=[Part(identifier="a")])
HALF_PAST = datetime(2024, 1, 1, 3, 30, 15)

# A filter, a row, and the null modes in which the row passes.
VERDICTS: list[tuple[str, Any, set[str]]] = [
    # What is unknown of an entry: `all` wants it true, `any` too.
    ("Identifiers/all(v: v/Preferred eq true)", UNKNOWN_PART, set()),
    ("Identifiers/any(v: v/Preferred eq true)", UNKNOWN_PART, set()),
    ("Identifiers/any(v: v/Preferred)", UNKNOWN_PART, set()),
    ("Identifiers/all(v: v/Preferred)", UNKNOWN_PART, set()),
    ("Identifiers/all(v: not (v/Preferred eq true))", UNKNOWN_PART, {"ef"}),
    ("not Identifiers/all(v: v/Preferred)", UNKNOWN_PART, ALL),
    ("Identifiers/all(v: v/Identifier eq 'a')", Thing(parts=[]), ALL),
    ("Identifiers/all(v: v/Identifier eq 'a')", Thing(parts=None), {"ef", "sql"}),
    ("Identifiers/all(v: v/Identifier eq 'b')", Thing(parts=None), {"ef", "sql"}),
    ("Identifiers/any(v: v/Identifier eq 'a')", Thing(parts=None), set()),
    ("Identifiers/any()", Thing(parts=[]), set()),
    ("Identifiers/any()", UNKNOWN_PART, ALL),
    # Negations.
    ("not not F", Thing(f=True), ALL),
    ("not (not (F))", Thing(f=False), set()),
    ("not not not F", Thing(f=False), ALL),
    ("not F eq true", Thing(f=False), ALL),
    ("not F eq true", Thing(f=True), set()),
    ("not F eq false", Thing(f=True), ALL),
    ("not (F eq false)", Thing(f=True), ALL),
    ("F or G", Thing(f=None, g=True), ALL),
    ("F and G", Thing(f=None, g=True), set()),
    ("not (F and G)", Thing(f=None, g=False), ALL),
    # Null: the table of the three semantics.
    ("null eq null", Thing(), ALL),
    ("null ne null", Thing(), set()),
    ("not (null ne null)", Thing(), ALL),
    ("S eq null", Thing(), ALL),
    ("S ne null", Thing(), set()),
    ("S ne 'a'", Thing(), {"ef", "linq"}),
    ("N ne 5", Thing(), {"ef"}),
    ("N eq K", Thing(), {"ef"}),
    ("N ne K", Thing(n=1), {"ef"}),
    ("S eq T", Thing(), {"ef", "linq"}),
    ("not (N eq 5)", Thing(), {"ef"}),
    ("N gt 5", Thing(), set()),
    ("N gt null", Thing(n=1), set()),
    ("S lt 'M'", Thing(), {"linq"}),
    ("S ge 'M'", Thing(), set()),
    ("S lt null", Thing(s="a"), set()),
    ("S gt null", Thing(s="a"), {"linq"}),
    ("S ge null", Thing(), {"linq"}),
    ("S le null", Thing(), {"linq"}),
    ("startswith(S,'a')", Thing(), set()),
    ("N add 1 ne 5", Thing(), {"ef"}),
    ("N add 1 eq K add 1", Thing(), {"ef"}),
    ("M add 1 ne 5", Thing(), {"ef"}),
    ("M mul 2 eq P mul 2", Thing(), {"ef"}),
    ("F eq null", Thing(), ALL),
    # Amounts: cents are compared as what they are.
    ("M eq 1.005M", Thing(m=Decimal("1.00")), set()),
    ("M eq 1.005M", Thing(m=Decimal("1.01")), set()),
    ("M ne 1.005M", Thing(m=Decimal("1.01")), ALL),
    ("M ne 1.005M", Thing(), {"ef"}),
    ("not (M eq 1.005M)", Thing(), {"ef"}),
    ("M gt 1.005M", Thing(m=Decimal("1.00")), set()),
    ("M gt 1.005M", Thing(m=Decimal("1.01")), ALL),
    ("M ge 1.005M", Thing(m=Decimal("1.00")), set()),
    ("M ge 1.005M", Thing(m=Decimal("1.01")), ALL),
    ("M lt 1.005M", Thing(m=Decimal("1.00")), ALL),
    ("M lt 1.005M", Thing(m=Decimal("1.01")), set()),
    ("M le 1.005M", Thing(m=Decimal("1.00")), ALL),
    ("M le 1.005M", Thing(m=Decimal("1.01")), set()),
    ("M gt 99999999999999999999M", Thing(m=Decimal("1.00")), set()),
    ("not (M gt 99999999999999999999M)", Thing(), set()),
    ("M eq P", Thing(m=Decimal("1.25"), p=Decimal("1.25000")), ALL),
    ("M lt P", Thing(m=Decimal("1.25"), p=Decimal("1.24999")), set()),
    ("M gt P", Thing(m=Decimal("1.25"), p=Decimal("1.24999")), ALL),
    ("M add 0.1M eq 0.3M", Thing(m=Decimal("0.20")), ALL),
    ("M sub 0.1M eq 0.2M", Thing(m=Decimal("0.30")), ALL),
    ("M mul 3 eq 0.3M", Thing(m=Decimal("0.10")), ALL),
    ("M mul 2 eq 24691358.02M", Thing(m=Decimal("12345679.01")), ALL),
    ("P add 0.00001M eq 12345679.01235M", Thing(p=Decimal("12345679.01234")), ALL),
    ("-M eq -1.5M", Thing(m=Decimal("1.50")), ALL),
    # Whole numbers: cut off, and the sign of the dividend.
    ("N div 2 eq -1", Thing(n=-3), ALL),
    ("N div -2 eq -1", Thing(n=3), ALL),
    ("N div -2 eq 1", Thing(n=-3), ALL),
    ("N mod 2 eq -1", Thing(n=-3), ALL),
    ("N mod -2 eq 1", Thing(n=3), ALL),
    ("N sub K sub 1 eq 1", Thing(n=3, k=1), ALL),
    ("N sub (K sub 1) eq 3", Thing(n=3, k=1), ALL),
    ("N add K mul 2 eq 5", Thing(n=3, k=1), ALL),
    # Doubles.
    ("NaN eq NaN", Thing(), set()),
    ("NaN ne NaN", Thing(), ALL),
    ("N mul 1.0 eq NaN", Thing(n=1), set()),
    ("N mul 1.0 ne NaN", Thing(n=1), ALL),
    ("N mul 0.5 eq 1.5", Thing(n=3), ALL),
    # Halves: away from zero in a database, to the even number in memory.
    ("round(M) eq 3", Thing(m=Decimal("2.50")), {"ef", "sql"}),
    ("round(M) eq 2", Thing(m=Decimal("2.50")), {"linq"}),
    ("round(M) eq -3", Thing(m=Decimal("-2.50")), {"ef", "sql"}),
    ("round(M) eq 4", Thing(m=Decimal("3.50")), ALL),
    ("round(N mul 0.5) eq -3.0", Thing(n=-5), {"ef", "sql"}),
    ("round(N mul 0.5) eq -2.0", Thing(n=-5), {"linq"}),
    ("floor(M) eq -3", Thing(m=Decimal("-2.50")), ALL),
    ("ceiling(M) eq -2", Thing(m=Decimal("-2.50")), ALL),
    # Texts.
    ("substringof('a',S)", Thing(s="ba"), ALL),
    ("substringof(S,'a')", Thing(s="ba"), set()),
    ("startswith(S,'%')", Thing(s="a%"), set()),
    ("substringof('_',S)", Thing(s="ab"), set()),
    ("indexof(S,'b') eq 1", Thing(s="ab"), ALL),
    ("indexof(S,'x') eq -1", Thing(s="ab"), ALL),
    ("toupper(S) eq 'ß'", Thing(s="ß"), ALL),
    ("length(toupper(S)) eq 1", Thing(s="ß"), ALL),
    ("length(S) eq 3", Thing(s="a b"), ALL),
    ("trim(S) eq 'a b'", Thing(s=" a b "), ALL),
    ("substring(S,1) eq 'bc'", Thing(s="abc"), ALL),
    ("substring(S,1,1) eq 'b'", Thing(s="abc"), ALL),
    ("substring(S,-1) eq 'abc'", Thing(s="abc"), ALL),
    ("substring(S,-1,2) eq 'ab'", Thing(s="abc"), {"linq"}),
    ("substring(S,-1,2) eq 'a'", Thing(s="abc"), {"ef", "sql"}),
    ("concat(S,T) eq 'ab'", Thing(s="a", t="b"), ALL),
    # Date-times.
    ("minute(D) eq 30", Thing(d=HALF_PAST), ALL),
    ("second(D) eq 15", Thing(d=HALF_PAST), ALL),
    ("hour(D) eq 3", Thing(d=HALF_PAST), ALL),
    ("day(D) eq 1 and month(D) eq 1 and year(D) eq 2024", Thing(d=HALF_PAST), ALL),
    ("D lt DateTime'2024-01-01T03:30:15.0000001'", Thing(d=HALF_PAST), ALL),
    ("D ge DateTime'2024-01-01T03:30:15.0000001'", Thing(d=HALF_PAST), set()),
    ("D eq DateTime'2024-01-01T02:30:15+00:00'", Thing(d=HALF_PAST), ALL),
    ("D eq DateTime'2024-01-01T03:30:15Z'", Thing(d=HALF_PAST), ALL),
]
# A filter, a row, and whether it passes where letter case counts, and where it does not.
LETTERS = [
    ("S eq 'ab'", "AB", False, True),
    ("S ne 'ab'", "AB", True, False),
    ("'ab' eq S", "AB", False, True),
    ("S eq 'É'", "é", False, True),
    ("S eq 'e'", "é", False, False),
    ("S eq 'k'", "\u212a", False, True),
    ("S eq '\u212a'", "k", False, True),
    ("S eq 'ab '", "ab", False, False),
    ("startswith(S,'A')", "ab", False, True),
    ("endswith(S,'B')", "ab", False, True),
    ("substringof('É',S)", "aéb", False, True),
    ("indexof(S,'B') eq 1", "ab", False, True),
    ("tolower(S) eq 'ab'", "AB", True, True),
    ("S gt 'B'", "a", True, False),
]


@pytest.mark.parametrize("mode", sorted(ALL))
@pytest.mark.parametrize(("source", "row", "passes"), VERDICTS, ids=[str(verdict[0]) for verdict in VERDICTS])
def test_a_row_passes_in_these_null_modes_and_in_no_other(source: str, row: Any, passes: set[str], mode: Any) -> None:
    tree = parse_filter(source)
    settings = EmulatorSettings(odata=ODataSettings(null_mode=mode, ignore_case=False))
    verdicts = decided_by_sql(row, tree, settings), decided_by_python(row, tree, settings)
    assert verdicts == (mode in passes, mode in passes), source


@pytest.mark.parametrize("mode", sorted(ALL))
@pytest.mark.parametrize(("source", "text", "exact", "folded"), LETTERS)
def test_letter_case_counts_or_does_not(source: str, text: str, exact: bool, folded: bool, mode: Any) -> None:
    for ignore_case, passes in ((False, exact), (True, folded)):
        settings = EmulatorSettings(odata=ODataSettings(null_mode=mode, ignore_case=ignore_case))
        tree, row = parse_filter(source), Thing(s=text)
        assert decided_by_sql(row, tree, settings) is passes, (source, "database")
        assert decided_by_python(row, tree, settings) is passes, (source, "python")


@pytest.mark.parametrize("source", ["N div 0 eq 1", "N mod K eq 1", "N div K eq null"])
@pytest.mark.parametrize("mode", ["ef", "sql"])
def test_a_division_by_zero_fails_instead_of_deciding(source: str, mode: Any) -> None:
    row, tree, settings = Thing(n=1, k=0), parse_filter(source), EmulatorSettings(odata=ODataSettings(null_mode=mode))
    assert decided_by_sql(row, tree, settings) is None
    assert decided_by_python(row, tree, settings) is None


@pytest.mark.parametrize("mode", sorted(ALL))
def test_an_amount_is_never_equal_to_no_number_where_the_server_lets_them_meet(mode: Any) -> None:
    settings = EmulatorSettings(odata=ODataSettings(null_mode=mode, decimal_columns="either"))
    for source, passes in (("M mul 2 eq NaN", False), ("M mul 2 ne NaN", True), ("M mul 2 gt NaN", False)):
        assert decided_by_sql(Thing(m=Decimal("1.50")), parse_filter(source), settings) is passes, source
