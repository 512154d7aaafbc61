"""A two-column table for reviewers who live in a word processor, tracked changes included.

What is read back is the text as it would stand with every tracked change accepted; comments are passed over. A
segment's id and key lie as hidden text beside its number. What XML cannot hold is escaped as `_xml` says. White space
at the end of a text counts for nothing: LibreOffice drops it when it saves.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mt import packages
from mt.document import Document, Segment
from mt.errors import InputError
from mt.writers import _cells, _office, _xml
from mt.writers._returned import Returned, Row, is_approved, key, status
from mt.writers._summary import summarise

if TYPE_CHECKING:
    from lxml import etree

COLUMNS = ("№", "Source", "Target", "Status", "Notes")
_WIDTHS = (900, 5000, 5000, 1300, 2700)  # twentieths of a point; together the text width of a landscape A4 page
_MARGINS = (("top", "60"), ("left", "100"), ("bottom", "60"), ("right", "100"))
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_LINE, _SHADE = "C9C3B8", "F3F0EA"
_SMALL = "17"  # half points, for the notes
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_GONE = {_W + name for name in ("del", "moveFrom", "rPr", "pPr", "instrText")}
_HOW = (
    "Correct the column Target, with tracked changes if you like, and set Status to approved. Leave the other columns "
    "and the order of the rows as they are. A row whose target you change counts as approved. "
    "Then: mt review apply FILE"
)


def render(document: Document, signature: str) -> bytes:
    """The text document; the same bytes for the same article."""
    from docx import Document as new
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    page = new()
    section = page.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(17)
    page.add_heading(_xml.shown(summarise(document).title), level=1)
    page.add_paragraph(_HOW)
    page.element.body.insert(len(page.element.body) - 1, _table(document))
    page.add_paragraph(_xml.shown(signature))
    page.core_properties.author, page.core_properties.last_modified_by = "mt", ""
    page.core_properties.comments = ""
    page.core_properties.identifier = _xml.held(document.id)[:255]
    result = io.BytesIO()
    page.save(result)
    return _office.undated(result.getvalue())


def read_edits(path: Path) -> Returned:
    """What a NAME.docx says now.

    Raises:
        InputError: if it is no text document or has no table with the columns it was written with.
    """
    body = packages.parse(path, packages.part(path, "word/document.xml"))
    article, reviewer = _properties(path)
    for table in body.iter(_W + "tbl"):
        lines = table.findall(_W + "tr")
        if lines and tuple(_text(cell) for cell in lines[0].findall(_W + "tc")) == COLUMNS:
            return Returned(path, article, tuple(_returned(lines[1:], reviewer)), holds=str.rstrip)
    raise InputError(f"{path} has no table with the columns {', '.join(COLUMNS)}: it is no review file of mt")


def _table(document: Document) -> Any:
    table = _made("tbl")
    look = _made("tblPr", _made("tblStyle", val="TableGrid"), _made("tblW", w="0", type="auto"))
    lines = (_made(side, val="single", sz="4", space="0", color=_LINE) for side in _SIDES)
    look.append(_made("tblBorders", *lines))
    look.append(_made("tblLayout", type="fixed"))
    look.append(_made("tblCellMar", *(_made(side, w=width, type="dxa") for side, width in _MARGINS)))
    table.append(look)
    table.append(_made("tblGrid", *(_made("gridCol", w=str(width)) for width in _WIDTHS)))
    heading = _line([[_run(column, bold=True)] for column in COLUMNS])
    heading[0].append(_made("tblHeader"))
    for properties in heading.iter(_W + "tcPr"):
        properties.append(_made("shd", val="clear", color="auto", fill=_SHADE))
    table.append(heading)
    for number, segment in enumerate(document.segments, start=1):
        table.append(_line(_row(number, segment)))
    return table


def _row(number: int, segment: Segment) -> list[list[Any]]:
    own = _run(f" {key(segment, str.rstrip)} {_xml.held(segment.id)}", hidden=True)
    score = () if segment.score is None else (f"score {_cells.score(segment)}",)
    notes = "\n".join(map(_xml.held, (*_cells.flags(segment), *_cells.names(segment), *score)))
    texts = (_xml.shown(segment.source), _xml.held(segment.target), status(segment))
    return [[_run(f"{number}"), own], *([_run(text)] for text in texts), [_run(notes, small=True)]]


def _line(cells: list[list[Any]]) -> Any:
    made = _made("tr", _made("trPr", _made("cantSplit")))
    for width, runs in zip(_WIDTHS, cells, strict=True):
        properties = _made("tcPr", _made("tcW", w=str(width), type="dxa"))
        made.append(_made("tc", properties, _made("p", *runs)))
    return made


def _run(text: str, *, bold: bool = False, hidden: bool = False, small: bool = False) -> Any:
    look = [_made(tag) for tag, wanted in (("b", bold), ("vanish", hidden)) if wanted]
    look += [_made("sz", val=_SMALL)] if small else []
    run = _made("r", _made("rPr", *look)) if look else _made("r")
    for place, line in enumerate(text.split("\n")):
        if place:
            run.append(_made("br"))
        for column, piece in enumerate(line.split("\t")):
            if column:
                run.append(_made("tab"))
            if piece:
                written = _made("t")
                written.text = piece
                written.set(_SPACE, "preserve")
                run.append(written)
    return run


def _made(tag: str, *children: Any, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(_W + name, value)
    element.extend(children)
    return element


def _properties(path: Path) -> tuple[str, str]:
    """The article's id, and who saved the file last."""
    try:
        root = packages.parse(path, packages.part(path, "docProps/core.xml"))
    except InputError:
        return "", ""
    found = {packages.name(child): child.text or "" for child in root}
    return _xml.freed(found.get("identifier", "")), found.get("lastModifiedBy", "")


def _returned(lines: list[etree._Element], reviewer: str) -> Iterator[Row]:
    for number, line in enumerate(lines, start=2):
        cells = line.findall(_W + "tc")
        texts = [_text(cell) for cell in cells] + [""] * len(COLUMNS)
        _, made, own = [*texts[0].split(" ", 2), "", ""][:3]
        wide = len(cells) != len(COLUMNS) or any(line.iter(_W + "gridSpan", _W + "vMerge"))
        trouble = "two or more of its cells are merged" if wide else ""
        values = (_xml.freed(own), made, _xml.freed(texts[2]), _xml.freed(texts[1]))
        yield Row(f"row {number}", *values, is_approved(texts[3]), reviewer, trouble=trouble)


def _text(cell: etree._Element) -> str:
    """What stands in a cell once every tracked change is accepted; paragraphs are lines."""
    return "\n".join("".join(_pieces(paragraph)) for paragraph in cell.iter(_W + "p"))


def _pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag in (_W + "br", _W + "cr"):
            yield "\n"
        elif child.tag == _W + "tab":
            yield "\t"
        elif child.tag == _W + "noBreakHyphen":
            yield "\u2011"
        elif child.tag not in _GONE:
            yield from _pieces(child)
