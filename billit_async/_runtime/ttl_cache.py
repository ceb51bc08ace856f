"""Answers that are kept for a while, so that the same question is not asked again and again; it never asks itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

__all__ = ["TTLCache"]


class TTLCache:
    """A bounded number of raw answers, each with the moment it came; the oldest make room.

    Args:
        size: How many are kept at most.
    """

    __slots__ = ("_answers", "_size")

    def __init__(self, size: int) -> None:
        self._size = size
        self._answers: dict[Hashable, tuple[float, bytes]] = {}

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, question: Hashable, now: float) -> tuple[float, bytes] | None:
        """Give an answer and its age in seconds, or None.

        Args:
            question: What was asked.
            now: Seconds of the clock that ``put`` was given.
        """
        found = self._answers.get(question)
        return None if found is None else (now - found[0], found[1])

    def put(self, question: Hashable, now: float, answer: bytes) -> None:
        """Keep an answer, in the place of an earlier one.

        Args:
            question: What was asked.
            now: Seconds of a clock that only goes forward.
            answer: The answer as it came.
        """
        self._answers.pop(question, None)
        self._answers[question] = (now, answer)
        while len(self._answers) > self._size:
            del self._answers[next(iter(self._answers))]
