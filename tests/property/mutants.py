# ruff: noqa: E501 - a piece of source stands here as it stands there
"""Named mistakes in the query language: each is made in a copy of the package, and a test has to notice it.

A test suite that lets one of these through would let the same slip of a hand through. `test_mutants.py` runs them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import attrs

ROOT = Path(__file__).parents[2]
PARSERS = ("tests/unit/test_odata_parser.py", "tests/emulator/test_emulator_odata_parser.py")
LAWS = ("tests/property/test_odata_differential.py", "tests/property/test_odata_properties.py")
VERDICTS = "tests/property/test_odata_verdicts.py"
EVALUATION = (VERDICTS, "tests/unit/test_odata_evaluate.py", *LAWS)
SERVER = (VERDICTS, "tests/property/test_odata_differential.py", "tests/emulator/test_emulator_filters.py")


@attrs.frozen
class Mutant:
    """One mistake.

    Args:
        name: What went wrong, in words.
        file: Module below ``billit_async``.
        old: The right text, once in the file.
        new: The wrong one.
        tests: Files of tests that should notice, quickest first.
    """

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


def _mutants(file: str, tests: tuple[str, ...], *mistakes: tuple[str, str, str]) -> list[Mutant]:
    return [Mutant(name, file, old, new, tests) for name, old, new in mistakes]


MUTANTS = [
    *_mutants(
        "odata/render.py",
        ("tests/unit/test_odata_expressions.py", *LAWS),
        (
            "the right operand of its own level loses its parentheses",
            "return is_right or PRECEDENCE",
            "return PRECEDENCE",
        ),
        ("a looser operand loses its parentheses", "return PRECEDENCE[inner] < PRECEDENCE[outer] or (", "return ("),
        (
            "not goes without parentheses",
            '("not (" if item.op == "not" else "-(", item.operand, ")")',
            '("not " if item.op == "not" else "-(", item.operand, "" if item.op == "not" else ")")',
        ),
        ("a negated number is written as a literal", 'else "-("', 'else "-"'),
        ("arguments are not separated", '(",", arg)', '(" ", arg)'),
        ("raw text goes without parentheses", "return type(child) is Raw", "return False"),
    ),
    *_mutants(
        "odata/literals.py",
        ("tests/unit/test_odata_literals.py", *PARSERS, *LAWS),
        ("quotes are not doubled", """value.replace("'", "''")""", "value"),
        ("decimals lose their M", 'f"{value:f}M"', 'f"{value:f}"'),
        ("64-bit numbers lose their L", 'f"{value}L"', 'f"{value}"'),
        ("stamps are cut to seconds", 'return whole + (f".{digits}" if digits else "")', "return whole"),
        ("Int32 overflows silently", "low <= int(digits) <= high else", "low <= int(digits) <= high * 2 else"),
        ("offsets are read with the wrong sign", '-minutes if zone[0] == "-"', '-minutes if zone[0] == "+"'),
    ),
    *_mutants(
        "odata/parser.py",
        (*PARSERS[:1], *LAWS),
        (
            "operators are right-associative",
            "PRECEDENCE[self.operators[-1]] >= floor",
            "PRECEDENCE[self.operators[-1]] > floor",
        ),
        (
            "not binds at the end",
            "operand = Unary(self.prefixes.pop(), operand)",
            "operand = Unary(self.prefixes.pop(0), operand)",
        ),
        ("a sign stays apart from its number", "lexer.negate(at)", "pass"),
        ("a nesting costs less depth", "_DEPTH_PER_NESTING: Final = 7", "_DEPTH_PER_NESTING: Final = 6"),
        ("variables are never given back", "self.variables.discard(variable)", "pass"),
    ),
    *_mutants(
        "odata/lexer.py",
        (*PARSERS[:1], *LAWS),
        ("a doubled quote ends the text", """if not text.startswith("'", end):""", "if True:"),
        ("names of any letters end at the first", 'char <= "\\uffff"', 'char <= "\\x7f"'),
        (
            "a fraction is a decimal",
            "Edm.INT32 if point is None and power is None else Edm.DOUBLE",
            "Edm.INT32 if point is None and power is None else Edm.DECIMAL",
        ),
    ),
    *_mutants(
        "emulator/odata/parser.py",
        (*PARSERS[1:], *LAWS),
        ("operators are right-associative", "self.expression(level + 1)", "self.expression(level)"),
        ("and is as loose as or", '_LEVELS: Final = (("or",), ("and",), (', '_LEVELS: Final = (("or", "and"), ('),
        ("comparisons have levels", '("eq", "ne", "gt", "ge", "lt", "le")', '("eq", "ne"), ("gt", "ge", "lt", "le")'),
        (
            "not takes the whole comparison",
            "operand: Expr = yield self._primary()",
            "operand: Expr = yield self.expression(2 if prefixes else 9)",
        ),
        ("any may reuse a variable", "if variable in self._variables:", "if False:"),
        ("depth is never given back", "self._depth -= len(prefixes)", "pass"),
        ("a nesting costs more depth", "_DEPTH_OF_AN_EXPRESSION: Final = 7", "_DEPTH_OF_AN_EXPRESSION: Final = 8"),
        (
            "positions are those before the token",
            "Syntax error at position {self.now.end}",
            "Syntax error at position {self.now.start}",
        ),
    ),
    *_mutants(
        "emulator/odata/lexer.py",
        (*PARSERS[1:], *LAWS),
        ("double quotes are quotes", """if char == "'":""", """if char in "'\\"":"""),
        (
            "typed literals double their quotes",
            "            # No doubling in these: the next quote is the end.\n            self._at += 1",
            "            return self._string(start)",
        ),
        ("separators are blanks", 'and not "\\x1c" <= char <= "\\x1f"', ""),
        (
            "a complaint further on comes first",
            'return Token("broken", where, start, start)',
            "raise SyntaxRefusal(where)",
        ),
    ),
    *_mutants(
        "emulator/odata/literals.py",
        (*PARSERS[1:], *LAWS),
        ("Int32 has 32 bits and a sign", "_whole(text, 31)", "_whole(text, 32)"),
        ("24 o'clock exists", "if hour > 23", "if hour > 24"),
        ("decimals are cut", "_SCALE: Final = 28", "_SCALE: Final = 27"),
        (
            "singles stay doubles",
            'float(struct.unpack("<f", struct.pack("<f", float(text[:-1])))[0])',
            "float(text[:-1])",
        ),
    ),
    *_mutants(
        "emulator/odata/compiler.py",
        SERVER,
        ("all is true of unknown bodies", "{body.text} IS NOT 1)", "NOT {body.text})"),
        ("any counts unknown bodies", "{body.text} IS 1)", "{body.text} IS NOT 0)"),
        (
            "a null collection has all",
            'if node.op == "all" and self._settings',
            'if node.op == "any" and self._settings',
        ),
        ("two nots are one", "if negations % 2 else", "if negations else"),
        (
            "turned sides keep their operator",
            "left, right, op = right, left, _MIRRORED[op]",
            "left, right = right, left",
        ),
        (
            "null compares with null as unknown",
            'text="(1)" if op == "eq" else "(0)")',
            'text="(NULL)" if op == "eq" else "(0)")',
        ),
        ("the quick equality looks at ASCII only in the literal", "if not text.isascii():", "if False:"),
        ("the quick equality folds no row", "o_fold({left.text}) {operator} ? ", "{left.text} {operator} ? "),
        ("texts in memory sort nulls as unknown", 'if mode == "linq" and op not in {"eq", "ne"}:', "if False:"),
        (
            "texts in memory are unknown when null",
            'joined(op, left, right, "ef" if mode == "linq" else mode)',
            "joined(op, left, right, mode)",
        ),
        ("null sorts behind the texts", '"ge": "(1)", "lt": "(0)"', '"ge": "(0)", "lt": "(1)"'),
    ),
    *_mutants(
        "emulator/odata/numbers.py",
        SERVER,
        (
            "null equals nothing in Entity Framework",
            'if op in {"eq", "ne"} and mode == "ef":',
            'if op == "eq" and mode == "ef":',
        ),
        (
            "cents are rounded the other way",
            'if op in {"gt", "le"} else ROUND_CEILING',
            'if op in {"lt", "ge"} else ROUND_CEILING',
        ),
        (
            "fractions equal the nearest cent",
            'if op in {"eq", "ne"}:\n            return _decided',
            'if op in {"eq"} and False:\n            return _decided',
        ),
        ("a decided comparison forgets the null", "if not left.nullable or (", "if True or ("),
        ("amounts of two scales compare as they are stored", "10**digits", "1"),
        (
            "decimals meet doubles",
            "if edm is None:\n        raise incompatible(op, left, right)\n    mode",
            "if edm is None:\n        edm = Edm.DECIMAL\n    mode",
        ),
        (
            "computed nulls are unknown in Entity Framework",
            'if mode == "ef" and op in {"eq", "ne"}:\n        text',
            "if False:\n        text",
        ),
    ),
    *_mutants(
        "emulator/odata/functions.py",
        SERVER,
        (
            "substringof has its arguments turned",
            "_folded(reversed_pair(arguments), settings)",
            "_folded(arguments, settings)",
        ),
        ("needles mind their letter case", "if not settings.odata.ignore_case:", "if True:"),
        (
            "halves are rounded to even in databases",
            '"even" if settings.odata.null_mode == "linq" else "away"',
            '"even"',
        ),
        (
            "substring clamps in databases",
            'if settings.odata.null_mode == "linq" else "o_substring_window"',
            'if True else "o_substring_window"',
        ),
        ("minutes are seconds", '"minute": (15, 2)', '"minute": (18, 2)'),
    ),
    *_mutants(
        "emulator/odata/sqlite.py",
        SERVER,
        (
            "integers are divided downwards",
            "quotient = abs(one) // abs(other)\n            if (one < 0) != (other < 0):\n                quotient = -quotient",
            "quotient = one // other",
        ),
        ("a remainder has the sign of the divisor", "else one - quotient * other", "else one % other"),
        (
            "decimals are floats",
            "value = _CONTEXT.add(left, right)",
            "value = Decimal(str(float(left) + float(right)))",
        ),
        (
            "no number equals itself",
            'return op == "ne" if left.is_nan() or right.is_nan()',
            'return op == "eq" if left.is_nan() or right.is_nan()',
        ),
        (
            "halves go up and not away from zero",
            "return repr(math.copysign(nearest, number))",
            "return repr(float(math.floor(number + 0.5)))",
        ),
        ("texts grow in capitals", "changed if len(changed := change(char)) == 1 else char", "change(char)"),
        ("indexes begin at one", "needle is None else text.find(needle)", "needle is None else text.find(needle) + 1"),
        ("a start before the text is its end", "text[max(start, 0) :]", "text[start:]"),
        (
            "null sorts last",
            "return (one is not None) - (other is not None)",
            "return (other is not None) - (one is not None)",
        ),
        (
            "a division by zero is zero",
            'raise ZeroDivisionError("Divide by zero error encountered.")\n            quotient',
            "return 0\n            quotient",
        ),
    ),
    *_mutants(
        "emulator/odata/types.py",
        ("tests/emulator/test_emulator_changes.py", *SERVER),
        ("offsets are ignored", 'if moment[-6] in "+-"', "if False"),
        (
            "Z is an offset",
            'moment.removesuffix("Z"), "")',
            'moment.removesuffix("Z"), "+00:00" if moment[-1] == "Z" else "")',
        ),
        (
            "integers do not become decimals",
            "return None if {left, right} & FLOATS and not either else Edm.DECIMAL",
            "return None",
        ),
    ),
    *_mutants(
        "odata/evaluate.py",
        EVALUATION,
        ("null equals nothing", 'return (left is None and right is None) == (node.op == "eq")', "return None"),
        (
            "unknown is false under not",
            "if value is None:\n            return None\n        if op",
            "if value is None:\n            value = False\n        if op",
        ),
        (
            "all is true of unknown bodies",
            "verdict is not None and _boolean(verdict, node.op)",
            '(node.op == "all" if verdict is None else _boolean(verdict, node.op))',
        ),
        (
            "or of unknown and true is unknown",
            "if right is decided:\n            return op",
            "if right is decided and left is not None:\n            return op",
        ),
        ("letter case counts", "if self.ignore_case and isinstance(one, str):", "if False:"),
        ("needles mind their letter case", "if self.ignore_case and name in _FINDING:", "if False:"),
        (
            "integers are divided downwards",
            "quotient = abs(one) // abs(other) * (1 if (one < 0) == (other < 0) else -1)",
            "quotient = one // other",
        ),
        (
            "substringof has its arguments turned",
            "return str.find(text, needle) >= 0",
            "return str.find(needle, text) >= 0",
        ),
        (
            "amounts follow the caller's context",
            "Context(prec=28, rounding=ROUND_HALF_EVEN)",
            "Context(prec=6, rounding=ROUND_HALF_EVEN)",
        ),
    ),
]


