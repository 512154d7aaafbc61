"""DOCX: the text of a document as it would stand with every tracked change accepted.

Headings, list items and quotations are told by their styles, or, in a document without a heading, by their look. Cells
of tables are paragraphs in reading order; text boxes follow the paragraph they hang on, notes the whole text.
`source_text()` is the paragraphs with a blank line between them. Left out: headers and footers, hidden text, comments,
tables of contents, the marks of notes, pictures, and how letters look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mt import packages
from mt.document import FORMAT, PATH, Document
from mt.errors import InputError
from mt.readers import paragraphs, txt

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SUFFIXES = (".docx",)
SIZED = False
REVIEWED = ("№", "Source", "Target", "Status", "Notes")  # the columns of a review file of mt

_MAIN = "word/document.xml"
_OLD = b"\xd0\xcf\x11\xe0"
_PASSWORD = "\0".join("EncryptedPackage").encode()
_GONE = frozenset(
    re.findall(
        r"\w+", "del moveFrom rPr pPr tblPr trPr tcPr sdtPr instrText delText rt footnotePr sectPr annotationRef"
    )
)
_ONCE = ("Choice", "Fallback")  # of what stands there twice, the first
_HANGING = frozenset(("drawing", "pict", "object"))
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_SIGNS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "\u2011"}
_BULLET = re.compile(r"[•●▪◦‣∙·*-]\s+(?=\S)")
_STYLES = (  # how the name of a style begins, in Word's own English whatever its language, or in LibreOffice's
    ("toc ", ""),
    ("contents ", ""),
    ("heading", "heading"),
    ("titre", "heading"),
    ("title", "heading"),
    ("subtitle", "heading"),
    ("quot", "quote"),
    ("intense quote", "quote"),
    ("block text", "quote"),
    ("citation", "quote"),
    ("list bullet", "item"),
    ("list number", "item"),
    ("byline", "byline"),
    ("auteur", "byline"),
    ("author", "byline"),
)
_INHERITED = 20  # styles, one based on the other; more is a circle


class _Style(NamedTuple):
    name: str
    based: str
    outlined: bool
    listed: bool
    hidden: bool


class _Gathered:
    """What a paragraph holds: its text, the notes it calls for, the boxes that hang on it."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.notes: list[tuple[str, str]] = []
        self.boxes: list[Element] = []


class _Paragraph(NamedTuple):
    text: str
    kind: str
    in_table: bool


def read(path: Path) -> Iterator[Document]:
    """The one document of the file.

    Raises:
        InputError: if it is no such file, protected, damaged, too large, without text, or a review file of mt.
    """
    _check(path)
    body = packages.member(path, _main_part(path))
    if body is None:
        raise InputError(f"{path} has no text document in it: it is not the kind of file that its name says")
    _see_that_it_is_no_review_file(path, body)
    found = _Reader(path, _styles(packages.member(path, "word/styles.xml"))).read(body)
    if not any(part.kind == "heading" for part in found):
        found = [part._replace(kind=_by_look(part)) for part in found]
    if not found:
        raise InputError(f"{path} holds no text: there is nothing to translate in it")
    meta = {PATH: str(path), FORMAT: "docx"}
    return iter((paragraphs(map(_marker_off, found), path.stem, meta),))


def _check(path: Path) -> None:
    try:
        with path.open("rb") as file:
            data = file.read(1)
            if data:
                data += file.read(3)
            if data == _OLD:
                data += file.read(1 << 20)
    except OSError as error:
        raise InputError(f"{path} cannot be opened: {error.strerror or error}") from error
    if not data:
        raise InputError(f"{path} is empty: there is nothing to translate in it")
    if data.startswith(_OLD) and _PASSWORD in data:
        raise InputError(f"{path} is protected by a password: save it without one")
    if data.startswith(_OLD):
        raise InputError(f"{path} is an old office document: save it as .docx, not only under that name")


def _main_part(path: Path) -> str:
    """Where the text is: nearly always in the same place."""
    relations = packages.member(path, "_rels/.rels")
    for relation in () if relations is None else relations:
        if relation.get("Type", "").endswith("/officeDocument"):
            return str(relation.get("Target", _MAIN)).lstrip("/")
    return _MAIN


def _see_that_it_is_no_review_file(path: Path, body: Element) -> None:
    for table in body.iter("{*}tbl"):
        row = table.find("{*}tr")
        cells = () if row is None else row.findall("{*}tc")
        if tuple("".join(cell.itertext()).strip() for cell in cells) == REVIEWED:
            raise InputError(f"{path} is a review file of mt, not an article: take its edits home with mt review apply")


