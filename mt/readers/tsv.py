"""Tables with a header, separated by tabs or, in .csv, by commas or semicolons: one article a row.

The column `text` holds the article; `id`, `title` and `date` are known, every other column is kept. Quoting is that of
spreadsheets, so a cell may hold line breaks. A row that this quoting does not explain, or with more cells than the
header has, is wrong: a separator or a quotation mark of its text was read as the table's own.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import chain
from pathlib import Path

from mt.document import Document
from mt.errors import InputError
from mt.readers import _records, decode

SUFFIXES = (".tsv", ".csv")
MANY = True

_LARGEST_CELL = 1 << 30  # characters; csv's own limit is 131,072, less than a long article

Row = list[str]


def read(path: Path, column: str = "") -> Iterator[Document]:
    """One document a row.

    Args:
        path: in any encoding that a text file may have.
        column: the column that holds the text; empty to look for "text" and what else it may be called.

    Raises:
        InputError: if the file cannot be read, has no header with a column for the text, or no row, at once; for a row
            that is wrong, when it is reached. The message names the line.
    """
    return map(_records.sound, each(path, column))


def each(path: Path, column: str = "") -> Iterator[Document | InputError]:
    """The same, but for a row that is wrong what is wrong with it, and on with the next.

    Raises:
        InputError: as `read` does at once.
    """
    rows = _rows(path)
    header = _records.sound(next(rows, InputError(f"{path} has no header")))
    _records.see_that_no_name_is_ours(header, path)
    field = _records.text_field(header, column, path)
    first = next(rows, None)
    if first is None:
        raise InputError(f"{path} has a header and no row: there is nothing to translate in it")
    return _documents(path, header, chain([first], rows), field)


def count(path: Path) -> int:
    """How many articles there are.

    Raises:
        InputError: if it cannot be read.
    """
    return sum(1 for _ in _rows(path)) - 1


def _documents(
    path: Path, header: Row, rows: Iterator[Row | InputError], field: str
) -> Iterator[Document | InputError]:
    for number, row in enumerate(rows, 1):
        if isinstance(row, InputError):
            yield row
        else:
            cells = [*row, *[""] * (len(header) - len(row))]
            yield _records.article(dict(zip(header, cells, strict=False)), field, number, path, "tsv")


def _rows(path: Path) -> Iterator[Row | InputError]:
    """The header, then every row that is not blank, or what is wrong with it."""
    csv.field_size_limit(_LARGEST_CELL)
    text, _ = decode(path)
    separator = _separator(path, text)
    table = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    header: Row = []
    while True:
        line = table.line_num + 1
        try:
            row = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            lines = f"line {line}" if table.line_num == line else f"lines {line} to {table.line_num}"
            why = str(error).replace("\t", "a tab")
            yield InputError(f"{path}, {lines}: no row of a table ({why}); double a quotation mark that is of the text")
            continue
        if not any(cell.strip() for cell in row):
            continue
        why = _trouble(header, row, separator) if header else ""
        header = header or [name.strip() for name in row]
        yield InputError(f"{path}, line {line} {why}") if why else row


def _trouble(header: Row, row: Row, separator: str) -> str:
    """What is wrong with a row, empty if nothing is."""
    if any(cell.strip() for cell in row[len(header) :]):
        return f"has more cells than the header: put a text with {separator!r} in it between quotation marks"
    swallowed = (line.count("\t") for cell in row for line in cell.split("\n")[1:])
    if separator == "\t" and len(header) > 1 and max(swallowed, default=0) >= len(header) - 1:
        return "holds whole rows in one cell: a quotation mark is open there"
    return ""


def _separator(path: Path, text: str) -> str:
    """A tab in .tsv; in .csv what stands most often in the header, for French spreadsheets write semicolons."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    header = text.lstrip("\r\n").partition("\n")[0]
    return max(",;\t", key=header.count)
