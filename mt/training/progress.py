"""Writes down how a run goes: `log.jsonl`, one line an entry, and `curve.svg`, drawn anew from it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

_WIDTH, _HEIGHT, _LEFT, _GAP = 640, 180, 56, 34
_PANELS = (  # title, and key and colour of each curve
    ("loss (nats per piece)", (("loss", "#7a8aa0"), ("dev_loss", "#b3261e"))),
    ("development BLEU and chrF", (("bleu", "#1a6b3c"), ("chrf", "#1f5fa8"))),
    ("word links (nats)", (("links", "#8a5a00"),)),
)
_STYLE = "text{font:12px sans-serif;fill:#555}path{fill:none;stroke-width:1.5}line{stroke:#8886}"
_WINDOW = 400  # points of one curve; more cannot be seen


def read(path: Path) -> list[dict[str, Any]]:
    """The entries so far; a last line that a kill cut short is left out."""
    if not path.exists():
        return []
    entries = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            entries.append(json.loads(line))
        except ValueError:
            continue
    return [entry for entry in entries if isinstance(entry, dict) and "step" in entry]


class Log:
    """A log that goes on from the step a run resumes at."""

    def __init__(self, folder: Path, steps: int = 0) -> None:
        """What an earlier slice wrote after its last checkpoint is dropped: those steps are done again."""
        self._path, self._curve = folder / "log.jsonl", folder / "curve.svg"
        self.entries = [entry for entry in read(self._path) if entry["step"] <= steps]
        self._path.write_text("".join(json.dumps(entry) + "\n" for entry in self.entries), encoding="utf-8")

    def add(self, entry: dict[str, Any]) -> None:
        """Append one entry."""
        self.entries.append(entry)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")

    def draw(self) -> None:
        """Write the curve anew."""
        self._curve.write_text(drawn(self.entries), encoding="utf-8")


def drawn(entries: Sequence[dict[str, Any]]) -> str:
    """An SVG picture of losses and scores over the steps, a panel for each kind that there is."""
    panels = [(title, curves) for title, curves in _PANELS if any(key in e for e in entries for key, _ in curves)]
    last = max((entry["step"] for entry in entries), default=1) or 1
    height = len(panels) * (_HEIGHT + _GAP) + _GAP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH + 2 * _LEFT} {height}" role="img">',
        f"<title>Training over {last} steps</title><style>{_STYLE}</style>",
    ]
    for number, (title, curves) in enumerate(panels):
        parts += _panel(entries, title, curves, last, number * (_HEIGHT + _GAP) + _GAP)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(
    entries: Sequence[dict[str, Any]], title: str, curves: Sequence[tuple[str, str]], last: int, top: int
) -> Iterable[str]:
    points = {key: [(e["step"], float(e[key])) for e in entries if key in e] for key, _ in curves}
    values = [value for row in points.values() for _, value in row]
    low, high = min(values), max(values)
    scale = _HEIGHT / ((high - low) or 1)
    yield f'<text x="{_LEFT}" y="{top - 8}">{title}</text>'
    for share in (0.0, 0.5, 1.0):
        y = top + _HEIGHT * (1 - share)
        yield f'<line x1="{_LEFT}" x2="{_LEFT + _WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{low + (high - low) * share:.2f}</text>'
    for place, (key, colour) in enumerate(curves):
        if not points[key]:
            continue
        row = points[key][:: max(1, len(points[key]) // _WINDOW)]
        if row[-1] != points[key][-1]:
            row.append(points[key][-1])
        spots = (f"{_LEFT + _WIDTH * step / last:.1f},{top + (high - value) * scale:.1f}" for step, value in row)
        yield f'<path stroke="{colour}" d="M{" L".join(spots)}"/>'
        label = f"{key.replace('_', ' ')} {points[key][-1][1]:.2f}"
        at = _LEFT + _WIDTH - 130 * (len(curves) - 1 - place)
        yield f'<text x="{at}" y="{top - 8}" text-anchor="end" style="fill:{colour}">{label}</text>'
    yield f'<text x="{_LEFT + _WIDTH}" y="{top + _HEIGHT + 14}" text-anchor="end">{last} steps</text>'
