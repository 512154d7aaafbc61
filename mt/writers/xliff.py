"""XLIFF 1.2 (https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html): one trans-unit a segment, for CAT tools.

An approved segment is `approved="yes"` with state "final"; flags and names are notes; key, status and score stand in a
context group, which tools keep as it is. What XML cannot hold is escaped as `_xml` says.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mt import __version__, packages
from mt.document import Document, Segment
from mt.errors import InputError
from mt.writers import _cells, _xml, xliff2
from mt.writers._returned import APPROVED, Returned, Row, parsed

if TYPE_CHECKING:
    from lxml import etree

HOME = (".xliff", ".xlf")
NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_N = f"{{{NAMESPACE}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CODES = frozenset({"bpt", "ept", "it", "ph", "bx", "ex", "x"})
_DONE = {"final", "signed-off"}


def render(document: Document, signature: str) -> bytes:
    """The article as one <file>, its paragraphs as groups."""
    from lxml import etree

    source, target = document.meta.get("source_language", "fr"), document.meta.get("target_language", "en")
    root = etree.Element(_N + "xliff", {"version": "1.2"}, {None: NAMESPACE})
    file = etree.SubElement(root, _N + "file", original=_xml.held(document.id), datatype="plaintext")
    file.set("source-language", _xml.held(source))
    file.set("target-language", _xml.held(target))
    file.set("tool-id", "mt")
    header = etree.SubElement(file, _N + "header")
    etree.SubElement(header, _N + "tool", {"tool-id": "mt", "tool-name": "mt", "tool-version": __version__})
    etree.SubElement(header, _N + "note").text = _xml.held(signature)
    body = etree.SubElement(file, _N + "body")
    count = 0
    for number, paragraph in enumerate(document.paragraphs, start=1):
        group = etree.SubElement(body, _N + "group", id=f"g{number}", restype="x-paragraph")
        for segment in paragraph.segments:
            count += 1
            group.append(_unit(segment, count, source, target))
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return written


def read_edits(path: Path) -> Returned:
    """What a NAME.xliff says now; an XLIFF 2 file under that name is read too.

    Raises:
        InputError: if it is no XLIFF file.
    """
    root = packages.parse(path)
    if xliff2.is_two(root):
        return xliff2.read_edits(path)
    file = root.find(_N + "file")
    if root.tag != _N + "xliff" or file is None:
        raise InputError(f"{path} is no XLIFF file: its root is <{packages.name(root)}>")
    rows = (_row(unit, number) for number, unit in enumerate(root.iter(_N + "trans-unit"), start=1))
    return Returned(path, _xml.freed(file.get("original", "")), tuple(rows))


def _unit(segment: Segment, number: int, source: str, target: str) -> etree._Element:
    from lxml import etree

    approved = segment.status == APPROVED
    unit = etree.Element(_N + "trans-unit", id=f"{number}", resname=_xml.held(segment.id))
    unit.set("approved", "yes" if approved else "no")
    unit.set(_SPACE, "preserve")
    french = etree.SubElement(unit, _N + "source", {_LANG: _xml.held(source)})
    french.text = _xml.shown(segment.source)
    state = "final" if approved else "translated" if segment.target else "new"
    english = etree.SubElement(unit, _N + "target", {_LANG: _xml.held(target), "state": state})
    english.text = _xml.held(segment.target)
    contexts = etree.SubElement(unit, _N + "context-group", purpose="information", name="mt")
    for name, value in _cells.facts(segment):
        etree.SubElement(contexts, _N + "context", {"context-type": f"x-{name}"}).text = _xml.held(value)
    for flag in _cells.flags(segment):
        etree.SubElement(unit, _N + "note", annotates="target").text = _xml.held(flag)
    for name in _cells.names(segment):
        etree.SubElement(unit, _N + "note", annotates="general").text = _xml.held(name)
    return unit


def _row(unit: etree._Element, number: int) -> Row:
    contexts = {found.get("context-type", ""): _xml.text(found) for found in unit.iter(_N + "context")}
    made = contexts.get("x-key", "")
    english = unit.find(_N + "target")
    trouble = "it has no <target>" if english is None else ""
    texts = _xml.text(english, codes=_CODES), _xml.text(unit.find(_N + "source"), codes=_CODES)
    approved = _approved(unit, english, made)
    return Row(f"unit {number}", _xml.freed(unit.get("resname", "")), made, *texts, approved, trouble=trouble)


def _approved(unit: etree._Element, english: etree._Element | None, made: str) -> bool:
    """Tools set the one or the other: whichever is no longer what it was when the file was written decides."""
    yes = unit.get("approved", "no") == "yes"
    done = english is not None and english.get("state") in _DONE
    before = parsed(made)
    return (yes and done) if before is not None and before.status == "a" else (yes or done)
