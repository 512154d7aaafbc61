"""Articles from files: one plug-in module a format, found by the suffix it names.

A reader module has `SUFFIXES` and `read(path) -> Iterator[Document]`. In what it yields, each paragraph is one whole
segment, and `source_text()` is the decoded file, character for character (a byte order mark apart); of a format that
is not text to the eye (HTML, DOCX), it is the paragraphs that were read, and the module says `SIZED = False`, for the
size of such a file tells nothing of its text. Dividing into sentences is the business of `mt.segment`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from stat import S_ISDIR, S_ISFIFO, S_ISSOCK
from textwrap import shorten
from types import MappingProxyType
from typing import NamedTuple

from mt import plugins
from mt.document import OWN, Document, Paragraph, Segment, Span, without_margin
from mt.errors import InputError
from mt.readers._decoding import decode

__all__ = ["TYPED", "Block", "check", "decode", "document", "kind_of", "paragraphs", "read", "suffixes"]

_LATER = {".doc", ".docm", ".dotx", ".odt", ".rtf", ".mht", ".mhtml", ".pdf", ".epub"}
_PARTING = "\n\n"
_TITLE_LENGTH = 160
_SHOWN = 100  # characters of what was given as a path
TYPED = f"{OWN}json"  # in `meta`: which of the fields are JSON, not text, as a list in JSON


class Block(NamedTuple):
    """Where a paragraph stands in a text, its kind (`document.Paragraph`), how its further lines begin."""

    span: Span
    kind: str
    margin: str = ""


def read(path: Path) -> Iterator[Document]:
    """The documents of a file, by the reader its suffix asks for.

    Raises:
        InputError: if the file is missing, of an unknown format, empty, or no text in an encoding that can be read.
            It is raised here and now, not when the first document is asked for.
    """
    documents: Iterator[Document] = plugins.load("readers", check(path)).read(Path(path))
    return documents


def check(path: Path) -> str:
    """The reader for a file, by its suffix; the file is not opened.

    Raises:
        InputError: if the file is missing, a folder, or of an unknown format.
    """
    path = Path(path)
    kind = kind_of(path)
    if not kind:
        raise InputError(f"{path} does not exist: check the path")
    if kind == "folder":
        raise InputError(f"{path} is a folder, not a file: name the articles in it")
    known = suffixes()
    suffix = path.suffix.lower()
    if suffix not in known:
        if suffix in _LATER:
            raise InputError(f"{path}: {suffix} files cannot be read yet; save its text as .txt or .md")
        what = f"a {suffix} file" if suffix else "a file without a suffix"
        raise InputError(f"{path}: {what} cannot be read, only {', '.join(sorted(known))}: save it as .txt or .md")
    return known[suffix]


def kind_of(path: Path) -> str:
    """What stands at a path: "file", "folder", or "" for nothing.

    Raises:
        InputError: if that cannot be told: a folder above it may not be entered, or the text is no path at all.
    """
    try:
        mode = path.stat().st_mode
        if S_ISFIFO(mode) or S_ISSOCK(mode):
            raise InputError(f"{path} is a pipe, not a file: give - and the text on standard input")
        return "folder" if S_ISDIR(mode) else "file"
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        said = shorten(str(path), _SHOWN, placeholder=" …")
        raise InputError(
            f"{said!r} cannot be opened ({why}): give a file, or - and the text on standard input"
        ) from error


@cache
def suffixes() -> Mapping[str, str]:
    """Every suffix that can be read, with its dot and in small letters, and the reader that reads it."""
    names = plugins.names("readers")
    return MappingProxyType({suffix: name for name in names for suffix in plugins.load("readers", name).SUFFIXES})


def document(text: str, blocks: Iterable[Block], name: str = "text", meta: dict[str, str] | None = None) -> Document:
    """A document of one whole segment a block; what lies between the blocks goes into the gaps.

    Args:
        text: everything, mark-up included.
        blocks: in reading order, without overlaps and none blank.
        name: the document's id.
        meta: goes into the document's, beside its title: the first heading or, without one, the first short paragraph.
    """
    ordered = list(blocks)
    nexts = [*(block.span.start for block in ordered), len(text)][1:]
    paragraphs = tuple(
        Paragraph((_whole(f"p{number}", text, block, following),), block.kind)
        for number, (block, following) in enumerate(zip(ordered, nexts, strict=True), 1)
    )
    lead = text[: ordered[0].span.start] if ordered else text
    return Document(name, paragraphs, lead=lead, meta={"title": _title(text, ordered, name), **(meta or {})})


def paragraphs(found: Iterable[tuple[str, str]], name: str, meta: dict[str, str]) -> Document:
    """The document of texts and their kinds, where their file has more between them than text: a blank line parts them.

    Args:
        found: none blank.
        name: the document's id.
        meta: as `document` has it.
    """
    blocks, pieces, at = [], [], 0
    for text, kind in found:
        blocks.append(Block(Span(at, at + len(text)), kind))
        pieces.append(text)
        at += len(text) + len(_PARTING)
    return document(_PARTING.join(pieces), blocks, name, meta)


def _whole(name: str, text: str, block: Block, following: int) -> Segment:
    source = without_margin(block.span.of(text), block.margin)
    return Segment(name, source, gap=text[block.span.end : following], margin=block.margin)


def _title(text: str, blocks: list[Block], name: str) -> str:
    headings = (block for block in blocks if block.kind == "heading")
    short = (block for block in blocks if block.kind == "text" and block.span.end - block.span.start <= _TITLE_LENGTH)
    found = next(headings, None) or next(short, None)
    return " ".join(found.span.of(text).split()) if found else name
