"""What an editor does to a review file: the translations of some rows, by their number, are put in place of others.

Each format is edited with a library that is not the one that writes it, where there is one: translate-toolkit for TMX
and XLIFF, csv for TSV. Texts go in as a person would type them, escapes and all.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from mt.document import Document
from mt.writers import _xml
from mt.writers._returned import fingerprint

Edits = Mapping[int, str]  # row number, from 0, and its new translation


def tsv(path: Path, edits: Edits) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, dialect="excel-tab"))
    column = rows[0].index("target")
    for number, text in edits.items():
        typed = f"'{text}" if re.match(r"'+\s*'*[=+\-@]", text) else text  # as in the file's own cells
        rows[number + 1][column] = typed.encode("utf-8", "backslashreplace").decode()
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, dialect="excel-tab", quoting=csv.QUOTE_ALL).writerows(rows)


def xlsx(path: Path, edits: Edits) -> None:
    from openpyxl import load_workbook

    book = load_workbook(path)
    for number, text in edits.items():
        cell = book["Translation"].cell(number + 2, 3)
        cell.value = _xml.held(text)
        cell.data_type = "s"  # its number format is text, and so a spreadsheet takes what is typed there for text
    book.save(path)


def docx(path: Path, edits: Edits) -> None:
    from docx import Document as opened

    page = opened(str(path))
    table = page.tables[0]
    for number, text in edits.items():
        table.rows[number + 1].cells[2].text = _xml.held(text)
    page.save(str(path))


def tmx(path: Path, edits: Edits) -> None:
    from translate.storage.tmx import tmxfile

    store = tmxfile.parsefile(str(path))
    _rewrite(store.units, edits)
    store.savefile(str(path))


def xliff(path: Path, edits: Edits) -> None:
    from translate.storage.xliff import xlifffile

    store = xlifffile.parsefile(str(path))
    _rewrite([unit for unit in store.units if not unit.isheader()], edits)
    store.savefile(str(path))


def xliff2(path: Path, edits: Edits) -> None:
    from translate.storage.xliff2 import Xliff2File

    store = Xliff2File.parsefile(str(path))
    _rewrite([unit for unit in store.units if not unit.isheader()], edits)
    store.savefile(str(path))


def _rewrite(units: list[Any], edits: Edits) -> None:
    for number, text in edits.items():
        units[number].target = _xml.held(text)


def page(document: Document, edits: Edits, *, names: list[dict[str, str]] | None = None, **said: str) -> str:
    """What the page takes home when these translations were typed into it and approved."""
    segments = []
    for number, text in edits.items():
        segment = document.segments[number]
        segments.append(
            {"id": segment.id, "hash": fingerprint(segment.source), "target": text, "status": "approved"}
            | {"reviewer": "A. Reader", "when": "2026-02-01T10:00:00Z"}
            | {"was": {"target": segment.target, "status": segment.status}}
            | said
        )
    record = {"article": document.id, "document": document.id, "signature": "", "segments": segments}
    return json.dumps(record | {"names": names or []}, ensure_ascii=True)


EDITORS: dict[str, Callable[[Path, Edits], None]] = {
    "tsv": tsv,
    "xlsx": xlsx,
    "docx": docx,
    "tmx": tmx,
    "xliff": xliff,
    "xliff2": xliff2,
}


def parsed(path: Path) -> etree._Element:
    return etree.fromstring(path.read_bytes())
