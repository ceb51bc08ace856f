"""The report: what was measured beside what was asked, by area, and the times of all contenders."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from benchmarks.measure import Result, Timings

_BEGIN, _END = "<!-- figures: begin -->", "<!-- figures: end -->"
_BUSY: Final = 0.5


@dataclass
class Found:
    """What the steps of one area found.

    Attributes:
        timings: By the title of a table, the times of its contenders; the first one is the measure.
        results: The ratios that have a target.
        plots: By the name of a file, the text of an SVG.
    """

    timings: dict[str, dict[str, Timings]] = field(default_factory=dict[str, "dict[str, Timings]"])
    results: list[Result] = field(default_factory=list["Result"])
    plots: dict[str, str] = field(default_factory=dict[str, str])

    def add(self, other: Found) -> None:
        """Take in what another step of the same area found."""
        self.timings |= other.timings
        self.results += other.results
        self.plots |= other.plots


def report(areas: Mapping[str, Found], made: str) -> str:
    """Return the whole report in Markdown.

    Args:
        areas: By the name of an area, what was found there.
        made: On which machine it was made, and how busy that was.

    Returns:
        One table of results with targets for all areas, then the times of each area.
    """
    lines = [made, "", *_results(areas)]
    for area, found in areas.items():
        if found.timings:
            lines += ["", f"### {area.capitalize()}"]
        for title, contenders in found.timings.items():
            lines += ["", *_timings(title, contenders)]
    return "\n".join(lines)


def load_note(load: float, cores: int) -> str:
    """Say how busy the machine was when the run began, and warn when that makes the figures doubtful.

    Args:
        load: The load average of the last minute.
        cores: How many cores the machine has.
    """
    note = f"load average {load:.1f} at the start"
    return note if load <= _BUSY * cores else f"{note} (**busy: these figures mislead**)"


def written_into(text: str, figures: str) -> str:
    """Return the text of the README with other figures between its marks."""
    head, begin, rest = text.partition(_BEGIN)
    _, end, tail = rest.partition(_END)
    if not begin or not end:
        raise ValueError("the README has no marks for the figures")
    return f"{head}{_BEGIN}\n{figures}\n{_END}{tail}"


def missed(areas: Mapping[str, Found]) -> list[Result]:
    """Return the results that do not meet their target."""
    return [result for found in areas.values() for result in found.results if not result.met]


def targets(results: Iterable[Result], bars: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], float]:
    """Return the targets of bars that show the time against the first contender.

    Args:
        results: The results, with what was asked.
        bars: By the title of a table and the contender, the name of the result that says what was asked of it.

    Returns:
        The same keys, with the most time that meets the target; a speed is turned into a time.
    """
    asked = {result.name: result.target if result.at_most else 1 / result.target for result in results}
    return {bar: asked[name] for bar, name in bars.items()}


def _results(areas: Mapping[str, Found]) -> list[str]:
    lines = ["| area | what | measured | target | |", "|---|---|---|---|---|"]
    for area, found in areas.items():
        for place, result in enumerate(found.results):
            sign = "at most" if result.at_most else "at least"
            verdict = "met" if result.met else "**missed**"
            measured = f"{result.ratio:.2f}{result.unit}" + (f" ({result.note})" if result.note else "")
            first = f"**{area}**" if place == 0 else ""
            target = f"{sign} {result.target:g}{result.unit}"
            lines.append(f"| {first} | {result.name} | {measured} | {target} | {verdict} |")
    return lines


def _timings(title: str, contenders: Mapping[str, Timings]) -> list[str]:
    first = next(iter(contenders.values()))
    return [
        f"{title}:",
        "",
        "| contender | best, ms | median, ms | against the first |",
        "|---|---|---|---|",
        *(
            f"| {name} | {one.best * 1000:.2f} | {one.median * 1000:.2f} | {one.against(first):.2f} |"
            for name, one in contenders.items()
        ),
    ]
