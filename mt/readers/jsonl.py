"""JSONL: one article a line, an object with `text` and, if it likes, `id`, `title`, `date` and any other field.

Lines are read as they are needed, so a file may be larger than memory. A line break in front of a value's end is no
trouble: only real line ends end a record.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mt.document import Document
from mt.errors import InputError
from mt.readers import _records

SUFFIXES = (".jsonl", ".ndjson")
MANY = True


def read(path: Path, column: str = "") -> Iterator[Document]:
    """One document a line; blank lines do not count.

    Args:
        path: in UTF-8.
        column: the field that holds the text; empty to look for "text" and what else it may be called.

    Raises:
        InputError: if the file cannot be opened or its first record is wrong, at once; for a later line when it is
            reached. The message names the line.
    """
    records = _fields(path)
    first = next(records, None)
    if first is None:
        raise InputError(f"{path} is empty: there is nothing to translate in it")
    text = _records.text_field(list(first), column, path)
    return _documents(path, first, records, text)


def count(path: Path) -> int:
    """How many articles there are."""
    with path.open("rb") as file:
        return sum(not line.isspace() for line in file)


def _documents(path: Path, first: dict[str, str], rest: Iterator[dict[str, str]], text: str) -> Iterator[Document]:
    yield _records.article(first, text, 1, path, "jsonl")
    for number, fields in enumerate(rest, 2):
        yield _records.article(fields, text, number, path, "jsonl")


def _fields(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _records.fields_of(_object(path, number, line))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error


def _object(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"{path}, line {number} is not UTF-8: save the file as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}, line {number} is no JSON ({error}): each line should be an object") from error
    if not isinstance(record, dict):
        raise InputError(f'{path}, line {number} is no object: each line should be {{"text": …}}')
    return record
