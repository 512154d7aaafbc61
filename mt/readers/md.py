"""Markdown (CommonMark and tables): its prose becomes paragraphs, its mark-up stays where it was.

Marks of structure ("# ", "> ", "- "), front matter, rules, link definitions and pictures that stand alone lie in the
gaps. Code, tables and HTML blocks are kept whole with the kind "code". Emphasis around a whole paragraph lies in the
gaps too; emphasis and links inside a sentence stay in its source. The "> " of a quotation's further lines is their
margin; where these lines differ it stays in the source (`segment.LINE_BREAK` knows it). The mark of a footnote's text
("[^1]: ") is one of structure. Left out: the texts of pictures, and front matter fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mt.document import ENCODING, FORMAT, PATH, Document, Span
from mt.errors import InputError
from mt.readers import Block, decode, document
from mt.readers.txt import is_byline

if TYPE_CHECKING:
    from markdown_it.token import Token

SUFFIXES = (".md", ".markdown")

_LINE_END = re.compile(r"\r\n|\r|\n")
_FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t]*(?:\r\n|\r|\n)(?s:.*?)(?:\r\n|\r|\n)(?:\1|\.\.\.)[ \t]*(?=\r|\n|\Z)")
_PICTURES = re.compile(r"(?:\[?!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])(?:\]\([^)]*\))?\s*)+")
_COMMENT = re.compile(r"\s*<!--(?s:.*)-->\s*")
_TASK = re.compile(r"\[[ xX]\]\s+(?=\S)")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:\s+(?=\S)")
_FURTHER = re.compile(rf"(?:{_LINE_END.pattern})((?:[ \t]*>[ \t]?)*)")
_EMPHASIS = re.compile(r"(\*{1,3})(?=[^\s*])([^*]*)(?<=[^\s*])\1|(_{1,3})(?=[^\s_])([^_]*)(?<=[^\s_])\3")
_WHOLE = {"fence", "code_block", "html_block", "table_open"}


def read(path: Path) -> Iterator[Document]:
    """The one document of a Markdown file.

    Raises:
        InputError: besides what `decode` says, if all of the file is mark-up.
    """
    text, encoding = decode(path)
    found = list(blocks(text))
    if not found:
        raise InputError(f"{path} holds mark-up and no text: there is nothing to translate in it")
    return iter((document(text, found, path.stem, {PATH: str(path), ENCODING: encoding, FORMAT: "md"}),))


def blocks(text: str) -> Iterator[Block]:
    """The paragraphs of a Markdown text, their spans without the mark-up around them."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": 200}).enable("table").disable("inline")
    lines = _lines(text)
    matter = _FRONT_MATTER.match(text)
    body = "\n" * len(_LINE_END.findall(matter[0])) + text[matter.end() :] if matter else text
    at = 0
    around: list[str] = []
    for token in parser.parse(body):
        if token.nesting:
            around = around[:-1] if token.nesting < 0 else [*around, token.type]
        if token.map is None or ("table_open" in around and token.type != "table_open"):
            continue
        block = _block(text, token, lines[token.map[0] : token.map[1]], around)
        if block and block.span.start >= at:
            yield block
            at = block.span.end


def _lines(text: str) -> list[Span]:
    """The lines of a text as the parser counts them, without their ends."""
    starts, ends = [0], []
    for match in _LINE_END.finditer(text):
        ends.append(match.start())
        starts.append(match.end())
    return [Span(start, end) for start, end in zip(starts, [*ends, len(text)], strict=True)]


def _block(text: str, token: Token, lines: list[Span], around: list[str]) -> Block | None:
    """The block a token stands for; None if the token only holds others, or nothing a person reads."""
    if token.type in _WHOLE:
        span = _stripped(text, Span(lines[0].start, lines[-1].end))
        is_prose_free = not span.of(text) or (token.type == "html_block" and _COMMENT.fullmatch(span.of(text)))
        return None if is_prose_free else Block(span, "code")
    if token.type != "inline" or not token.content.strip() or _PICTURES.fullmatch(token.content):
        return None
    content = token.content.split("\n")
    start, end = lines[0].start, lines[-1].end
    if len(content) == len(lines):  # else the parser dropped lines of odd white space: then all of them are taken
        start = _content(text, lines[0], content[0].strip()).start
        end = _content(text, lines[-1], content[-1].strip()).end
    kind = _kind(around)
    marker = _TASK if kind == "item" else _FOOTNOTE
    if mark := marker.match(text, start, end):
        start = mark.end()
    span = _stripped(text, Span(start, end))
    while emphasis := _EMPHASIS.fullmatch(span.of(text)):
        inner = emphasis.span(2 if emphasis[1] else 4)
        span = Span(span.start + inner[0], span.start + inner[1])
    if not span.of(text):
        return None
    return Block(span, "byline" if kind == "text" and is_byline(span.of(text)) else kind, _margin(text, span))


def _margin(text: str, span: Span) -> str:
    """What every line of a quotation but its first begins with; empty if these lines differ."""
    margins = set(_FURTHER.findall(span.of(text)))
    return margins.pop() if len(margins) == 1 else ""


def _content(text: str, line: Span, content: str) -> Span:
    """Where the content of a line stands behind its mark-up; the whole line if the parser changed the content."""
    found = text.rfind(content, line.start, line.end)
    return line if found < 0 else Span(found, found + len(content))


def _stripped(text: str, span: Span) -> Span:
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, start + len(piece.strip()))


def _kind(around: list[str]) -> str:
    for container in reversed(around):
        if container == "heading_open":
            return "heading"
        if container == "list_item_open":
            return "item"
        if container == "blockquote_open":
            return "quote"
    return "text"
