"""The record every other view is made from: one segment a line, nothing rounded, nothing left out.

What belongs to the document as a whole (entities, lead, meta, signature) is in NAME.names.json beside it; `read` puts
the two together again. A paragraph without segments, which no reader makes, leaves no line.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from mt.document import Document, Edit, Flag, Link, Name, Paragraph, Segment, Span, Suggestion
from mt.errors import InputError
from mt.writers import _json, _names

Record = dict[str, Any]
# JSON lets these stand in a string as they are, but many readers of lines take them for a line's end.
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


def render(document: Document, signature: str) -> str:
    """One line of JSON a segment; the signature is in NAME.names.json."""
    return "".join(stream(document, signature))


def stream(document: Document, signature: str) -> Iterator[str]:
    """The same, line by line."""
    return map(line, records(document))


def records(document: Document) -> Iterable[Record]:
    """Every segment in reading order, as plain JSON data; paragraphs are numbered from 1."""
    for number, paragraph in enumerate(document.paragraphs, start=1):
        for segment in paragraph.segments:
            yield _record(segment, number, paragraph.kind)


def read(path: Path) -> Document:
    """The document that was written as `path` (NAME.jsonl) and NAME.names.json beside it.

    Raises:
        InputError: if one of the two is missing or damaged; the message names the file and the line.
    """
    return _names.read(path.with_suffix(".names.json"), _paragraphs(_lines(path), path))


def dumps(document: Document) -> tuple[str, str]:
    """Both texts, NAME.jsonl and NAME.names.json, for whoever keeps them elsewhere; without a signature."""
    return render(document, ""), _names.as_json(document, "")


def loads(lines: str, names: str) -> Document:
    """The document of these two texts.

    Raises:
        InputError: if they are not such.
    """
    where = Path("the memory's copy")
    return _names.parsed(names, _paragraphs(lines.split("\n")[:-1], where), where)


def _paragraphs(lines: Iterable[str], path: Path) -> tuple[Paragraph, ...]:
    found = (_parsed(path, number, line) for number, line in enumerate(lines, start=1))
    return tuple(
        Paragraph(tuple(segment for _, segment in group), kind)
        for (_, kind), group in groupby(found, key=lambda item: item[0])
    )


def line(record: Record) -> str:
    """One line of JSON, its end included, with no other line end in it."""
    text = _json.dumps(record)
    return _LINE_ENDS.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def _record(segment: Segment, paragraph: int, kind: str) -> Record:
    score = segment.score if segment.score is not None and math.isfinite(segment.score) else None
    return {
        "id": segment.id,
        "paragraph": paragraph,
        "kind": kind,
        "source": segment.source,
        "target": segment.target,
        "raw": segment.raw,
        "gap": segment.gap,
        "score": score,
        "links": [(a, b, c, d, score) for (a, b), (c, d), score in segment.links],
        "names": [
            {"entity": name.entity, "source": name.source, "target": name.target}
            | {"before": name.before, "after": name.after}
            for name in segment.names
        ],
        "edits": [
            {"rule": edit.rule, "span": edit.span, "before": edit.before, "after": edit.after} for edit in segment.edits
        ],
        "flags": [{"code": flag.code, "message": flag.message, "span": flag.span} for flag in segment.flags],
        "origin": segment.origin,
        "status": segment.status,
        "reviewer": segment.reviewer,
        "when": segment.when,
    } | _rare(segment)


def _rare(segment: Segment) -> Record:
    """Fields that hardly any segment has."""
    suggestion = {"suggestion": segment.suggestion._asdict()} if segment.suggestion else {}
    return suggestion | ({"margin": segment.margin} if segment.margin else {})


def _lines(path: Path) -> list[str]:
    try:
        *lines, rest = path.read_text(encoding="utf-8").split("\n")
        if rest:
            raise InputError(f"{path} ends in the middle of a line: it is damaged")
        return lines
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {path}: {error}") from error


def _parsed(path: Path, number: int, line: str) -> tuple[tuple[int, str], Segment]:
    """The paragraph (its number and kind) that a line belongs to, and its segment."""
    try:
        record = json.loads(line)
        return (record["paragraph"], record["kind"]), _segment(record)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise InputError(f"{path}, line {number} is no segment written by mt: {error!r}") from error


def _segment(record: Record) -> Segment:
    links = (Link(Span(*link[0:2]), Span(*link[2:4]), link[4]) for link in record["links"])
    names = (
        Name(name["entity"], Span(*name["source"]), _span(name["target"]), name["before"], name["after"])
        for name in record["names"]
    )
    edits = (Edit(edit["rule"], Span(*edit["span"]), edit["before"], edit["after"]) for edit in record["edits"])
    flags = (Flag(flag["code"], flag["message"], _span(flag["span"])) for flag in record["flags"])
    return Segment(
        **{key: record[key] for key in ("id", "source", "target", "raw", "gap", "score")},
        **{key: record[key] for key in ("origin", "status", "reviewer", "when")},
        links=tuple(links),
        names=tuple(names),
        edits=tuple(edits),
        flags=tuple(flags),
        suggestion=Suggestion(**record["suggestion"]) if "suggestion" in record else None,
        margin=record.get("margin", ""),
    )


def _span(pair: list[int] | None) -> Span | None:
    return None if pair is None else Span(*pair)
