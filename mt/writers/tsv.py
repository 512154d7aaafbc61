"""One row a segment for a spreadsheet or a shell pipe. Views only: the full record is the JSONL file.

Three things are done so that a cell stays the text it is. Tabs and line breaks of every kind become a space. A cell
that opens with a double quote is quoted the way spreadsheets expect, or it would swallow the rows after it; no other
cell is quoted. A cell that a spreadsheet would run as a formula (it opens with = + - or @) gets an apostrophe before
it, as OWASP advises (https://owasp.org/www-community/attacks/CSV_Injection); so does one where apostrophes already
stand before such a sign, and so taking one apostrophe away always gives back the text, its line breaks apart.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from mt.document import Document, Segment
from mt.errors import InputError
from mt.writers import _cells
from mt.writers._returned import Returned, Row, is_approved, key

COLUMNS = ("id", "paragraph", "kind", "source", "target", "score", "flags", "names", "status", "key")
_NEEDED = ("id", "source", "target", "status", "key")
_BREAK = re.compile(r"\r\n|[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
_FORMULA = re.compile(r"[\s']*[=+\-@]")


def render(document: Document, signature: str) -> str:
    """A header and one line a segment; the signature stands beside it, in NAME.names.json."""
    lines = [line(COLUMNS)]
    for number, paragraph in enumerate(document.paragraphs, start=1):
        lines += (line(_row(segment, number, paragraph.kind)) for segment in paragraph.segments)
    return "".join(lines)


def line(cells: Iterable[str | float | None]) -> str:
    """One row, its line end included; text is made safe, a number stays a number, None is an empty cell."""
    return "\t".join(_cell(cell) for cell in cells) + "\n"


def held(text: str) -> str:
    """The text as a cell of this format can hold it: on one line, and without lone surrogates."""
    if text.isprintable():
        return text
    return _BREAK.sub(" ", text).encode("utf-8", "backslashreplace").decode()


def read_edits(path: Path) -> Returned:
    """What a NAME.tsv says now, also after a spreadsheet has quoted its cells or written it as UTF-16.

    Raises:
        InputError: if it cannot be read or its columns are not those of a review file.
    """
    limit = csv.field_size_limit(1 << 30)
    try:
        rows = csv.reader(io.StringIO(_text(path), newline=""), dialect="excel-tab")
        heading = next(rows, [])
        missing = [column for column in _NEEDED if column not in heading]
        if missing:
            raise InputError(
                f"{path} has no column {', '.join(missing)}: it is no review file or its header was changed"
            )
        return Returned(path, "", tuple(_returned(heading, rows)), holds=held)
    except csv.Error as error:
        raise InputError(f"{path} is no table separated by tabs: {error}") from error
    finally:
        csv.field_size_limit(limit)


def _returned(heading: list[str], rows: Iterable[list[str]]) -> Iterator[Row]:
    for number, cells in enumerate(rows, start=2):
        if not any(cells):
            continue
        row = dict(zip(heading, map(_freed, cells), strict=False))
        trouble = "" if len(cells) == len(heading) else f"it has {len(cells)} cells and not {len(heading)}"
        own, made, target, source, state = (
            row.get(column, "") for column in ("id", "key", "target", "source", "status")
        )
        yield Row(f"row {number}", own, made, target, source, is_approved(state), trouble=trouble)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is neither UTF-8 nor UTF-16: save it as UTF-8") from error


def _row(segment: Segment, paragraph: int, kind: str) -> tuple[str | float | None, ...]:
    notes = (" | ".join(_cells.flags(segment)), " | ".join(_cells.names(segment)))
    texts = (segment.id, paragraph, kind, segment.source, segment.target)
    return (*texts, _cells.score(segment), *notes, segment.status, key(segment, held))


def _cell(cell: str | float | None) -> str:
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    text = held(cell)
    if _FORMULA.match(text):
        text = "'" + text
    return '"' + text.replace('"', '""') + '"' if text.startswith('"') else text


def _freed(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell, 1) else cell
