"""The article of reviewed.toml as a `Document`, and a long one made of its segments."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from mt.document import Document, Edit, Entity, Flag, Link, Name, Paragraph, Segment, Span

SIGNATURE = "mt 0.1.0 | model fr-en 3f2a91 | engine ct2 int8 | beam 4 | quotes curly"
_PLAIN = ("source", "target", "score", "origin", "status", "reviewer", "when")


def reviewed() -> Document:
    """Thirteen segments in eleven paragraphs, six entities."""
    record = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    paragraphs, count = [], 0
    for paragraph in record["paragraph"]:
        segments = []
        for entry in paragraph["segment"]:
            count += 1
            segments.append(_segment(entry, f"{count}"))
        segments[-1] = replace(segments[-1], gap="\n\n")
        paragraphs.append(Paragraph(tuple(segments), paragraph.get("kind", "text")))
    entities = tuple(
        Entity(**{key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()})
        for entry in record["entity"]
    )
    return Document(
        "armenie", tuple(paragraphs), entities, meta={"mt:path": "articles/armenie.txt", "mt:encoding": "utf-8"}
    )


def long_article(segments: int) -> Document:
    """As many segments as asked for, six a paragraph; the one in the middle says "quetzal"."""
    own = [segment for segment in reviewed().segments if segment.target]
    many = [replace(own[place % len(own)], id=f"{place + 1}", gap=" ") for place in range(segments)]
    middle = segments // 2
    many[middle] = Segment(
        f"{middle + 1}", "Un quetzal passe près de l’École.", "A quetzal flies by the school.", gap=" "
    )
    paragraphs = tuple(Paragraph(tuple(many[at : at + 6])) for at in range(0, segments, 6))
    return Document("long", paragraphs, reviewed().entities)


def _segment(entry: dict[str, Any], number: str) -> Segment:
    plain = {key: entry[key] for key in _PLAIN if key in entry}
    source, target = entry["source"], entry.get("target", "")
    names = tuple(
        Name(entity, _span(source, french), _span(target, english), before, english)
        for entity, french, english, before in entry.get("names", ())
    )
    quotes = tuple(Edit("quotes", _span(target, quote), '"', quote) for quote in entry.get("quotes", ()))
    renamed = tuple(
        Edit("names", name.target, name.before, name.after)
        for name in names
        if name.target and name.before != name.after
    )
    raw = target.replace("“", '"').replace("”", '"') if quotes else target
    for edit in renamed:
        raw = raw.replace(edit.after, edit.before)
    flags = tuple(
        Flag(code, message, _span(target, part) if part else None) for code, message, part in entry.get("flags", ())
    )
    links = _links(source, target, entry.get("words", ""))
    return Segment(number, raw=raw, gap=" ", links=links, names=names, edits=quotes + renamed, flags=flags, **plain)


def _links(source: str, target: str, words: str) -> tuple[Link, ...]:
    links = []
    at = 0
    for word in words.split():
        french, _, english = word.replace("_", " ").partition("=")
        english, _, score = english.partition(":")
        place = _span(source, french, at)
        at = place.start
        links.append(Link(place, _span(target, english), float(score or 0.9)))
    return tuple(links)


def _span(text: str, part: str, start: int = 0) -> Span:
    """Where `part` stands in `text` as words of their own, from `start` on."""
    left, right = (r"\b" if edge.isalnum() else "" for edge in (part[0], part[-1]))
    found = re.compile(f"{left}{re.escape(part)}{right}").search(text, start)
    assert found, f"{part!r} is not in {text!r}"
    return Span(*found.span())
