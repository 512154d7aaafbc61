"""Names: one person, one English name.

`find` gathers the mentions of an article into entities and decides the English form of each; `for_engine` says what the
engine is to read; `enforce` makes the translation agree, and `undo` takes that back. Rules, lists and the authority are
data files beside the modules.

    from mt import names
    names.cluster(["Pachinian", "Pashinyan", "Lavrov"])   # [["Pachinian", "Pashinyan"], ["Lavrov"]]
    names.english("Nikol Pachinian").text                  # "Nikol Pashinyan"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from mt.document import Document, Entity, Name, Segment
from mt.edits import Replace
from mt.markup import is_table
from mt.names import (
    authority,
    clusters,
    counterparts,
    decisions,
    enforcement,
    engine_input,
    entities,
    families,
    forms,
    mentions,
    rewriting,
    streets,
    titles,
)
from mt.names.authority import Authority
from mt.names.forms import Form
from mt.names.glossary import EMPTY, Glossary, load_glossary
from mt.names.wording import english_words

__all__ = [
    "EMPTY",
    "Authority",
    "Form",
    "Glossary",
    "cluster",
    "enforce",
    "english",
    "find",
    "for_engine",
    "is_kept",
    "is_landmark",
    "is_street",
    "is_title",
    "load_authority",
    "load_glossary",
    "put",
    "takes_article",
    "undo",
]


def load_authority(path: Path | None = None) -> Authority:
    """The shipped authority, under the human decisions of a file (`mt names decide` writes it).

    Raises:
        InputError: if the file cannot be read.
        ConfigError: if a row makes no sense; the message has its number.
    """
    shipped = authority.load()
    return decisions.over(shipped, decisions.read(path)) if path is not None else shipped


def find(
    document: Document, glossary: Glossary = EMPTY, known: Authority | None = None, *, phrases: bool = True
) -> Document:
    """Fill `entities`, and `names` of every segment. Runs once per document, after segmentation.

    Args:
        document: cut into sentences.
        glossary: outranks everything.
        known: from `load_authority`; the shipped authority if not given.
        phrases: leave those of the press alone (garde des Sceaux), as the engine is given something else for them.

    Returns:
        The document. Each `Name` has its place in the source and, in `after`, the English form it is to have: the whole
        name where the article gives the whole name, the surname where it gives the surname. Names that English spells
        the same are there too; code has none, unless it is a table.
    """
    known = authority.load() if known is None else known
    readable = [
        replace(segment, source="") if paragraph.kind == "code" and not is_table(segment.source) else segment
        for paragraph in document.paragraphs
        for segment in paragraph.segments
    ]
    found = families.marked(mentions.collect(readable, glossary, known, phrases), readable)
    gathered = entities.Gathering(found, known)
    per_segment = gathered.names(len(document.segments))
    segments = [
        replace(segment, names=tuple(names)) for segment, names in zip(document.segments, per_segment, strict=True)
    ]
    return replace(document.with_segments(segments), entities=gathered.entities())


def for_engine(segment: Segment, entities: Mapping[str, Entity]) -> list[Replace]:
    """What to change in `segment.source` before the engine reads it: romanised names in their English form.

    The French around them stays right (d'Erevan → de Yerevan). Exonyms, acronyms and terms stay French; `enforce`
    settles them in the target.
    """
    return engine_input.replacements(segment, entities)


def put(source: str, name: Name, form: str) -> Replace:
    """The change of a source that puts another form in the place of a name, the French around it kept right."""
    return engine_input.put(source, name, form)


def is_title(source: str, name: Name) -> bool:
    """Whether a name is a title between quotation marks of its own, which stays as it is."""
    return titles.is_quoted(source, name)


def is_street(form: str) -> bool:
    """Whether a name is a street's, which stays in French."""
    return streets.is_street(form)


def is_landmark(source: str, name: Name) -> bool:
    """Whether a name is a place's with an article in French and none in English."""
    return engine_input.is_landmark(source, name)


def is_kept(source: str, name: Name, entity: Entity | None) -> bool:
    """Whether a name is a title or a street, of which nothing but the whole is right."""
    return counterparts.is_kept(source, name, entity)


def takes_article(form: str) -> bool:
    """Whether a form, unlike most names, has "the" before it in English."""
    return form in english_words().with_article


def enforce(document: Document) -> Document:
    """Make the targets agree with the entities, where the counterpart of a name is found with confidence.

    Needs translated segments; word links make it stronger. Every change is recorded in `Segment.edits`, every name
    found in its `Name`; a name not found keeps `target` None. Doing it twice changes nothing.
    """
    return enforcement.settle(document)


def undo(segment: Segment) -> Segment:
    """Take back what `enforce` did: target and links are exactly what they were."""
    return rewriting.take_back(segment)


def cluster(names: list[str]) -> list[list[str]]:
    """Group spellings of one name, in order of first appearance; a name listed twice stands once.

    A bare surname joins a full name only if one group has it. What the authority knows, it decides.
    """
    return clusters.join(names, authority.load())


def english(name: str, origin: str | None = None) -> Form:
    """The English form of a French spelling.

    Args:
        name: one name, "Nikol Pachinian".
        origin: language of origin in English, "Armenian"; None where it is not known.
    """
    return forms.decide(name, origin or "", authority.load())
