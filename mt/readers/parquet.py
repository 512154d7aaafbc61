"""Parquet: one article a row, as in JSONL; columns of any type.

Row groups are read as they are needed. Needs pyarrow, which the extra `mt[cluster]` brings.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mt.document import Document
from mt.errors import InputError
from mt.readers import _records

SUFFIXES = (".parquet",)
MANY = True

_ROWS = 256  # held at a time


def read(path: Path, column: str = "") -> Iterator[Document]:
    """One document a row.

    Args:
        path: of the file.
        column: the one that holds the text; empty to look for "text" and what else it may be called.

    Raises:
        InputError: if the file cannot be read, has no column for the text or no row, or pyarrow is not there.
    """
    file = _opened(path)
    from pyarrow import ArrowException

    if not file.metadata.num_rows:
        raise InputError(f"{path} has no row: there is nothing to translate in it")
    names = file.schema_arrow.names
    _records.see_that_no_name_is_ours(names, path)
    text = _records.text_field(names, column, path)
    return _documents(path, file, text, (OSError, ArrowException))


def count(path: Path) -> int:
    """How many articles there are.

    Raises:
        InputError: if it cannot be read.
    """
    return int(_opened(path).metadata.num_rows)


def _documents(path: Path, file: Any, text: str, wrong: tuple[type[Exception], ...]) -> Iterator[Document]:
    number = 0
    try:
        for batch in file.iter_batches(batch_size=_ROWS):
            for row in batch.to_pylist():
                number += 1
                yield _records.article(_records.fields_of(row), text, number, path, "parquet")
    except wrong as error:
        raise InputError(f"{path} is damaged behind row {number}: {error}") from error


def _opened(path: Path) -> Any:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as error:
        raise InputError(f"{path}: reading Parquet needs pyarrow: pip install 'mt[cluster]'") from error
    try:
        file = parquet.ParquetFile(path)
    except (OSError, ArrowException) as error:
        raise InputError(f"{path} cannot be read as Parquet: {error}") from error
    return file
