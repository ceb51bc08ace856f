"""What the benchmarks say of their figures: the ratios, the report and the plots."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from benchmarks import plots
from benchmarks.measure import Result, Timings
from benchmarks.report import Found, load_note, missed, report, targets, written_into

BARE, OURS = "aiohttp", "billit-async"
SVG = "{http://www.w3.org/2000/svg}"


def test_a_ratio_is_taken_within_each_round() -> None:
    # both are ten times slower in the second round: the machine was, not the contender
    assert Timings([2.0, 20.0, 4.0]).against(Timings([1.0, 10.0, 4.0])) == 2.0


def test_the_report_groups_results_by_area_with_target_and_verdict() -> None:
    fast = Result("speed", 2.0, 1.8, at_most=False)
    large = Result("kept", 6.5, 6, at_most=True, unit=" KiB")
    areas = {"reading": Found({"Read": {BARE: Timings([0.2]), OURS: Timings([0.1])}}, [fast]), "memory": Found()}
    areas["memory"].add(Found(results=[large]))
    lines = report(areas, "Made here.").splitlines()
    assert "| **reading** | speed | 2.00x | at least 1.8x | met |" in lines
    assert "| **memory** | kept | 6.50 KiB | at most 6 KiB | **missed** |" in lines
    assert lines.index("### Reading") < lines.index("| billit-async | 100.00 | 100.00 | 0.50 |")
    assert missed(areas) == [large]


def test_the_load_is_called_busy_when_it_takes_more_than_half_of_the_cores() -> None:
    assert "busy" not in load_note(1.0, 2)
    assert "busy" in load_note(1.1, 2)


def test_figures_replace_those_between_the_marks_alone() -> None:
    readme = "before\n<!-- figures: begin -->\nold\n<!-- figures: end -->\nafter"
    assert written_into(readme, "new") == readme.replace("old", "new")
    with pytest.raises(ValueError, match="no marks"):
        written_into("before", "new")


def test_a_speed_that_is_asked_for_becomes_the_longest_time_of_a_bar() -> None:
    results = [Result("speed", 2.0, 2.0, at_most=False), Result("time", 1.3, 1.35, at_most=True)]
    assert targets(results, {("a", OURS): "speed", ("b", OURS): "time"}) == {("a", OURS): 0.5, ("b", OURS): 1.35}


def test_bars_are_as_long_as_their_ratio_and_say_it_with_the_target() -> None:
    drawn = ET.fromstring(  # noqa: S314 - our own
        plots.bars({"A & B": {BARE: Timings([1.0]), OURS: Timings([0.5])}}, {("A & B", OURS): 0.75})
    )
    bare, ours = (float(bar.attrib["width"]) for bar in drawn.iter(f"{SVG}rect") if "bar" in bar.attrib["class"])
    assert ours == pytest.approx(bare / 2, abs=0.1)
    assert "0.50 (target 0.75)" in [text.text for text in drawn.iter(f"{SVG}text")]


def test_a_line_has_a_point_for_each_measurement_and_stays_below_its_target() -> None:
    drawn = ET.fromstring(plots.line("Memory", [(120, 1.0), (240, 1.2)], "MiB", 1.5))  # noqa: S314 - our own
    (points,) = (one.attrib["points"].split() for one in drawn.iter(f"{SVG}polyline"))
    (limit,) = (float(one.attrib["y1"]) for one in drawn.iter(f"{SVG}line") if one.attrib["class"] == "target")
    assert len(points) == 2
    assert all(float(point.split(",")[1]) > limit for point in points)
