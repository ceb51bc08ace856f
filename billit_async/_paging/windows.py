"""What changed since the last time: windows over ``LastModified``, read by key, each change once.

Billit stamps rows in local time, without offset, and a change becomes visible a moment after it is stamped. So a window
ends a little in the past by the server's own clock, and begins a little before the end of the last one; what comes
again is known by its id and its stamp, digit for digit. In the night when an hour comes twice, both are asked for.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, NoReturn, Self, TypeVar, cast

from billit_async._serialization.values import wire_text
from billit_async.errors import QueryError
from billit_async.odata.ast import Binary, Expr, Path
from billit_async.odata.literals import LAST, local_time, moment

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping

    from billit_async._paging.pager import Pager

__all__ = ["LAG", "OVERLAP", "Changes", "Window", "kept_from", "server_time", "window"]

T = TypeVar("T")

LAG: Final = timedelta(minutes=2)
OVERLAP: Final = timedelta(minutes=5)
_COLUMN = Path(("LastModified",))
_QUARTER: Final = timedelta(minutes=15)
_SECOND: Final = timedelta(seconds=1)
_DAY: Final = timedelta(days=1)


class Window(NamedTuple):
    """Local times of the server, whole seconds, from ``low`` up to and without ``high``.

    Attributes:
        low: None for the beginning of all time.
        high: Where it ends.
    """

    low: datetime | None
    high: datetime

    def condition(self) -> Expr:
        """Write it as a filter."""
        below = Binary("lt", _COLUMN, moment(self.high))
        return below if self.low is None else Binary("and", Binary("ge", _COLUMN, moment(self.low)), below)


def window(begins: datetime | None, ends: datetime, zone: tzinfo) -> Window:
    """Turn a span of real time into the local times that the server may have stamped in it.

    Args:
        begins: An instant, or None.
        ends: A later one.
        zone: The server's zone.

    Returns:
        The window. Where an hour comes twice in between, it spans both.
    """
    high = _local(ends, zone)
    day_before = _earlier(ends, _DAY)
    # Where a clock was turned back, the latest local time was reached before, and not at the end.
    for at in _quarters(day_before if begins is None else max(begins, day_before), ends):
        high = max(high, min(_local(at - _SECOND, zone), LAST - _SECOND) + _SECOND)
    return Window(None if begins is None else _lowest(begins, ends, zone), high)


def kept_from(ends: datetime, overlap: timedelta, zone: tzinfo) -> datetime:
    """Return the local time from which stamps must be remembered: no later window asks for an earlier one.

    Args:
        ends: Where the window ended, an instant.
        overlap: How far the next one reaches back.
        zone: The server's zone.
    """
    begins = _earlier(ends, overlap)
    return _lowest(begins, _later(begins, _DAY), zone)


def server_time(headers: Mapping[str, str]) -> datetime | None:
    """Read the server's clock from the ``Date`` of a response; None when it has none that can be read."""
    try:
        found = parsedate_to_datetime(headers.get("Date", ""))
    except (TypeError, ValueError):
        return None
    return found.astimezone(UTC) if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _lowest(begins: datetime, ends: datetime, zone: tzinfo) -> datetime:
    """Return the earliest local time between two instants: the first, unless a clock is turned back soon after it."""
    return min(_local(at, zone) for at in (begins, *_quarters(begins, min(ends, _later(begins, _DAY)))))


def _quarters(begins: datetime, ends: datetime) -> Iterator[datetime]:
    """Give the full quarters of an hour behind an instant, up to another: a clock is turned back at one of them."""
    full = begins.replace(minute=begins.minute // 15 * 15, second=0, microsecond=0)
    return (full + number * _QUARTER for number in range(1, (ends - full) // _QUARTER + 1))


def _local(instant: datetime, zone: tzinfo) -> datetime:
    return local_time(instant, zone).replace(microsecond=0, fold=0)


def _earlier(instant: datetime, by: timedelta) -> datetime:
    """Go back, but not to before the calendar begins."""
    try:
        return instant - by
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)


def _later(instant: datetime, by: timedelta) -> datetime:
    """Go on, but not to behind the calendar's end."""
    try:
        return instant + by
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)


def first_instant(since: date, zone: tzinfo) -> datetime:
    """Read where a feed begins, as an instant.

    Args:
        since: A date, for its midnight on the server's calendar; or a datetime, on the server's clock where it has no
            zone.
        zone: The server's zone.

    Returns:
        The instant in UTC; the first of the calendar where it would lie before it.

    Raises:
        TypeError: It is neither.
        QueryError: It lies beyond the calendar's end.
    """
    if not isinstance(since, date):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"since takes a datetime or a date, not {type(since).__name__}")
    moment = since if isinstance(since, datetime) else datetime.combine(since, time())
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        if moment.year == 1:
            return datetime.min.replace(tzinfo=UTC)
        raise QueryError(
            f"since={since.isoformat()} lies beyond the end of the calendar: nothing changes then"
        ) from None


