"""A workbook for reviewers who live in a spreadsheet: one row a segment, the names on a second sheet.

Every text is a text cell, never a formula, whatever it opens with; what a workbook cannot hold is escaped as `_xml`
says. The hidden columns H and I carry a segment's id and key, so that corrections come home. A text longer than a cell
may be (32,767 characters) is cut, and its row says that it can only be corrected elsewhere.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mt import packages
from mt.document import Document, Segment
from mt.errors import InputError
from mt.writers import _cells, _names, _office, _xml
from mt.writers._returned import APPROVED, DRAFT, Returned, Row, is_approved, key, status

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

COLUMNS = ("№", "Source", "Target", "Status", "Flags", "Names", "Score", "id", "key")
_WIDTHS = (6, 60, 60, 11, 36, 30, 8, 8, 8)
_HIDDEN = ("id", "key")
_SHEET, _NAMES, _ABOUT = "Translation", "Names", "About"
_LINE, _SHADE, _FONT = "D9D4CA", "F3F0EA", "Calibri"  # as the cells below the heading have it
_LONGEST = 32_767
_CUT = "cut"
_NARROW, _HIGHEST = 8, 409.0  # columns of numbers and keys need no room; no row may be higher
_MOST_ROWS = 200_000
_CHARACTER = re.compile("_x([0-9A-Fa-f]{4})_")
_HOW = (
    "Correct the column Target and set Status to approved; leave the other columns and the order of the rows as they "
    "are. A row whose target you change counts as approved. Then: mt review apply FILE"
)

Value = str | float | None


def render(document: Document, signature: str) -> bytes:
    """The workbook; the same bytes for the same document."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = _SHEET
    rows = [_row(number, segment) for number, segment in enumerate(document.segments, start=1)]
    _fill(sheet, COLUMNS, _WIDTHS, rows)
    _offer_states(sheet, len(rows))
    named = (map(_xml.held, row) for row in _names.rows(document))
    _fill(book.create_sheet(_NAMES), _names.COLUMNS, (22, 12, 28, 40, 50, 24, 40, 40), named)
    about = [("article", _xml.held(document.id)), ("signature", _xml.held(signature)), ("how", _HOW)]
    _fill(book.create_sheet(_ABOUT), ("About", "this file"), (14, 100), about)
    book.properties.creator = "mt"
    result = io.BytesIO()
    book.save(result)
    return _office.undated(result.getvalue())


def read_edits(path: Path) -> Returned:
    """What a NAME.xlsx says now.

    Raises:
        InputError: if it is no workbook or has no sheet "Translation" with the columns it was written with.
    """
    packages.check(path)
    try:
        return _read(path)
    except InputError:
        raise
    except Exception as error:  # openpyxl lets through whatever a damaged part makes it trip over
        raise InputError(f"{path} is damaged or no workbook: {packages.one_line(error)}") from error


def _read(path: Path) -> Returned:
    from openpyxl import load_workbook

    book = load_workbook(path, data_only=False, keep_links=False)
    if _SHEET not in book.sheetnames:
        raise InputError(f"{path} has no sheet {_SHEET!r}: there is {', '.join(book.sheetnames)}")
    sheet = book[_SHEET]
    heading = [cell.value for cell in sheet[1]][: len(COLUMNS)]
    if tuple(heading) != COLUMNS:
        raise InputError(f"{path}: the columns of {_SHEET!r} are not {', '.join(COLUMNS)}; put them back as they were")
    if sheet.max_row > _MOST_ROWS:
        raise InputError(f"{path} has {sheet.max_row:,} rows: it is no review file")
    about = {row[0]: row[1] for row in book[_ABOUT].values} if _ABOUT in book.sheetnames else {}
    reviewer = book.properties.lastModifiedBy or ""
    return Returned(path, _xml.freed(str(about.get("article") or "")), tuple(_returned(sheet, reviewer)))


def _row(number: int, segment: Segment) -> tuple[str | float | None, ...]:
    source, target = _xml.shown(segment.source), _xml.held(segment.target)
    whole = max(len(source), len(target)) <= _LONGEST
    notes = _xml.held("\n".join(_cells.flags(segment))), _xml.held("\n".join(_cells.names(segment)))
    own = _xml.held(segment.id), key(segment) if whole else _CUT
    return (number, source, target, status(segment), *notes, _cells.score(segment), *own)


def _fill(sheet: Worksheet, heading: Sequence[str], widths: Sequence[int], rows: Iterable[Iterable[Value]]) -> None:
    """A sheet with a heading that stays in view and cells of text that stay text when somebody types into them."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    top, middle = (Alignment(vertical="top", horizontal=side, wrap_text=True) for side in (None, "center"))
    line = Border(bottom=Side("thin", color=_LINE))
    for at, (name, width) in enumerate(zip(heading, widths, strict=True), start=1):
        cell = sheet.cell(1, at, name)
        cell.font, cell.alignment = Font(name=_FONT, size=11, bold=True), top
        cell.fill, cell.border = PatternFill("solid", fgColor=_SHADE), line
        sheet.column_dimensions[get_column_letter(at)].width = width
        sheet.column_dimensions[get_column_letter(at)].hidden = name in _HIDDEN
    for number, values in enumerate(rows, start=2):
        row = tuple(values)
        sheet.row_dimensions[number].height = _height(row, widths)
        for at, value in enumerate(row, start=1):
            cell = sheet.cell(number, at)
            cell.alignment, cell.border = middle if isinstance(value, int) else top, line
            if isinstance(value, str):
                cell.value = value[:_LONGEST]
                cell.data_type = "s"  # or a text that opens with "=" would be a formula
                cell.number_format = "@"
            else:
                cell.value = value
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _height(row: Sequence[Value], widths: Sequence[int]) -> float:
    """A height in points that shows the longest cell: not every program fits a row to its text by itself."""
    lines = [
        sum(max(1, math.ceil(len(line) / width)) for line in str(value).split("\n"))
        for value, width in zip(row, widths, strict=True)
        if width > _NARROW
    ]
    return min(_HIGHEST, 15.0 * max(lines, default=1) + 3)


def _offer_states(sheet: Worksheet, count: int) -> None:
    """The status column offers its two words; the table can be filtered."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if count:
        choice = DataValidation("list", formula1=f'"{DRAFT},{APPROVED}"', allow_blank=True)
        choice.add(f"D2:D{count + 1}")
        sheet.add_data_validation(choice)
        sheet.auto_filter.ref = f"A1:G{count + 1}"


def _returned(sheet: Worksheet, reviewer: str) -> Iterator[Row]:
    merged = {row for area in sheet.merged_cells.ranges for row in range(area.min_row, area.max_row + 1)}
    for number, cells in enumerate(sheet.iter_rows(min_row=2, max_col=len(COLUMNS)), start=2):
        if all(cell.value is None for cell in cells):
            continue
        source, target, state, own, made = (_text(cells[at]) for at in (1, 2, 3, 7, 8))
        trouble = "two or more of its cells are merged" if number in merged else ""
        if not trouble and getattr(cells[2], "data_type", "s") in ("f", "e", "d"):
            trouble = "its translation is a formula, a date or an error, not a text"
        if not trouble and made == _CUT:
            trouble = "it is too long for a cell and stands here cut; correct it on the page"
        yield Row(f"row {number}", own, made, target, source, is_approved(state), reviewer, trouble=trouble)


def _text(cell: Any) -> str:
    """The text of a cell; spreadsheets write some characters as _x000D_, and may have read a text as a number."""
    value = cell.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value)
    return _xml.freed(_CHARACTER.sub(lambda found: chr(int(found[1], 16)), text))
