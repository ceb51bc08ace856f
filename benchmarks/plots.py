"""The plots of the report, as SVG: bars of times against the first contender, and memory over rows."""

from __future__ import annotations

from html import escape
from types import MappingProxyType
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


def bars(
    groups: Mapping[str, Mapping[str, Timings]], targets: Mapping[tuple[str, str], float] = MappingProxyType({})
) -> str:
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
    scale = (_WIDTH - _LABELS - 110) / max(*targets.values(), *(max(found.values()) for found in ratios.values()))
    parts: list[str] = []
    y = 8
    for title, found in ratios.items():
        y += 20
        parts.append(f'<text class="title" x="12" y="{y}">{escape(title)}</text>')
        top = y + 8
        for name, ratio in found.items():
            y += _ROW
            kind = "bar ours" if "billit" in name else "bar"
            parts += [
                f'<text x="{_LABELS - 8}" y="{y + 4}" text-anchor="end">{escape(name)}</text>',
                f'<rect class="{kind}" x="{_LABELS}" y="{y - 9}" width="{ratio * scale:.1f}" height="17" rx="2"/>',
            ]
            words, end = f"{ratio:.2f}", ratio
            if (target := targets.get((title, name))) is not None:
                x = _LABELS + target * scale
                parts.append(f'<line class="target" x1="{x:.1f}" x2="{x:.1f}" y1="{y - 12}" y2="{y + 11}"/>')
                words, end = f"{words} (target {target:.2f})", max(ratio, target)
            parts.append(f'<text x="{_LABELS + end * scale + 6:.1f}" y="{y + 4}">{words}</text>')
        x = _LABELS + scale
        parts.append(f'<line class="rule" x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{y + 12}"/>')
        y += 20
    note = (
        "Time as a multiple of the first of each block (dashed line); shorter is faster; the solid line is the target."
    )
    parts.append(f'<text class="axis" x="12" y="{y + 12}">{note}</text>')
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
    left, top, width, height = 70, 40, _WIDTH - 100, 200
    most_x, most_y = points[-1][0], max(target, *(value for _, value in points)) * 1.25
    drawn = " ".join(
        f"{left + x / most_x * width:.1f},{top + height - value / most_y * height:.1f}" for x, value in points
    )
    base = top + height
    limit = base - target / most_y * height
    parts = [
        f'<text class="title" x="12" y="24">{escape(title)}</text>',
        f'<line class="rule" x1="{left}" x2="{left + width}" y1="{base}" y2="{base}"/>',
        f'<polyline class="plot" points="{drawn}"/>',
        f'<line class="target" x1="{left}" x2="{left + width}" y1="{limit:.1f}" y2="{limit:.1f}"/>',
        (
            f'<text x="{left + width}" y="{limit - 6:.1f}" text-anchor="end">'
            f"target: at most {target:.2f} {escape(unit)}; at the end {points[-1][1]:.2f} {escape(unit)}</text>"
        ),
    ]
    for share in (0.0, 0.5, 1.0):
        parts += [
            (
                f'<text class="axis" x="{left + share * width:.0f}" y="{base + 18}" text-anchor="middle">'
                f"{share * most_x:,.0f}</text>"
            ),
            (
                f'<text class="axis" x="{left - 8}" y="{base - share * height + 4:.0f}" text-anchor="end">'
                f"{share * most_y:.1f} {escape(unit)}</text>"
            ),
        ]
    parts.append(f'<text class="axis" x="{left + width}" y="{base + 36}" text-anchor="end">rows read</text>')
    return _svg(parts, base + 48, title)


def _svg(parts: Sequence[str], height: int, words: str) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img"'
    return "\n".join(
        [
            f'{head} aria-label="{escape(words)}">',
            _STYLE,
            f'<rect class="ground" width="{_WIDTH}" height="{height}"/>',
            *parts,
            "</svg>\n",
        ]
    )
