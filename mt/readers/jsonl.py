"""JSONL: one article a line, an object with `text` and, if it likes, `id`, `title`, `date` and any other field.

Lines are read as they are needed, so a file may be larger than memory. A line break in front of a value's end is no
trouble: only real line ends end a record.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from mt.document import Document
from mt.errors import InputError
from mt.readers import _records

SUFFIXES = (".jsonl", ".ndjson")
MANY = True

_HOPELESS = 100  # lines that are no records, or have no text, at the head of a file: it is none of records

Fields = dict[str, str]


def read(path: Path, column: str = "") -> Iterator[Document]:
    """One document a line; blank lines do not count.

    Args:
        path: in UTF-8.
        column: the field that holds the text; empty to look for "text" and what else it may be called.

    Raises:
        InputError: if the file cannot be opened or holds no record, at once; for a line that is none, when it is
            reached. The message names the line.
    """
    return map(_records.sound, each(path, column))


def each(path: Path, column: str = "") -> Iterator[Document | InputError]:
    """The same, but for a line that is wrong what is wrong with it, and on with the next.

    Raises:
        InputError: as `read` does at once, and if the file cannot be read to its end.
    """
    records = _fields(path)
    wrong: list[InputError] = []
    for record in islice(records, _HOPELESS):
        try:
            text = _records.text_field(list(_records.sound(record)), column, path)
        except InputError as error:
            wrong.append(error)
        else:
            return _documents(path, chain(wrong, [record], records), text)
    raise wrong[0] if wrong else InputError(f"{path} is empty: there is nothing to translate in it")


def count(path: Path) -> int:
    """How many articles there are."""
    with path.open("rb") as file:
        return sum(not line.isspace() for line in file)


def _documents(path: Path, records: Iterable[Fields | InputError], text: str) -> Iterator[Document | InputError]:
    for number, fields in enumerate(records, 1):
        yield fields if isinstance(fields, InputError) else _records.article(fields, text, number, path, "jsonl")


def _fields(path: Path) -> Iterator[Fields | InputError]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                try:
                    yield _records.fields_of(_object(path, number, line))
                except InputError as error:
                    yield error
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
