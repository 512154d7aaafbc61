"""The finished English article as Markdown, with the structure of the original.

An article that was read from Markdown gets its own mark-up back, which lies in the gaps between its segments; any
other gets the marks of its paragraphs' kinds, and its text is escaped so that none of it is taken for mark-up. A
segment without a translation keeps its source: a hole in a list would be no structure. It does not come home.
"""

from __future__ import annotations

import re

from mt.document import FORMAT, Document, Paragraph

_INLINE = re.compile(r"[\\`*_\[\]<>]|&(?=#?\w+;)|~~")
_OPENING = re.compile(r"^(\s*)(#{1,6}(?=\s)|[+\-=](?=\s|\W|$)|\d{1,9}(?=[.)])|\||:?-{3,})")
_MARKS = {"item": "- ", "quote": "> "}


def render(document: Document, signature: str) -> str:
    """The article with one line end at its close; the signature has no place in it."""
    if document.meta.get(FORMAT) == "md":
        pieces = [document.lead, *(_english(paragraph) for paragraph in document.paragraphs)]
        return "".join(pieces).rstrip() + "\n"
    lines = ""
    for number, paragraph in enumerate(document.paragraphs):
        listed = paragraph.kind == "item" and number and document.paragraphs[number - 1].kind == "item"
        if text := _marked(paragraph, first=not number):
            lines += ("\n" if listed else "\n\n" if lines else "") + text
    return lines + "\n"


def _english(paragraph: Paragraph) -> str:
    """Targets with the gaps of the source between them."""
    return "".join((segment.target.strip() or segment.source) + segment.gap for segment in paragraph.segments)


def _marked(paragraph: Paragraph, *, first: bool) -> str:
    if paragraph.kind == "code":
        return "\n".join(f"    {line}" for line in paragraph.code.splitlines())
    texts = (" ".join((segment.target.strip() or segment.source).split()) for segment in paragraph.segments)
    text = _escaped(" ".join(part for part in texts if part))
    if not text:
        return ""
    if paragraph.kind == "byline":
        return f"*{text}*"
    return ("# " if first else "## ") + text if paragraph.kind == "heading" else _MARKS.get(paragraph.kind, "") + text


def _escaped(text: str) -> str:
    safe = _INLINE.sub(lambda found: "".join(f"\\{character}" for character in found[0]), text)
    return _OPENING.sub(_disarmed, safe)


def _disarmed(found: re.Match[str]) -> str:
    """A digit cannot be escaped, the sign after it can."""
    return f"{found[1]}{found[2]}\\" if found[2].isdigit() else f"{found[1]}\\{found[2]}"