class Changes(Generic[T]):
    """What changed since a cursor, each change once: ``async for order in billit.orders.changes(cursor=...)``.

    One iteration reads one window, up to a little before now, and ends; iterate again, or make another with its cursor,
    for what came since. A row that changed several times in between comes once, as it is now; deletions do not come.
    After an iteration that was left early, or failed, the next one goes on behind the last row that it gave.

    ``changes(...)`` of a resource gives one.
    """

    def __init__(
        self,
        listed: Callable[[Expr, str | None], Pager[T]],
        now: Callable[[], Awaitable[datetime]],
        *,
        path: str,
        key_attribute: str,
        cursor: str | None,
        since: datetime | date | None,
        lag: timedelta,
        overlap: timedelta,
        zone: tzinfo,
    ) -> None:
        if lag < timedelta() or overlap < timedelta():
            raise QueryError("lag and overlap take a timedelta of zero or more")
        if since is not None and cursor is not None:
            raise QueryError("give since for the first time, and cursor from then on: not both")
        self._listed, self._now = listed, now
        self._path, self._key = path, key_attribute
        self._lag, self._overlap, self._zone = lag, overlap, zone
        begins = None if since is None else first_instant(since, zone)
        self._place: _Place[T] = _Place(begins=begins) if cursor is None else _read(path, cursor)
        self._low = ""

    @property
    def cursor(self) -> str:
        """Where it is: a text, good for JSON."""
        place = self._place
        at = place.at if place.pager is None else place.pager.cursor
        return json.dumps(
            {
                "list": self._path,
                "begins": _written(place.begins),
                "ends": _written(place.ends),
                "at": at,
                "seen": place.seen,
            },
            separators=(",", ":"),
        )

    def __aiter__(self) -> AsyncIterator[T]:
        """Give every row that changed.

        Raises:
            PagingError: The list does not move forward.
            CallError: A page could not be read; ``changes.cursor`` tells where to go on.
        """
        return _Reading(self)

    if not TYPE_CHECKING:  # pragma: no branch

        def _not_here(self, *_: object) -> NoReturn:
            raise TypeError(
                "changes are read from Billit as they are consumed: write `async for row in changes:`, or "
                "`rows = [row async for row in changes]`; then keep `changes.cursor`"
            )

        __iter__ = __next__ = __len__ = __bool__ = __getitem__ = __contains__ = __await__ = _not_here

    async def begin(self) -> AsyncIterator[T]:
        """Find where the window ends, by the server's clock, and list what is in it."""
        place = self._place
        if place.pager is not None:
            place.at, place.pager = place.pager.cursor, None
        if place.ends is None:
            place.ends = _earlier(await self._now(), self._lag)
            if place.begins is not None:
                place.ends = max(place.ends, place.begins)
        # What lies below is asked for once, and need not be remembered.
        self._low = kept_from(place.ends, self._overlap, self._zone).isoformat()
        place.pager = self._listed(window(place.begins, place.ends, self._zone).condition(), place.at)
        return aiter(place.pager)

    def is_new(self, row: T) -> bool:
        """Whether a row was not given before with this very stamp; it counts as given then."""
        key, stamp = str(getattr(row, self._key)), _stamp(row)
        if self._place.seen.get(key) == stamp:
            return False
        if stamp >= self._low:
            self._place.seen[key] = stamp
        return True

    def ended(self) -> None:
        """The window was read to its end: the next one begins there, a little before."""
        place = self._place
        if place.ends is not None:
            seen = {key: stamp for key, stamp in place.seen.items() if stamp >= self._low}
            self._place = _Place(begins=_earlier(place.ends, self._overlap), seen=seen)

    def __repr__(self) -> str:
        return f"Changes({self._path}, since={_written(self._place.begins)})"


class _Place(Generic[T]):
    """How far a feed has come.

    Attributes:
        begins: Where the window begins; None for all time.
        ends: Where the window that is under way ends.
        at: The cursor within it.
        seen: Ids and stamps that a later window may bring again.
        pager: The list that is being read.
    """

    __slots__ = ("at", "begins", "ends", "pager", "seen")

    def __init__(
        self,
        *,
        begins: datetime | None,
        ends: datetime | None = None,
        at: str | None = None,
        seen: dict[str, str] | None = None,
    ) -> None:
        self.begins, self.ends, self.at = begins, ends, at
        self.seen: dict[str, str] = {} if seen is None else seen
        self.pager: Pager[T] | None = None


class _Reading(Generic[T]):
    """One window under way."""

    def __init__(self, changes: Changes[T]) -> None:
        self._changes = changes
        self._rows: AsyncIterator[T] | None = None
        self._over = False

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        changes = self._changes
        if self._over:
            raise StopAsyncIteration
        if self._rows is None:
            self._rows = await changes.begin()
        while True:
            try:
                row = await anext(self._rows)
            except StopAsyncIteration:
                self._over = True
                changes.ended()
                raise
            if changes.is_new(row):
                return row


def _stamp(row: Any) -> str:
    stamp = row.last_modified
    if isinstance(stamp, datetime):
        return wire_text(stamp)
    # A value of another type was kept as it came; it may differ from the one before all the same.
    return "" if stamp is None else str(stamp)


def _written(instant: datetime | None) -> str | None:
    return None if instant is None else instant.astimezone(UTC).isoformat()


def _read(path: str, cursor: str) -> _Place[Any]:
    try:
        found = cast("dict[str, Any]", json.loads(cursor))
        begins, ends = (None if found[name] is None else _aware(found[name]) for name in ("begins", "ends"))
        seen = {str(key): str(stamp) for key, stamp in found["seen"].items()}
        of, at = found["list"], found["at"]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        raise QueryError("this is not a cursor of changes: give changes.cursor as it was") from None
    if of != path:
        raise QueryError(f"the cursor is of the changes of {of}, not of {path}")
    return _Place(begins=begins, ends=ends, at=at, seen=seen)


def _aware(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError
    return instant
