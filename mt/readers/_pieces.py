"""The visible text of an HTML tree as pieces: one for each paragraph, heading, list item or cell, in reading order.

Told as a browser would show it: inline mark-up goes and glues or parts nothing, white space collapses but for no-break
spaces, <br> is a line break, two of them end a paragraph. Left out: scripts, forms' fields, pictures' texts, deleted
text, marks of notes, and what is hidden by the page's own attributes; style sheets are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mt.readers.txt import is_byline

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption"
        " figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li listing main menu nav ol p pre search"
        " section summary table tbody td tfoot th thead tr ul xmp",
    )
)
_NEVER = frozenset(
    re.findall(
        r"\w+",
        "applet area audio base button canvas datalist del embed frame frameset iframe img input link map math"
        " meta noembed noframes noscript object optgroup option param picture progress rp rt script select source style"
        " svg template textarea title track video",
    )
)
_KINDS = dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading") | {
    "li": "item",
    "blockquote": "quote",
    "pre": "code",
    "listing": "code",
    "xmp": "code",
}
_SPACE = re.compile(r"[ \t\r\n\f]+")  # what HTML collapses; a no-break space stays
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN = re.compile(r"(?:^|\s)(?:visually-?hidden|sr-only|screen-?reader-?(?:text|only))(?:\s|$)", re.IGNORECASE)
_AUTHOR = re.compile(r"(?:^|[\s_-])(?:byline|authors?|auteurs?|signature)(?:[\s_-]|$)", re.IGNORECASE)
_LONGEST_BYLINE = 120


@dataclass(slots=True)
class Piece:
    """A paragraph of the page.

    Attributes:
        text: as it is read.
        kind: of `document.Paragraph`.
        element: the innermost block it stands in.
        linked: how many of its characters lead somewhere.
    """

    text: str
    kind: str
    element: HtmlElement
    linked: int = 0

    @property
    def key(self) -> str:
        """Letters and digits alone, to find the text again in what a library made of it."""
        return key(self.text)

    @property
    def link_share(self) -> float:
        """How much of it is links, in [0, 1]."""
        return min(1.0, self.linked / max(1, len(self.text)))


def key(text: str) -> str:
    """Letters and digits of a text, small."""
    return "".join(filter(str.isalnum, text)).casefold()


def called(element: HtmlElement) -> str:
    """What a page's author calls an element: its class and id."""
    return f"{element.get('class', '')} {element.get('id', '')}"


def pieces(root: HtmlElement) -> list[Piece]:
    """All of a tree that can be seen; the depth of the tree is no matter."""
    from lxml import etree

    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    collector = _Collector(root)
    for event, element in walk:
        if event == "start":
            if _is_unseen(element, root):
                walk.skip_subtree()
            else:
                collector.begin(element)
        else:
            collector.end(element, seen=event == "end" and not _is_unseen(element, root))
    collector.flush()
    return collector.found


def _is_unseen(element: HtmlElement, root: HtmlElement) -> bool:
    """Whether an element has no text a reader sees; a whole page that waits for a script to be shown is seen."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _NEVER:
        return True
    if tag == "sup" and _is_mark_of_a_note(element):
        return True
    if not element.attrib or tag in ("html", "body") or element is root:
        return False
    attributes = element.attrib
    if attributes.get("hidden", "until-found") != "until-found" or attributes.get("aria-hidden") == "true":
        return True
    if tag == "dialog" and "open" not in attributes:
        return True
    return bool(_HIDING.search(attributes.get("style", "")) or _HIDDEN.search(attributes.get("class", "")))


def _is_mark_of_a_note(element: HtmlElement) -> bool:
    if len(element) != 1 or element[0].tag != "a":
        return False
    around = (element.text or "") + (element[0].tail or "")
    return element[0].get("href", "").startswith("#") and not around.strip()


class _Collector:
    """Gathers text until a block begins or ends."""

    def __init__(self, root: HtmlElement) -> None:
        self.found: list[Piece] = []
        self._root = root
        self._around: list[Any] = []
        self._texts: list[str] = []
        self._links = self._linked = self._code = 0

    def begin(self, element: HtmlElement) -> None:
        """An element that is seen, and its text up to its first child."""
        tag = element.tag
        if tag in _BLOCKS:
            self.flush()
            self._around.append(element)
            self._code += _KINDS.get(tag) == "code"
        elif tag == "a":
            self._links += element.get("href") is not None
        elif tag == "br":
            self._texts.append("\n")
        elif tag == "q":
            self._add("«\u00a0")
        self._add(element.text)

    def end(self, element: HtmlElement, *, seen: bool) -> None:
        """The end of any element, or all of one that is not seen, and the text behind it."""
        tag = element.tag
        if not seen:
            pass
        elif tag in _BLOCKS:
            self.flush()
            self._around.pop()
            self._code -= _KINDS.get(tag) == "code"
        elif tag == "a":
            self._links -= element.get("href") is not None
        elif tag == "q":
            self._add("\u00a0»")
        if element is not self._root:
            self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if text:
            shown = text if self._code else _SPACE.sub(" ", text)
            self._texts.append(shown)
            self._linked += len(shown) if self._links else 0

    def flush(self) -> None:
        """What was gathered becomes pieces."""
        if not self._texts:
            return
        text, linked = "".join(self._texts), self._linked
        self._texts, self._linked = [], 0
        if not text.strip():
            return
        block = self._around[-1] if self._around else self._root
        kind = next((_KINDS[one.tag] for one in reversed(self._around[-8:]) if one.tag in _KINDS), "text")
        if kind == "code":
            self.found.append(Piece(text.strip("\r\n").rstrip(), kind, block, linked))
            return
        parts = list(_paragraphs(text))
        for part in parts:
            share = linked if len(parts) == 1 else linked * len(part) // len(text)
            self.found.append(Piece(part, _byline_or(kind, part, block), block, share))


def _paragraphs(text: str) -> Iterator[str]:
    """Parted where there are two line breaks; otherwise breaks and spaces are made one."""
    for part in re.split(r"\n\s*\n", text):
        lines = (re.sub(" {2,}", " ", line).strip() for line in part.split("\n"))
        if shown := "\n".join(line for line in lines if line):
            yield shown


def _byline_or(kind: str, text: str, block: HtmlElement) -> str:
    if kind != "text" or len(text) > _LONGEST_BYLINE:
        return kind
    is_called = any(_AUTHOR.search(called(one)) for one in (block, *block[:1]) if isinstance(one.tag, str))
    return "byline" if is_byline(text) or (is_called and not text.endswith((".", "!", "?"))) else kind
