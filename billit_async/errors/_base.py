"""The root of the tree, and the errors that belong to no area of the API."""

# ruff: noqa: N818 - the names say what happened, as in gidgethub and stripe; "Error" would add nothing
from __future__ import annotations

from functools import partial

__all__ = [
    "BillitError",
    "ConfigurationError",
    "ExportError",
    "FileError",
    "InvalidArgument",
    "InvalidUse",
    "MissingExtra",
    "NotAvailable",
    "PayloadError",
    "SessionClosed",
]


class BillitError(Exception):
    """The root: everything that the SDK raises about Billit."""

    def __str__(self) -> str:
        # Half a character, quoted from an argument, would make every print and every log of it fail.
        return super().__str__().encode("utf-8", "replace").decode()


class ConfigurationError(BillitError, ValueError):
    """A setting is missing or wrong; the message names the argument or variable and what to do."""


class MissingExtra(ConfigurationError, ImportError):
    """A part of the package needs a library that is not installed.

    Attributes:
        what: The part that was used.
        extra: The extra of ``billit-async`` that brings the library.
        needs: The library.
    """

    def __init__(self, what: str, *, extra: str, needs: str) -> None:
        self.what = what
        self.extra = extra
        self.needs = needs
        super().__init__(f"{what} needs {needs}, which is not installed: pip install 'billit-async[{extra}]'")

    def __reduce__(self) -> tuple[object, ...]:
        return partial(type(self), extra=self.extra, needs=self.needs), (self.what,), vars(self)


class InvalidArgument(BillitError, ValueError):
    """An argument that has the right type and a value that cannot be right; nothing was sent."""


class InvalidUse(BillitError, RuntimeError):
    """A thing that is used in a way, or at a time, that it is not made for."""


class NotAvailable(BillitError, LookupError):
    """What was asked for does not exist: the PDF of an order that has none, the document of a call that made none."""


class FileError(BillitError, OSError):
    """A file of the caller cannot be read or written: ``errno``, ``strerror`` and ``filename`` say why and which."""

    def while_doing(self, what: str) -> FileError:
        """Return the same error with a word about what was being done."""
        error = FileError(self.errno, f"{self.strerror}, while {what}", self.filename)
        error.__cause__ = self.__cause__ or self
        return error


class SessionClosed(BillitError, RuntimeError):
    """The session is not open: never opened, closed already, or opened in another event loop.

    Attributes:
        cursor: Where a list was that it ended; None elsewhere.
    """

    cursor: str | int | None = None


class PayloadError(BillitError, ValueError):
    """JSON or a model that cannot be read or written."""


class ExportError(BillitError):
    """The export cannot go on, and nothing of the company it was at has been written under a final name."""
