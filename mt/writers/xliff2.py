"""XLIFF 2.1 (https://docs.oasis-open.org/xliff/xliff-core/v2.1/): one unit a segment, never cut anew by a tool.

The namespace is that of 2.0, as 2.1 demands. An approved segment has state "final"; key, status, flags and names are
notes, told apart by their category. What XML cannot hold is escaped as `_xml` says.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mt import packages
from mt.document import Document, Segment
from mt.errors import InputError
from mt.writers import _cells, _xml
from mt.writers._returned import APPROVED, Returned, Row

if TYPE_CHECKING:
    from lxml import etree

SUFFIX = "2.xliff"  # no program knows .xliff2
NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
_N = f"{{{NAMESPACE}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def render(document: Document, signature: str) -> bytes:
    """The article as one <file>, its paragraphs as groups."""
    from lxml import etree

    languages = document.meta.get("source_language", "fr"), document.meta.get("target_language", "en")
    root = etree.Element(_N + "xliff", {"version": "2.1"}, {None: NAMESPACE})
    root.set("srcLang", _xml.held(languages[0]))
    root.set("trgLang", _xml.held(languages[1]))
    file = etree.SubElement(root, _N + "file", id="f1", original=_xml.held(document.id))
    if signature:
        _note(etree.SubElement(file, _N + "notes"), "signature", signature)
    count = 0
    for number, paragraph in enumerate(document.paragraphs, start=1):
        if not paragraph.segments:
            continue
        group = etree.SubElement(file, _N + "group", id=f"g{number}", type="mt:paragraph")
        for segment in paragraph.segments:
            count += 1
            group.append(_unit(segment, count))
    if not count:  # a <file> holds at least one unit or group
        etree.SubElement(file, _N + "group", id="g1")
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return written


def read_edits(path: Path) -> Returned:
    """What a NAME.2.xliff says now.

    Raises:
        InputError: if it is no XLIFF 2 file.
    """
    root = packages.parse(path)
    file = root.find(_N + "file")
    if not is_two(root) or file is None:
        raise InputError(
            f"{path} is no XLIFF 2 file: its root is <{packages.name(root)}> {root.get('version', '')}".rstrip()
        )
    rows = (_row(unit, number) for number, unit in enumerate(root.iter(_N + "unit"), start=1))
    return Returned(path, _xml.freed(file.get("original", "")), tuple(rows))


def is_two(root: etree._Element) -> bool:
    """Whether this is the root of an XLIFF 2 file."""
    return bool(root.tag == _N + "xliff")


def _unit(segment: Segment, number: int) -> etree._Element:
    from lxml import etree

    unit = etree.Element(_N + "unit", id=f"u{number}", name=_xml.held(segment.id), canResegment="no")
    notes = etree.SubElement(unit, _N + "notes")
    for category, value in _notes(segment):
        _note(notes, category, value)
    state = "final" if segment.status == APPROVED else "translated" if segment.target else "initial"
    part = etree.SubElement(unit, _N + "segment", id="s1", state=state)
    for name, text in (("source", _xml.shown(segment.source)), ("target", _xml.held(segment.target))):
        etree.SubElement(part, _N + name, {_SPACE: "preserve"}).text = text
    return unit


def _notes(segment: Segment) -> Iterator[tuple[str, str]]:
    yield from _cells.facts(segment)
    yield from (("flag", flag) for flag in _cells.flags(segment))
    yield from (("name", name) for name in _cells.names(segment))


def _note(notes: etree._Element, category: str, value: str) -> None:
    from lxml import etree

    etree.SubElement(notes, _N + "note", category=category).text = _xml.held(value)


def _row(unit: etree._Element, number: int) -> Row:
    made = next((_xml.text(note) for note in unit.iter(_N + "note") if note.get("category") == "key"), "")
    parts = unit.findall(_N + "segment")
    trouble = "" if len(parts) == 1 else f"it is cut into {len(parts)} segments"
    english = None if trouble else parts[0].find(_N + "target")
    if not trouble and english is None:
        trouble = "it has no <target>"
    source = "" if not parts else _xml.text(parts[0].find(_N + "source"))
    approved = bool(parts) and parts[0].get("state") == "final"
    values = _xml.freed(unit.get("name", "")), made, _xml.text(english), source
    return Row(f"unit {number}", *values, approved, trouble=trouble)
