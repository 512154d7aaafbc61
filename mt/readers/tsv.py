"""Tables with a header, separated by tabs or, in .csv, by commas or semicolons: one article a row.

The column `text` holds the article; `id`, `title` and `date` are known, every other column is kept. Quoting is that of
spreadsheets, so a cell may hold line breaks.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from mt.document import Document
from mt.errors import InputError
from mt.readers import _records, decode

SUFFIXES = (".tsv", ".csv")
MANY = True

_LARGEST_CELL = 1 << 30  # characters; csv's own limit is 131,072, less than a long article


def read(path: Path, column: str = "") -> Iterator[Document]:
    """One document a row.

    Args:
        path: in any encoding that a text file may have.
        column: the column that holds the text; empty to look for "text" and what else it may be called.

    Raises:
        InputError: if the file cannot be read, has no header with a column for the text, or no row.
    """
    text, _ = decode(path)
    csv.field_size_limit(_LARGEST_CELL)
    rows = csv.reader(StringIO(text, newline=""), delimiter=_separator(path, text))
    header = [name.strip() for name in _next(path, rows) or []]
    field = _records.text_field(header, column, path)
    first = _next(path, rows)
    if first is None:
        raise InputError(f"{path} has a header and no row: there is nothing to translate in it")
    return _documents(path, header, first, rows, field)


def count(path: Path) -> int:
    """How many articles there are.

    Raises:
        InputError: if it cannot be read.
    """
    csv.field_size_limit(_LARGEST_CELL)
    text, _ = decode(path)
    rows = csv.reader(StringIO(text, newline=""), delimiter=_separator(path, text))
    _next(path, rows)
    return sum(any(map(str.strip, row)) for row in iter(lambda: _next(path, rows), None))


def _documents(
    path: Path, header: list[str], first: list[str], rows: Iterator[list[str]], field: str
) -> Iterator[Document]:
    number, row = 1, first
    while row is not None:
        if any(cell.strip() for cell in row):
            cells = [*row, *[""] * (len(header) - len(row))]
            yield _records.article(dict(zip(header, cells, strict=False)), field, number, path, "tsv")
            number += 1
        row = _next(path, rows)  # type: ignore[assignment]


def _next(path: Path, rows: Iterator[list[str]]) -> list[str] | None:
    try:
        return next(rows, None)
    except csv.Error as error:
        raise InputError(f"{path} is no table ({error}): save it again from the spreadsheet") from error


def _separator(path: Path, text: str) -> str:
    """A tab in .tsv; in .csv what stands most often in the header, for French spreadsheets write semicolons."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    header = text.lstrip("\r\n").partition("\n")[0]
    return max(",;\t", key=header.count)
