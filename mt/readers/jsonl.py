"""JSONL: one article a line, an object with `text` and, if it likes, `id`, `title`, `date` and any other field.

Lines are read as they are needed, so a file may be larger than memory. A line break in front of a value's end is no
trouble: only real line ends end a record.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from mt.document import Document
from mt.errors import InputError
from mt.readers import _decoding, _records

SUFFIXES = (".jsonl", ".ndjson")
MANY = True

_HEAD = 4096  # bytes that tell UTF-16
_HOPELESS = 100  # lines that are no records, or have no text, at the head of a file: it is none of records

Fields = dict[str, str]


def read(path: Path, column: str = "") -> Iterator[Document]:
    """One document a line; blank lines do not count.

    Args:
        path: in any encoding that a text file may have.
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
    return sum(1 for _ in _lines(path))


def _documents(path: Path, records: Iterable[Fields | InputError], text: str) -> Iterator[Document | InputError]:
    for number, fields in enumerate(records, 1):
        yield fields if isinstance(fields, InputError) else _records.article(fields, text, number, path, "jsonl")


def _fields(path: Path) -> Iterator[Fields | InputError]:
    for number, line in _lines(path):
        try:
            yield _records.fields_of(_object(path, number, line))
        except InputError as error:
            yield error


def _lines(path: Path) -> Iterator[tuple[int, str | bytes]]:
    """Every line that is not blank and its number, as text where the whole file is UTF-16, else as it is.

    Raises:
        InputError: if the file cannot be read to its end.
    """
    try:
        with path.open("rb") as file:
            codec = _decoding.utf16(file.read(_HEAD))
        lines: IO[Any] = path.open(encoding=codec, newline="\n") if codec else path.open("rb")
        with lines:
            yield from ((number, line) for number, line in enumerate(lines, 1) if not line.isspace())
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} begins as UTF-16 but is damaged: save it again") from error


def _object(path: Path, number: int, line: str | bytes) -> dict[str, Any]:
    where = f"{path}, line {number}"
    try:
        record = json.loads(line.removeprefix("\ufeff") if isinstance(line, str) else _decoding.decoded(line, where)[0])
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where} is no JSON ({error}): each line should be an object") from error
    if not isinstance(record, dict):
        raise InputError(f'{where} is no object: each line should be {{"text": …}}')
    _records.see_that_no_name_is_ours(record, where)
    return record