def run(mutant: Mutant, workspace: Path) -> str:
    """Make one mistake in a copy of the package, and run the tests that should notice.

    Args:
        mutant: The mistake.
        workspace: An empty directory.

    Returns:
        ``killed``, ``survived``, or what is wrong with the mutant itself.
    """
    shutil.copytree(ROOT / "billit_async", workspace / "billit_async", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests", workspace / "tests", ignore=shutil.ignore_patterns("__pycache__", ".hypothesis"))
    shutil.copy(ROOT / "pyproject.toml", workspace)
    path = workspace / "billit_async" / mutant.file
    source = path.read_text()
    if source.count(mutant.old) < 1:
        return "the text is not in the file"
    path.write_text(source.replace(mutant.old, mutant.new))
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "not soak", "-p", "no:cacheprovider", *mutant.tests]
    environment = {**os.environ, "PYTHONPATH": str(workspace), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ended = subprocess.run(command, cwd=workspace, env=environment, capture_output=True, timeout=240, check=False)
    except subprocess.TimeoutExpired:
        return "killed"
    if ended.returncode < 0:
        return "killed"  # the whole process: the mistake made it run in circles until its memory was gone
    return {0: "survived", 1: "killed", 2: "killed"}.get(ended.returncode, f"pytest ended with {ended.returncode}")
