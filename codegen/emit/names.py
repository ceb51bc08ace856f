"""Python names for Billit's wire names: one rule, and the few words that the rule cannot see."""

from __future__ import annotations

import re
from typing import Final

# Words that the rule below would tear apart: acronyms in the plural, and acronyms of mixed case.
_WORDS: Final = {"CSVs": "Csvs", "IDs": "Ids", "PDFs": "Pdfs", "URLs": "Urls", "KSeF": "Ksef"}

# Keywords and builtins, of every Python version alike, whichever runs the generator.
TAKEN: Final = frozenset(
    """
    ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError
    BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError
    ConnectionResetError DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError Exception
    ExceptionGroup False FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError
    ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError
    KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError None NotADirectoryError NotImplemented
    NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError ProcessLookupError
    PythonFinalizationError RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning
    StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError True
    TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError
    UnicodeWarning UserWarning ValueError Warning ZeroDivisionError abs aiter all and anext any as ascii assert
    async await bin bool break breakpoint bytearray bytes callable chr class classmethod compile complex continue
    copyright credits def del delattr dict dir divmod elif else enumerate eval except exec exit filter finally float
    for format from frozenset getattr global globals hasattr hash help hex id if import in input int is isinstance
    issubclass iter lambda len license list locals map max memoryview min next nonlocal not object oct open or ord
    pass pow print property quit raise range repr return reversed round set setattr slice sorted staticmethod str
    sum super try tuple type vars while with yield zip
    """.split()  # noqa: SIM905 - a list of them would be 200 lines
)

_BOUNDARIES: Final = re.compile(
    r"(?<=[a-z0-9])(?=[A-Z])"  # order|Number
    r"|(?<=[A-Z])(?=[A-Z][a-z])"  # VAT|Number
)


def python_name(wire: str) -> str:
    """Turn a wire name into the name of a Python attribute.

    Args:
        wire: A property name of the API, for example ``VATNumber``.

    Returns:
        Snake case, acronyms kept together: ``vat_number``. Keywords and builtins get a trailing underscore: ``id_``.
    """
    for word, replacement in _WORDS.items():
        wire = wire.replace(word, replacement)
    name = re.sub(r"[^0-9a-z]+", "_", _BOUNDARIES.sub("_", wire).lower()).strip("_")
    return f"{name}_" if name in TAKEN else name


def member_name(value: str) -> str:
    """Turn an enumeration value into the name of its member: ``ToPay`` becomes ``TO_PAY``."""
    name = re.sub(r"[^0-9A-Z]+", "_", python_name(value).upper()).strip("_") or "EMPTY"
    return f"_{name}" if name[0].isdigit() else name
