"""The errors of an export, besides those of the session."""

from __future__ import annotations

from billit_async.errors import BillitError

__all__ = ["ExportError", "MissingExtra"]


class ExportError(BillitError):
    """The export cannot go on, and nothing of the company it was at has been written under a final name."""


class MissingExtra(BillitError, ImportError):  # noqa: N818 - it says what is missing
    """A part of the package needs a library that is not installed.

    Args:
        what: The thing that was asked for.
        extra: The extra of `billit-async` that brings the library.
        needs: The library.
    """

    def __init__(self, what: str, *, extra: str, needs: str) -> None:
        self.what = what
        self.extra = extra
        self.needs = needs
        super().__init__(f'{what}: needs {needs}, which is not installed. Run: pip install "billit-async[{extra}]"')

    def __reduce__(self) -> tuple[object, ...]:
        return (_missing_extra, (self.what, self.extra, self.needs))


def _missing_extra(what: str, extra: str, needs: str) -> MissingExtra:
    return MissingExtra(what, extra=extra, needs=needs)
