"""Translation memory exchange, TMX 1.4b (https://www.gala-global.org/tmx-14b): one unit a segment.

A unit's id, key, status and score are its `tuid` and its properties, flags are notes, names are properties. What XML
cannot hold is escaped as `_xml` says; inline codes that a CAT tool puts into a segment are mark-up and no text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mt import __version__, packages
from mt.document import Document, Segment
from mt.errors import InputError
from mt.writers import _cells, _xml
from mt.writers._returned import Returned, Row, is_approved, key, status

if TYPE_CHECKING:
    from lxml import etree

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})


class Pair(NamedTuple):
    """A source and its translation, with the person who stands by it, if anybody does."""

    source: str
    target: str
    reviewer: str = ""
    when: str = ""
    article: str = ""
    approved: bool = True


def render(document: Document, signature: str) -> bytes:
    """The memory of one article."""
    source, target = document.meta.get("source_language", "fr"), document.meta.get("target_language", "en")
    units = (_segment(segment, source, target) for segment in document.segments)
    return _written(units, source, {"article": document.id, "signature": signature})


def render_pairs(pairs: Iterable[Pair], source: str = "fr", target: str = "en") -> bytes:
    """A memory of such pairs, as `mt memory export` writes it."""
    return _written((_pair(pair, source, target) for pair in pairs), source, {})


def read_edits(path: Path) -> Returned:
    """What a NAME.tmx says now.

    Raises:
        InputError: if it is no TMX file.
    """
    root = _root(path)
    header = root.find("header")
    about = {} if header is None else _properties(header)
    rows = tuple(_row(unit, number, *_languages(root)) for number, unit in enumerate(root.iter("tu"), start=1))
    return Returned(path, about.get("article", ""), rows)


def read_pairs(path: Path, source: str = "fr", target: str = "en") -> Iterator[Pair]:
    """The pairs of any TMX file, of whatever tool: units with both languages, by the first part of their codes.

    Raises:
        InputError: if it is no TMX file.
    """
    for unit in _root(path).iter("tu"):
        french, english = (_side(unit, language) for language in (source, target))
        own = _properties(unit)
        text = _xml.text(french, codes=_CODES), _xml.text(english, codes=_CODES)
        if all(part.strip() for part in text):
            article, approved = own.get("article", ""), own.get("status", "approved") == "approved"
            reviewer = _xml.freed(unit.get("changeid", ""))
            yield Pair(*text, reviewer, _readable(unit.get("changedate", "")), article, approved)


def _written(units: Iterable[etree._Element], source: str, about: dict[str, str]) -> bytes:
    from lxml import etree

    root = etree.Element("tmx", version="1.4")
    header = etree.SubElement(root, "header", creationtool="mt", creationtoolversion=__version__, segtype="sentence")
    header.set("o-tmf", "mt")
    for name, value in (("adminlang", "en"), ("srclang", source), ("datatype", "plaintext")):
        header.set(name, value)
    for name, value in about.items():
        _property(header, name, value)
    etree.SubElement(root, "body").extend(units)
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return written


def _segment(segment: Segment, source: str, target: str) -> etree._Element:
    from lxml import etree

    unit = etree.Element("tu", tuid=_xml.held(segment.id))
    _signed(unit, segment.reviewer, segment.when)
    for flag in _cells.flags(segment):
        etree.SubElement(unit, "note").text = _xml.held(flag)
    values = [("key", key(segment)), ("status", status(segment)), ("origin", segment.origin)]
    values += [("score", f"{_cells.score(segment)}")] if segment.score is not None else []
    for name, value in (*values, *(("name", name) for name in _cells.names(segment))):
        _property(unit, name, value)
    _sides(unit, (source, _xml.shown(segment.source)), (target, _xml.held(segment.target)))
    return unit


def _pair(pair: Pair, source: str, target: str) -> etree._Element:
    from lxml import etree

    unit = etree.Element("tu")
    _signed(unit, pair.reviewer, pair.when)
    _property(unit, "status", "approved" if pair.approved else "draft")
    if pair.article:
        _property(unit, "article", pair.article)
    _sides(unit, (source, _xml.held(pair.source)), (target, _xml.held(pair.target)))
    return unit


def _signed(unit: etree._Element, reviewer: str, when: str) -> None:
    """Who changed a unit last and when; TMX has dates in one shape only, 20260131T095900Z."""
    if reviewer:
        unit.set("changeid", _xml.held(reviewer))
    compact = when.replace("-", "").replace(":", "").replace("+0000", "Z")
    if len(compact) == 16 and compact[8] == "T" and compact[-1] == "Z" and (compact[:8] + compact[9:15]).isdecimal():
        unit.set("changedate", compact)


def _readable(compact: str) -> str:
    """A date as the memory has it, so that dates compare; one without Z is taken for UTC too."""
    date, _, time = compact.removesuffix("Z").partition("T")
    if len(date) != 8 or len(time) != 6 or not (date + time).isdecimal():
        return compact
    return f"{date[:4]}-{date[4:6]}-{date[6:]}T{time[:2]}:{time[2:4]}:{time[4:6]}+00:00"


def _property(parent: etree._Element, name: str, value: str) -> None:
    from lxml import etree

    etree.SubElement(parent, "prop", type=f"x-{name}").text = _xml.held(value)


def _sides(unit: etree._Element, *sides: tuple[str, str]) -> None:
    from lxml import etree

    for language, text in sides:
        variant = etree.SubElement(unit, "tuv")
        variant.set(_LANG, _xml.held(language))
        etree.SubElement(variant, "seg").text = text


def _root(path: Path) -> etree._Element:
    root = packages.parse(path)
    if packages.name(root) != "tmx":
        raise InputError(f"{path} is no TMX file: its root is <{packages.name(root)}>")
    return root


def _languages(root: etree._Element) -> tuple[str, str]:
    """The header's source language, and the first other one that a unit has."""
    header = root.find("header")
    source = "fr" if header is None else header.get("srclang", "fr")
    others = (variant.get(_LANG, "") for variant in root.iter("tuv"))
    return source, next((other for other in others if _primary(other) != _primary(source)), "en")


def _primary(language: str) -> str:
    """A code without region and script, in small letters: fr of FR-fr."""
    return language.lower().partition("-")[0]


def _properties(element: etree._Element) -> dict[str, str]:
    return {found.get("type", "").removeprefix("x-"): _xml.text(found) for found in element.findall("prop")}


def _side(unit: etree._Element, language: str) -> etree._Element | None:
    for variant in unit.findall("tuv"):
        code = variant.get(_LANG) or variant.get("lang") or ""
        if _primary(code) == _primary(language):
            return variant.find("seg")
    return None


def _row(unit: etree._Element, number: int, source: str, target: str) -> Row:
    own = _properties(unit)
    french, english = (_side(unit, language) for language in (source, target))
    trouble = f"it has no segment in {target}" if english is None else ""
    made, approved = own.get("key", ""), is_approved(own.get("status", ""))
    texts = _xml.text(english, codes=_CODES), _xml.text(french, codes=_CODES)
    reviewer, when = _xml.freed(unit.get("changeid", "")), _readable(unit.get("changedate", ""))
    return Row(f"unit {number}", _xml.freed(unit.get("tuid", "")), made, *texts, approved, reviewer, when, trouble)
