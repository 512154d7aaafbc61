"""One row a segment for a spreadsheet or a shell pipe. Views only: the full record is the JSONL file.

Three things are done so that a cell stays the text it is. Tabs and line breaks of every kind become a space. A cell
that opens with a double quote is quoted the way spreadsheets expect, or it would swallow the rows after it; no other
cell is quoted. A cell that a spreadsheet would run as a formula (it opens with = + - or @) gets an apostrophe before
it, as OWASP advises (https://owasp.org/www-community/attacks/CSV_Injection); so does one where apostrophes already
stand before such a sign, and so taking one apostrophe away always gives back the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mt.document import Document, Name, Segment

COLUMNS = ("id", "paragraph", "kind", "source", "target", "score", "flags", "names", "status")
_BREAK = re.compile(r"\r\n|[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
_FORMULA = re.compile(r"\s*'*[=+\-@]")


def render(document: Document, signature: str) -> str:
    """A header and one line a segment; the signature stands beside it, in NAME.names.json."""
    lines = [line(COLUMNS)]
    for number, paragraph in enumerate(document.paragraphs, start=1):
        lines += (line(_row(segment, number, paragraph.kind)) for segment in paragraph.segments)
    return "".join(lines)


def line(cells: Iterable[str | float | None]) -> str:
    """One row, its line end included; text is made safe, a number stays a number, None is an empty cell."""
    return "\t".join(_cell(cell) for cell in cells) + "\n"


def _row(segment: Segment, paragraph: int, kind: str) -> tuple[str | float | None, ...]:
    score = None if segment.score is None else round(segment.score, 4)
    flags = " | ".join(f"{flag.code}: {flag.message}" for flag in segment.flags)
    names = " | ".join(_name(segment, name) for name in segment.names)
    return (segment.id, paragraph, kind, segment.source, segment.target, score, flags, names, segment.status)


def _name(segment: Segment, name: Name) -> str:
    found = name.target.of(segment.target) if name.target else "(not found)"
    return f"{name.source.of(segment.source)} → {found}"


def _cell(cell: str | float | None) -> str:
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    text = _BREAK.sub(" ", cell)
    if _FORMULA.match(text):
        text = "'" + text
    return '"' + text.replace('"', '""') + '"' if text.startswith('"') else text
