"""HTML fragments, which some of LibreTranslate's clients send: words are translated, tags go where their words went.

A block's text is translated as a whole, so that a sentence with a link in it stays one sentence. A tag inside it
stands, in the translation, around the counterparts of the words it stood around; where they are not known it is left
out. Comments, code, scripts, and what has no words of its own (a picture) stay as they are, at their place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from mt.document import Document, Span

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# fmt: off
_INLINE = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins", "kbd",
    "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "var", "wbr",
))
_LEFT = frozenset((  # no French in there
    "code", "kbd", "math", "pre", "samp", "script", "style", "svg", "template", "textarea", "var",
))
# fmt: on
_SPACE = re.compile(r"[ \t\r\n\f]+")  # one space to a browser, however much of it

Translate = Callable[[str], Document]


@dataclass(slots=True)
class _Tag:
    """An inline element, the part of the text it stands around, and the elements inside; `whole` ones stay as is."""

    element: HtmlElement
    span: Span
    whole: bool = False
    inside: list[_Tag] = field(default_factory=list)


def words(fragment: str) -> str:
    """The text of a fragment.

    Raises:
        ValueError: if it holds what no HTML may.
    """
    return str(_parsed(fragment).text_content())


def translated(fragment: str, translate: Translate) -> str:
    """The fragment in English; it comes back well-formed, however it came.

    Args:
        fragment: HTML.
        translate: gives the finished article of a text.

    Raises:
        ValueError: if it holds what no HTML may.
    """
    from lxml import html

    root = _parsed(fragment)
    _block(root, translate)
    inside = "".join(html.tostring(child, encoding="unicode") for child in root)
    return escape(root.text or "", quote=False) + inside


def _parsed(fragment: str) -> HtmlElement:
    from lxml import html

    root: HtmlElement = html.fragment_fromstring(fragment, create_parent="div")
    return root


def _block(block: HtmlElement, translate: Translate) -> None:
    """Translate a block's runs of words and inline elements, and the blocks between them."""
    parts = list(_parts(block))
    for child in list(block):
        block.remove(child)
    block.text = None
    run: list[str | HtmlElement] = []
    for part in parts:
        if isinstance(part, str) or _is_inline(part):
            run.append(part)
            continue
        _append(block, _run(run, translate))
        run = []
        if part.tag not in _LEFT:
            _block(part, translate)
        block.append(part)
    _append(block, _run(run, translate))


def _parts(element: HtmlElement) -> Iterator[str | HtmlElement]:
    """The texts and elements inside an element, in order; the texts are taken off the elements they follow."""
    yield element.text or ""
    for child in element:
        tail, child.tail = child.tail or "", None
        yield child
        yield tail


def _is_inline(element: HtmlElement) -> bool:
    """Whether it stands in a line of text, as a comment does."""
    return not isinstance(element.tag, str) or (element.tag in _INLINE and all(map(_is_inline, element)))


def _append(element: HtmlElement, parts: Iterable[str | HtmlElement]) -> None:
    for part in parts:
        if not isinstance(part, str):
            element.append(part)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + part
        else:
            element.text = (element.text or "") + part


def _run(parts: list[str | HtmlElement], translate: Translate) -> list[str | HtmlElement]:
    text, tags = _flat(parts, 0)
    if not text.strip():
        return parts
    document = translate(text)
    english, pairs = _aligned(document)
    placed = _placed(tags, Span(0, len(english)), lambda tag: _place(tag, text, english, pairs))
    return _built(english, Span(0, len(english)), placed)


def _flat(parts: Iterable[str | HtmlElement], at: int) -> tuple[str, list[_Tag]]:
    """The text of parts that begins at an offset, and the elements in it."""
    text, tags = "", []
    for part in parts:
        if isinstance(part, str):
            text += _SPACE.sub(" ", part)
            continue
        start = at + len(text)
        if not isinstance(part.tag, str) or part.tag in _LEFT or not part.text_content().strip():
            tags.append(_Tag(part, Span(start, start), whole=True))
            continue
        inner, inside = _flat(list(_parts(part)), start)
        text += inner
        tags.append(_Tag(part, Span(start, start + len(inner)), inside=inside))
    return text, tags


def _aligned(document: Document) -> tuple[str, list[tuple[Span, Span]]]:
    """The English of a whole article, and the places in both texts that are each other's counterparts."""
    english, source, pairs = document.lead, len(document.lead), []
    for segment in document.segments:
        found = [(link.source, link.target) for link in segment.links]
        found += [(name.source, name.target) for name in segment.names if name.target is not None]
        for here, there in found:
            pairs.append((_shifted(here, source), _shifted(there, len(english))))
        english += segment.target + segment.gap
        source += len(segment.source + segment.gap)
    return english, pairs


def _shifted(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _place(tag: _Tag, text: str, english: str, pairs: list[tuple[Span, Span]]) -> Span | None:
    """Where a tag stands in the translation; None if its words have no known counterparts."""
    before, after = text[: tag.span.start].strip(), text[tag.span.end :].strip()
    if tag.whole:
        ends = [there.end for here, there in pairs if here.end <= tag.span.start]
        at = 0 if not before else len(english) if not after else max(ends, default=0)
        return Span(at, at)
    if not before and not after:
        return Span(len(english) - len(english.lstrip()), len(english.rstrip()))
    theirs = [there for here, there in pairs if here.overlaps(tag.span)]
    return Span(min(span.start for span in theirs), max(span.end for span in theirs)) if theirs else None


def _placed(tags: list[_Tag], around: Span, place: Callable[[_Tag], Span | None]) -> list[_Tag]:
    """The tags at their places, in order, none over another's border; the inside of one left out moves up."""
    result: list[_Tag] = []
    for tag in tags:
        span = place(tag)
        if span is None:
            result += _placed(tag.inside, around, place)
            continue
        start, end = max(span.start, around.start), min(span.end, around.end)
        if tag.whole or start < end:
            tag.span = Span(min(start, around.end), max(start, end))
            tag.inside = _placed(tag.inside, tag.span, place)
            result.append(tag)
    result.sort(key=lambda tag: (tag.span.start, tag.span.end))
    kept, at = [], around.start
    for tag in result:
        if tag.span.start >= at or tag.whole:
            tag.span = Span(max(tag.span.start, at), max(tag.span.end, at))
            kept.append(tag)
            at = tag.span.end
    return kept


def _built(english: str, around: Span, tags: list[_Tag]) -> list[str | HtmlElement]:
    parts: list[str | HtmlElement] = []
    at = around.start
    for tag in tags:
        parts += [english[at : tag.span.start], tag.element]
        if not tag.whole:
            for child in list(tag.element):
                tag.element.remove(child)
            tag.element.text = None
            _append(tag.element, _built(english, tag.span, tag.inside))
        at = tag.span.end
    return [*parts, english[at : around.end]]
