"""The plots of the report, as SVG: bars of times against the first contender, and memory over rows."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.measure import Timings

__all__ = ["bars", "line"]

_WIDTH: Final = 760
_LABELS: Final = 290
_ROW: Final = 24
_STYLE: Final = """<style>
text { font: 13px system-ui, sans-serif; fill: #24292f } .title { font-weight: 600 } .axis { fill: #57606a }
.bar { fill: #8c959f } .ours { fill: #0969da } .rule { stroke: #57606a; stroke-dasharray: 3 3 }
.target { stroke: #bc4c00; stroke-width: 2 }
.plot { fill: none; stroke: #0969da; stroke-width: 2 } .ground { fill: #ffffff }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .axis { fill: #9198a1 } .bar { fill: #656c76 } .ours { fill: #4493f8 }
  .rule { stroke: #9198a1 } .target { stroke: #f0883e } .plot { stroke: #4493f8 } .ground { fill: #0d1117 }
}
</style>"""


def bars(groups: Mapping[str, Mapping[str, Timings]], targets: Mapping[tuple[str, str], float]) -> str:
    """Draw the time of each contender as a multiple of the first one's, a block for each group; shorter is faster.

    Args:
        groups: By title, the contenders with the first as the measure.
        targets: By title and contender, the most time that meets the target.

    Returns:
        The text of an SVG file.
    """
    ratios = {
        title: {name: one.against(next(iter(contenders.values()))) for name, one in contenders.items()}
        for title, contenders in groups.items()
    }
    scale = (_WIDTH - _LABELS - 135) / max(*targets.values(), *(max(found.values()) for found in ratios.values()))
    parts: list[str] = []
    y = 8
    for title, found in ratios.items():
        y += 20
        parts.append(_text(12, y, re.sub(r" \(.*?\)", "", title), kind="title"))
        top = y + 8
        for name, ratio in found.items():
            y += _ROW
            kind = "bar ours" if "billit" in name else "bar"
            parts += [
                _text(_LABELS - 8, y + 4, name, anchor="end"),
                f'<rect class="{kind}" x="{_LABELS}" y="{y - 9}" width="{ratio * scale:.1f}" height="17" rx="2"/>',
            ]
            words, end = f"{ratio:.2f}", ratio
            if (target := targets.get((title, name))) is not None:
                x = _LABELS + target * scale
                parts.append(_line("target", (x, x), (y - 12, y + 11)))
                words, end = f"{words} (target {target:.2f})", max(ratio, target)
            parts.append(_text(_LABELS + end * scale + 6, y + 4, words))
        parts.append(_line("rule", (_LABELS + scale, _LABELS + scale), (top, y + 12)))
        y += 20
    note = "Time as a multiple of the first of each block (dashed line); shorter is faster; a solid line is a target."
    parts.append(_text(12, y + 12, note, kind="axis"))
    return _svg(parts, y + 24, "Times of the contenders against the first of each block")


def line(title: str, points: Sequence[tuple[int, float]], unit: str, target: float) -> str:
    """Draw values over rows.

    Args:
        title: What is drawn.
        points: Rows read, and the value then.
        unit: The unit of the values.
        target: The most that meets the target.

    Returns:
        The text of an SVG file.
    """
    left, width, height, base = 80, _WIDTH - 110, 200, 240
    most_x, most_y = points[-1][0], max(target, *(value for _, value in points)) * 1.25
    limit = base - target / most_y * height
    drawn = " ".join(f"{left + x / most_x * width:.1f},{base - y / most_y * height:.1f}" for x, y in points)
    words = f"target: at most {target:.2f} {unit}; at the end {points[-1][1]:.2f} {unit}"
    parts = [
        _text(12, 24, title, kind="title"),
        _line("rule", (left, left + width), (base, base)),
        f'<polyline class="plot" points="{drawn}"/>',
        _line("target", (left, left + width), (limit, limit)),
        _text(left + width, limit - 6, words, anchor="end"),
    ]
    for share in (0.0, 0.5, 1.0):
        parts += [
            _text(left + share * width, base + 18, f"{share * most_x:,.0f}", anchor="middle", kind="axis"),
            _text(left - 8, base - share * height + 4, f"{share * most_y:.2f} {unit}", anchor="end", kind="axis"),
        ]
    parts.append(_text(left + width, base + 36, "rows read", anchor="end", kind="axis"))
    return _svg(parts, base + 48, title)


def _text(x: float, y: float, words: str, *, anchor: str = "start", kind: str = "label") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _line(kind: str, x: tuple[float, float], y: tuple[float, float]) -> str:
    return f'<line class="{kind}" x1="{x[0]:.1f}" x2="{x[1]:.1f}" y1="{y[0]:.1f}" y2="{y[1]:.1f}"/>'


def _svg(parts: Sequence[str], height: int, words: str) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img"'
    ground = f'<rect class="ground" width="{_WIDTH}" height="{height}"/>'
    return "\n".join([f'{head} aria-label="{escape(words)}">', _STYLE, ground, *parts, "</svg>\n"])
