"""An article in a few figures: what the head of its review page and its line in the index say. Judges nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import shorten

from mt.document import Document


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one article.

    Attributes:
        title: its English headline; without one its first sentence; without a translation its source's title or its id.
        name: the name of its review files without suffix; formats: which of them there are.
        words: of the source, separated by white space.
        flags: how many of each code that nobody has answered yet by approving the segment.
        names: entities but demonyms, of which nobody asks; changed: those with a mention whose English form is not
            its French spelling; unsure: those with a question for a person.
    """

    title: str
    name: str
    formats: tuple[str, ...] = ()
    segments: int = 0
    approved: int = 0
    words: int = 0
    flags: dict[str, int] = field(default_factory=dict)
    names: int = 0
    changed: int = 0
    unsure: int = 0

    @classmethod
    def damaged(cls, name: str) -> Summary:
        """Of a record that cannot be read."""
        return cls(f"{name} cannot be read: it is damaged, or being written", name)


def summarise(document: Document, *, name: str = "", formats: Sequence[str] = ()) -> Summary:
    """The figures of a document whose review files are `name.<format>` for each of `formats`."""
    segments = document.segments
    waiting = [segment for segment in segments if segment.status != "approved"]
    changed = {
        mention.entity
        for segment in segments
        for mention in segment.names
        if mention.after and mention.after != mention.source.of(segment.source)
    }
    entities = [entity for entity in document.entities if entity.kind != "demonym"]
    return Summary(
        title=_title(document),
        name=name,
        formats=tuple(formats),
        segments=len(segments),
        approved=len(segments) - len(waiting),
        words=sum(len(segment.source.split()) for segment in segments),
        flags=dict(Counter(flag.code for segment in waiting for flag in segment.flags).most_common()),
        names=len(entities),
        changed=sum(entity.id in changed for entity in entities),
        unsure=sum(bool(entity.unsure) for entity in document.entities),
    )


def _title(document: Document) -> str:
    # A heading further down is a heading of a part.
    headings = (paragraph for paragraph in document.paragraphs[:3] if paragraph.kind == "heading")
    headline = next((" ".join(segment.target for segment in heading.segments) for heading in headings), "")
    first = next((segment.target for segment in document.segments if segment.target.strip()), "")
    return shorten(headline.strip() or first or document.meta.get("title", ""), 120, placeholder=" …") or document.id
