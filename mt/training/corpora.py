"""Reads parallel text as streams of raw pairs: TSV (also .xz and .gz), TMX, a review's JSONL record, a memory's file.

TSV is source TAB target, more columns being left alone; a first line that names its columns (`source`, `target`, as in
mt's own review tables) says where they stand, and of a table with a `status` only approved rows count if there are
any. Of a JSONL record only approved or human segments are read, of a translation memory only what people approved.
Nothing is judged here: that is `filters`.
"""

from __future__ import annotations

import csv
import gzip
import json
import lzma
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Any, NamedTuple

from mt import packages
from mt.errors import InputError
from mt.memory import Memory
from mt.memory.file import MAGIC, SUFFIX

SUFFIXES = (".tsv", ".tsv.xz", ".tsv.gz", ".tmx", ".tmx.xz", ".tmx.gz", ".jsonl", SUFFIX)
_XML = "{http://www.w3.org/XML/1998/namespace}"
_CODES = {"bpt", "ept", "ph", "it", "ut", "sub"}  # TMX: what these hold is mark-up, not text


class Corpus(NamedTuple):
    """One file of pairs; `name` is its file name without suffixes, which the weights go by."""

    name: str
    path: Path


class Languages(NamedTuple):
    """The codes of both sides, as TMX names them."""

    source: str
    target: str


def find(paths: Iterable[Path]) -> list[Corpus]:
    """The corpora of files and folders (not searched deeply), by name: the order of the folders does not matter.

    Raises:
        InputError: if a path is missing or of an unknown format, a folder holds no corpus, or two bear one name.
    """
    found: dict[str, Path] = {}
    for path in paths:
        if not path.exists():
            raise InputError(f"{path} does not exist: give corpora ({', '.join(SUFFIXES)}) or folders of them")
        inside = [path] if path.is_file() else sorted(file for file in path.iterdir() if file.is_file())
        known = [(name, file) for file in inside if (name := _name(file))]
        if not known:
            raise InputError(f"{path} is no corpus and holds none: there is {', '.join(SUFFIXES)}")
        for name, file in known:
            if found.setdefault(name, file).resolve() != file.resolve():
                raise InputError(f"two corpora bear the name {name}: {found[name]} and {file}; rename one")
    return [Corpus(name, found[name]) for name in sorted(found)]


def _name(path: Path) -> str:
    lower = path.name.lower()
    suffix = max((s for s in SUFFIXES if lower.endswith(s)), key=len, default="")
    return path.name[: -len(suffix)] if suffix else ""


def pairs(path: Path, languages: Languages) -> Iterator[tuple[str, str]]:
    """Raw (source, target) pairs of one file, as they stand; a line that holds no pair gives two empty strings.

    Raises:
        InputError: if the file cannot be read to its end.
    """
    try:
        if path.suffix.lower() == SUFFIX:
            yield from _memory(path, languages)
        elif ".tmx" in path.suffixes or path.suffix.lower() == ".tmx":
            with _opened(path) as file:
                yield from _tmx(file, languages)
        else:
            with _opened(path) as file:
                lines = (line.decode("utf-8-sig" if not number else "utf-8") for number, line in enumerate(file))
                yield from _jsonl(lines) if path.suffix.lower() == ".jsonl" else _tsv(lines)
    except (OSError, EOFError, lzma.LZMAError, ValueError, SyntaxError) as error:
        raise InputError(f"{path} cannot be read: {error}") from error


def _opened(path: Path) -> IO[bytes]:
    if path.suffix.lower() == ".xz":
        return lzma.open(path)
    return gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb")  # type: ignore[return-value]


def _tsv(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    first = next(lines, None)
    if first is None:
        return
    columns = first.rstrip("\r\n").split("\t")
    if {"source", "target"} <= set(columns):
        yield from _table(lines, columns)
        return
    for line in chain([first], lines):
        source, _, rest = line.rstrip("\r\n").partition("\t")
        yield source, rest.partition("\t")[0]


def _table(lines: Iterator[str], columns: list[str]) -> Iterator[tuple[str, str]]:
    """A table with a header: cells may be quoted, and an apostrophe may guard a cell that looks like a formula."""
    rows: Iterable[dict[str, Any]] = csv.DictReader(lines, columns, delimiter="\t")
    if "status" in columns:  # a review table, which is small; any other is read as a stream
        every = list(rows)
        rows = [row for row in every if row["status"] == "approved"] or every
    for row in rows:
        yield _unguarded(row.get("source") or ""), _unguarded(row.get("target") or "")


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell.lstrip("'")[:1] in ("=", "+", "-", "@") else cell


def _jsonl(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        record: Any = json.loads(line)
        if isinstance(record, dict) and (record.get("status") == "approved" or record.get("origin") == "human"):
            yield str(record.get("source", "")), str(record.get("target", ""))


def _memory(path: Path, languages: Languages) -> Iterator[tuple[str, str]]:
    """What people approved; a file that is no memory is refused before it could be set aside as a damaged one."""
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise ValueError("it is no translation memory")
    with Memory(path, f"{languages.source}-{languages.target}") as memory:
        for entry in memory.every_reviewed():
            yield entry.source, entry.target


def _tmx(file: IO[bytes], languages: Languages) -> Iterator[tuple[str, str]]:
    """Translation units one by one; entities are not resolved and nothing is fetched."""
    from lxml import etree

    for _, unit in etree.iterparse(file, tag="{*}tu", resolve_entities=False, no_network=True, load_dtd=False):
        sides: dict[str, str] = {}
        for variant in unit.iterfind("{*}tuv"):
            code = variant.get(f"{_XML}lang") or variant.get("lang") or ""
            segment = variant.find("{*}seg")
            if segment is not None:
                sides.setdefault(code.lower().replace("_", "-").split("-")[0], _text(segment))
        yield sides.get(languages.source, ""), sides.get(languages.target, "")
        unit.clear()
        while unit.getprevious() is not None:
            del unit.getparent()[0]


def _text(element: Any) -> str:
    """The text of a segment without the mark-up codes inside it."""
    parts = [element.text or ""]
    for child in element:
        if (own := packages.name(child)) and own not in _CODES:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