class _Reader:
    """Walks through a document."""

    def __init__(self, path: Path, styles: dict[str, _Style]) -> None:
        self._path, self._styles = path, styles
        self._notes: list[tuple[str, str]] = []
        self._begun = ""  # of a paragraph whose end was deleted, so that the next goes on with it

    def read(self, root: Element) -> list[_Paragraph]:
        """All paragraphs, those of notes last."""
        found = [part for body in root.iter("{*}body") for part in self._inside(body, in_table=False)]
        if left := self._begun.strip():
            found.append(_Paragraph(left, "text", in_table=False))
        for part, number in dict.fromkeys(self._notes):
            notes = packages.member(self._path, f"word/{part}.xml")
            for note in () if notes is None else notes:
                if _value(note, "id") == number:
                    found += self._inside(note, in_table=False)
        return found

    def _inside(self, container: Element, *, in_table: bool) -> Iterator[_Paragraph]:
        for child in container:
            name = packages.name(child)
            if name == "p":
                yield from self._paragraph(child, in_table=in_table)
            elif name == "tr" and _has(child, "trPr", "del"):
                continue
            elif name == "AlternateContent":
                yield from self._inside(_chosen(child), in_table=in_table)
            elif name not in _GONE and not _is_placeholder(child):
                yield from self._inside(child, in_table=in_table or name == "tbl")

    def _paragraph(self, element: Element, *, in_table: bool) -> Iterator[_Paragraph]:
        gathered = _Gathered()
        style = self._chain(element, "pPr", "pStyle")
        if not any(one.hidden for one in style):
            self._gather(element, gathered)
        self._notes += gathered.notes
        text = self._begun + "".join(gathered.texts)
        joins = element.find("{*}pPr/{*}rPr/{*}del") is not None
        self._begun = text if joins else ""
        lines = (line.strip() for line in text.split("\n"))
        shown = "\n".join(line for line in lines if line)
        kind = self._kind(element, style, shown)
        if shown and kind and not joins:
            yield _Paragraph(shown, kind, in_table)
        for box in gathered.boxes:
            yield from self._inside(box, in_table=in_table)

    def _gather(self, element: Element, into: _Gathered) -> None:
        for child in element:
            name = packages.name(child)
            if name == "t":
                into.texts.append(child.text or "")
            elif name in _SIGNS:
                into.texts.append(_SIGNS[name])
            elif name in _NOTES:
                into.notes.append((_NOTES[name], _value(child, "id")))
            elif name == "AlternateContent":
                self._gather(_chosen(child), into)
            elif name in _HANGING:
                into.boxes += _boxes(child)
            elif name not in _GONE and not (name == "r" and self._is_hidden(child)) and not _is_placeholder(child):
                self._gather(child, into)

    def _is_hidden(self, run: Element) -> bool:
        return _is_on(run.find("{*}rPr/{*}vanish")) or any(one.hidden for one in self._chain(run, "rPr", "rStyle"))

    def _chain(self, element: Element, properties: str, reference: str) -> list[_Style]:
        """The style of a paragraph or run, and those it is based on."""
        named = element.find(f"{{*}}{properties}/{{*}}{reference}")
        style = None if named is None else self._styles.get(_value(named, "val"))
        found: list[_Style] = []
        while style is not None and len(found) < _INHERITED:
            found.append(style)
            style = self._styles.get(style.based)
        return found

    def _kind(self, element: Element, style: Iterable[_Style], text: str) -> str:
        """The kind by the styles; empty for what is no text of the author's."""
        chain = list(style)
        for one in chain:
            for beginning, kind in _STYLES:
                if one.name.startswith(beginning):
                    return kind
        own = element.find("{*}pPr")
        if any(one.outlined for one in chain) or (own is not None and _is_outlined(own)):
            return "heading"
        numbered = None if own is None else own.find("{*}numPr/{*}numId")
        if _value(numbered, "val") != "0" if numbered is not None else any(one.listed for one in chain):
            return "item"
        return "byline" if txt.is_byline(text) else "text"


def _styles(root: Element | None) -> dict[str, _Style]:
    """The styles by their ids; one that says nothing of itself may be based on one that does."""
    found = {}
    for style in () if root is None else root.findall("{*}style"):
        name, based = style.find("{*}name"), style.find("{*}basedOn")
        own = style.find("{*}pPr")
        found[_value(style, "styleId")] = _Style(
            "" if name is None else _value(name, "val").casefold(),
            "" if based is None else _value(based, "val"),
            own is not None and _is_outlined(own),
            style.find("{*}pPr/{*}numPr") is not None,
            _is_on(style.find("{*}rPr/{*}vanish")),
        )
    return found


def _by_look(part: _Paragraph) -> str:
    return txt.kind(part.text) if part.kind == "text" and not part.in_table else part.kind


def _marker_off(part: _Paragraph) -> tuple[str, str]:
    """Text and kind; a bullet that was typed makes an item, and goes."""
    bullet = _BULLET.match(part.text) if part.kind in ("text", "item") and not part.in_table else None
    return (part.text[bullet.end() :], "item") if bullet else (part.text, part.kind)


def _is_outlined(properties: Element) -> bool:
    level = properties.find("{*}outlineLvl")
    return level is not None and _value(level, "val") in set("012345678")


def _is_on(element: Element | None) -> bool:
    return element is not None and _value(element, "val") not in ("0", "false", "off")


def _is_placeholder(element: Element) -> bool:
    """Whether a form's field shows what to write there, and nobody has."""
    return packages.name(element) == "sdt" and _has(element, "sdtPr", "showingPlcHdr")


def _has(element: Element, properties: str, name: str) -> bool:
    return element.find(f"{{*}}{properties}/{{*}}{name}") is not None


def _chosen(alternatives: Element) -> Element | list[Element]:
    """Of what stands there for new and for old programs, the first."""
    return next((child for name in _ONCE for child in alternatives if packages.name(child) == name), [])


def _boxes(drawing: Element) -> list[Element]:
    """The text boxes of a drawing, each once; a box in a box is found with its own paragraph."""
    found = []
    for box in drawing.iter("{*}txbxContent"):
        above = [one for one in box.iterancestors("{*}txbxContent", "{*}Fallback") if drawing in one.iterancestors()]
        if not above:
            found.append(box)
    return found


def _value(element: Element, attribute: str) -> str:
    """An attribute whatever its namespace: there are two, and some programs write none."""
    return next((value for name, value in element.attrib.items() if name.rpartition("}")[2] == attribute), "")
