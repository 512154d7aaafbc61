"""What was decided about names, for the whole document: NAME.names.json (complete) and NAME.names.tsv (to read).

NAME.names.json also holds what belongs to no segment (lead, meta, signature); `read` takes it back. This is no format
of its own: it goes with every review file, hence the underscore.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mt.document import Document, Entity, Paragraph
from mt.errors import InputError
from mt.writers import _json, tsv

COLUMNS = ("entity", "kind", "form", "variants", "evidence", "edits", "kept apart", "unsure")
_PLAIN = ("id", "kind", "form", "edits", "confidence", "romanised", "unsure")
_LISTS = ("evidence", "apart")


class Spelling(NamedTuple):
    """One way an entity is spelled in the source; `segments` are the ids of its mentions, in order.

    `listed` is False for a spelling that a mention has and the entity's own list of variants has not.
    """

    text: str
    segments: tuple[str, ...]
    listed: bool = True


def spellings(document: Document) -> list[list[Spelling]]:
    """The spellings of every entity, in the order of `document.entities`.

    First its own variants in their order, then what only its mentions have. A name broken over two lines is the same
    spelling, so white space is compared as one space.
    """
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for segment in document.segments:
        for name in segment.names:
            found[name.entity][_one_line(name.source.of(segment.source))].append(segment.id)
    result = []
    for entity in document.entities:
        mentions = found[entity.id]
        listed = [Spelling(text, tuple(mentions.pop(_one_line(text), ()))) for text in entity.variants]
        result.append(listed + [Spelling(text, tuple(ids), listed=False) for text, ids in mentions.items()])
        mentions.clear()
    return result


def as_json(document: Document, signature: str, formats: Sequence[str] = ()) -> str:
    """NAME.names.json; a spelling outside the entity's own list says so with `"listed": false`.

    Args:
        document: the article.
        signature: how its translation was made.
        formats: in which it was written beside this file, by this run or those before.
    """
    entities = document.entities
    record = {
        "document": document.id,
        "signature": signature,
        "formats": formats,
        "lead": document.lead,
        "meta": document.meta,
        "entities": [_entity(entity, spelled) for entity, spelled in zip(entities, spellings(document), strict=True)],
        "kept_apart": [
            {"entity": entity.id, "form": entity.form, "from": reason} for entity in entities for reason in entity.apart
        ],
        "unsure": [
            {"entity": entity.id, "form": entity.form, "question": entity.unsure}
            for entity in entities
            if entity.unsure
        ],
    }
    return _json.indented(record)


def as_tsv(document: Document) -> str:
    """NAME.names.tsv: one line an entity; several values in a cell are separated by " | "."""
    return "".join(map(tsv.line, [COLUMNS, *rows(document)]))


def rows(document: Document) -> Iterator[tuple[str, ...]]:
    """The cells of every entity, as `COLUMNS` names them."""
    for entity, spelled in zip(document.entities, spellings(document), strict=True):
        variants = (f"{spelling.text} ({len(spelling.segments)})" for spelling in spelled)
        cells = (" | ".join(variants), " | ".join(entity.evidence), entity.edits, " | ".join(entity.apart))
        yield (entity.id, entity.kind, entity.form, *cells, entity.unsure)


def signature(path: Path) -> str:
    """How the translation that goes with this NAME.names.json was made; empty where that cannot be read."""
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["signature"])
    except (OSError, ValueError, TypeError, KeyError):
        return ""


def formats(path: Path) -> tuple[str, ...] | None:
    """In which formats the article was written beside this NAME.names.json; None where that cannot be read."""
    try:
        return tuple(map(str, json.loads(path.read_bytes())["formats"]))
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None


def read(path: Path, paragraphs: tuple[Paragraph, ...]) -> Document:
    """The document these paragraphs and this NAME.names.json were written from.

    Raises:
        InputError: if the file is missing or damaged.
    """
    try:
        return parsed(path.read_text(encoding="utf-8"), paragraphs, path)
    except OSError as error:
        raise InputError(f"cannot read {path}, which goes with every review file: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} was not written by mt or is damaged: {error!r}") from error


def parsed(text: str, paragraphs: tuple[Paragraph, ...], path: Path) -> Document:
    """The same from the file's text; the path is for the message.

    Raises:
        InputError: if it is not such a text.
    """
    try:
        record = json.loads(text)
        entities = tuple(_entity_of(entity) for entity in record["entities"])
        return Document(record["document"], paragraphs, entities, record["lead"], record["meta"])
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise InputError(f"{path} was not written by mt or is damaged: {error!r}") from error


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _entity(entity: Entity, spelled: list[Spelling]) -> dict[str, Any]:
    variants = [
        {"text": spelling.text, "count": len(spelling.segments), "segments": spelling.segments}
        | ({} if spelling.listed else {"listed": False})
        for spelling in spelled
    ]
    return {key: getattr(entity, key) for key in (*_PLAIN, *_LISTS)} | {"variants": variants}


def _entity_of(record: dict[str, Any]) -> Entity:
    variants = tuple(variant["text"] for variant in record["variants"] if variant.get("listed", True))
    fields: dict[str, Any] = {key: record[key] for key in _PLAIN} | {key: tuple(record[key]) for key in _LISTS}
    return Entity(**fields, variants=variants)
