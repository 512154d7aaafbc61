"""The bilingual review page: one self-contained HTML file that opens from disk and needs no network.

The text travels as data, in one JSON island, and the page's script shows it with `textContent` alone: nothing an
article says can become mark-up. Without a script the page is a plain two-column table. How it looks and behaves is in
page/. Lone surrogates become escapes; every other character arrives as it is.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from mt.document import Document
from mt.errors import InputError
from mt.writers import _names, _page, jsonl
from mt.writers._returned import Decision, Key, Returned, Row, document_fingerprint, fingerprint
from mt.writers._summary import summarise

HOME = (".edits.json",)  # what the page itself lets a reviewer take home
LANGUAGES = {"fr": "French", "en": "English"}  # any other is shown by its code
STYLES = ("look.css", "page.css")
SCRIPTS = (
    *("theme.js", "text.js", "rows.js", "links.js", "filters.js", "changes.js", "names.js"),
    *("editor.js", "keyboard.js"),
)


def render(document: Document, signature: str) -> str:
    """The page; at most 300 bytes a word of the source and 64 KB."""
    return "".join(stream(document, signature))


def stream(document: Document, signature: str) -> Iterator[str]:
    """The page in parts: as a whole that of a book would take more memory than the book."""
    return _parts(document, signature, served=False)


def served(document: Document, signature: str) -> str:
    """The page as a server shows it: it sends every change to where it came from, NAME.edits.json for NAME.html."""
    return "".join(_parts(document, signature, served=True))


def _parts(document: Document, signature: str, *, served: bool) -> Iterator[str]:
    data = {
        "entities": [*_entities(document)],
        "document": document.id,
        "hash": document_fingerprint(document),
        "signature": signature,
    }
    page = _page.stream(
        "review.html",
        styles=STYLES,
        scripts=(*SCRIPTS, "served.js") if served else SCRIPTS,
        connects=served,
        document=document,
        rows=_page.joined(_rows_without_script(document)),
        summary=summarise(document),
        languages=[(code, LANGUAGES.get(code, code)) for code in _languages(document)],
        signature=signature,
        data=_page.HOLE,
    )
    for part in page:
        before, hole, after = str.partition(part, _page.HOLE)
        yield before
        if hole:
            segments = (_lean(record) for record in jsonl.records(document))
            yield from _page.island(data, "segments", segments)
            yield after


def _rows_without_script(document: Document) -> Iterator[str]:
    """What a browser without scripts shows; pieced together here, for a template takes three times as long."""
    source, target = map(_page.escaped, _languages(document))
    for paragraph in document.paragraphs:
        yield f'<div class="paragraph {_page.escaped(paragraph.kind)}">\n'
        for segment in paragraph.segments:
            ours, theirs = _page.escaped(segment.source), _page.escaped(segment.target)
            yield (
                f'<div class="row"><span></span><div class="cell" lang="{source}"><p>{ours}</p></div>'
                f'<div class="cell" lang="{target}"><p>{theirs}</p></div></div>\n'
            )
        yield "</div>\n"


def read_edits(path: Path) -> Returned:
    """What a NAME.edits.json says, which the page let its reviewer download: what was touched, and nothing else.

    Raises:
        InputError: if it cannot be read or was not made by the page.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8-sig"))
        rows = tuple(_rows(record["segments"]))
        names = tuple(
            Decision(**{key: str(name[key]) for key in Decision._fields if key in name}) for name in record["names"]
        )
        who = str(record.get("reviewer", ""))
        return Returned(path, str(record["document"]), rows, names, decides=True, reviewer=who)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise InputError(f"{path} was not made by the review page or is damaged: {error!r}") from error


def _rows(records: list[dict[str, Any]]) -> Iterator[Row]:
    for record in records:
        was = record["was"]
        key = ":".join(
            Key(str(record["hash"]), fingerprint(was["target"]), "a" if was["status"] == "approved" else "d")
        )
        texts = (str(record[key]) for key in ("id", "target", "status", "reviewer", "when"))
        own, target, status, reviewer, when = texts
        approved = status == "approved"
        yield Row(f"segment {own}", own, key, target, approved=approved, reviewer=reviewer, when=when)


def _languages(document: Document) -> tuple[str, str]:
    return document.meta.get("source_language", "fr"), document.meta.get("target_language", "en")


def _lean(record: jsonl.Record) -> jsonl.Record:
    """The record without what the page does not show or can tell by itself."""
    record["hash"] = fingerprint(record["source"])
    if record["raw"] == record["target"]:
        record["raw"] = ""
    record["links"] = [(*ends, _rounded(score)) for *ends, score in record["links"]]
    if record["score"] is not None:
        record["score"] = _rounded(record["score"])
    plain = {"kind": "text", "origin": "machine", "status": "draft"}
    return {key: value for key, value in record.items() if value not in ("", [], None, plain.get(key)) and key != "gap"}


def _entities(document: Document) -> Iterable[dict[str, Any]]:
    for entity, spelled in zip(document.entities, _names.spellings(document), strict=True):
        yield {
            "id": entity.id,
            "kind": entity.kind,
            "form": entity.form,
            "spellings": [[spelling.text, spelling.segments] for spelling in spelled],
            "evidence": entity.evidence,
            "edits": entity.edits,
            "confidence": _rounded(entity.confidence),
            "apart": entity.apart,
            "unsure": entity.unsure,
        }


@lru_cache(maxsize=4096)
def _rounded(number: float) -> float:
    """Two digits are all a page can show; what is no number (JSON has no word for it) counts as none at all."""
    return round(number, 2) if math.isfinite(number) else 0.0
