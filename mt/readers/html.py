"""HTML: the article of a saved news page, or all of a fragment; nothing is fetched, no script is run.

The mark-up goes: headings, list items, quotations and bylines are told by their kinds, cells of tables are paragraphs
in reading order, and `source_text()` is the paragraphs with a blank line between them. What is an article's and what
is the page's around it is told in `_main_text`. The page's own word for title, author, date and address goes into
`meta`. Left out: what a script would have to put there, and pictures (their captions stay).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mt.document import ENCODING, FORMAT, PATH, Document
from mt.errors import InputError
from mt.readers import _decoding, paragraphs

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from mt.readers._main_text import Facts
    from mt.readers._pieces import Piece

SUFFIXES = (".html", ".htm")
SIZED = False

_CHARSET = re.compile(rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DECLARED_IN = 4096  # bytes; browsers look at the first 1,024
_WESTERN = {"iso8859-1", "ascii"}  # what browsers read as Windows-1252
_OURS = re.compile(r"<meta name=\"generator\" content=\"mt\">")
_SUBSET = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<!DOCTYPE[^>\[]*\[[^\]]*\]\s*>", re.IGNORECASE)  # entities of its own


def read(path: Path) -> Iterator[Document]:
    """The one document of a page.

    Raises:
        InputError: if it cannot be read, is a page that mt wrote, or no article can be found in it.
    """
    from mt.readers import _main_text  # late, as below: who reads plain text has no need of it
    from mt.readers._pieces import pieces

    text, encoding = _decoded(path)
    if _OURS.search(text, 0, _DECLARED_IN):
        raise InputError(
            f"{path} is a review page of mt, not an article: edit it in a browser and give what it saves to "
            "mt review apply"
        )
    tree = _tree(text, path)
    seen = pieces(tree)
    if not seen:
        raise InputError(f"{path} shows no text: a script may have to put it there; save the article as .txt or .md")
    said = _main_text.Facts()
    chosen = seen
    if not _main_text.is_fragment(tree, seen):
        said = _main_text.facts(tree)
        bare = seen if _main_text.is_fragment(tree, seen, strictly=False) else []
        chosen = _main_text.article(seen, tree, said) or bare
    if not chosen:
        raise InputError(
            f"{path} has no article that can be told from the page around it: save its text as .txt or .md"
        )
    meta = {PATH: str(path), ENCODING: encoding, FORMAT: "html"}
    meta |= {name: value for name in ("author", "date", "url") if (value := getattr(said, name))}
    return iter((paragraphs([(piece.text, piece.kind) for piece in _headed(chosen, said)], path.stem, meta),))


def _decoded(path: Path) -> tuple[str, str]:
    """The text of a page, by its own word on its encoding where it is not UTF-8 or UTF-16."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be opened: {error.strerror or error}") from error
    if not data.strip():
        raise InputError(f"{path} is empty: there is nothing to translate in it")
    declared = _CHARSET.search(data, 0, _DECLARED_IN)
    codec = _codec(declared[1].decode("ascii", "replace")) if declared else ""
    if codec and not _is_utf(data):
        try:
            return data.decode(codec), codec
        except (UnicodeDecodeError, LookupError):
            pass
    return _decoding.decoded(data, path)


def _codec(label: str) -> str:
    try:
        found = codecs.lookup(label)
    except (LookupError, ValueError):
        return ""
    is_text = getattr(found, "_is_text_encoding", True)
    return "" if not is_text or found.name.startswith("utf") else "cp1252" if found.name in _WESTERN else found.name


def _is_utf(data: bytes) -> bool:
    if b"\0" in data or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True  # or binary, which is said there
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def _tree(text: str, path: Path) -> HtmlElement:
    """The page as a tree, mended as browsers do; entities that it defines are not expanded.

    Raises:
        InputError: if it is nested deeper than any page is.
    """
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    sound = _SUBSET.sub("", text.replace("\0", ""), count=1).encode("utf-8", "replace")
    try:
        tree = html.document_fromstring(sound, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        tree = html.fragment_fromstring("", create_parent="div")
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise InputError(f"{path} is nested thousands of levels deep, as no page is: save its text as .txt or .md")
    return tree


def _headed(chosen: list[Piece], said: Facts) -> list[Piece]:
    """With the title that the page gives itself, where it shows none."""
    from mt.readers._pieces import Piece, key

    if not said.title or any(piece.kind == "heading" and piece.element.tag == "h1" for piece in chosen):
        return chosen
    if key(said.title) in (piece.key for piece in chosen):
        return chosen
    return [Piece(said.title, "heading", chosen[0].element), *chosen]
