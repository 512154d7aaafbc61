"""The data that flows: one frozen `Document` from reader to writer.

Offsets are Unicode code points, half open, and always refer to the text a reader sees (`Segment.source`,
`Segment.target`). A change is `dataclasses.replace`; nothing here is ever modified in place. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import NamedTuple

from mt.errors import LostSegments

OWN = "mt:"  # begins every key of `Document.meta` that a reader writes for itself, and no field of a record
PATH, FORMAT, ENCODING, RECORD = f"{OWN}path", f"{OWN}format", f"{OWN}encoding", f"{OWN}record"
_BREAK = re.compile(r"\r\n|\r|\n")


class Span(NamedTuple):
    """text[start:end], in Unicode code points, half open."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The part of `text` this span names."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


def marked(spans: Iterable[Span], length: int) -> bytearray:
    """A flag for every character of a text: whether a span has it. Looking there is faster than at many spans."""
    marks = bytearray(length)
    for start, end in spans:
        marks[start:end] = b"\1" * len(marks[start:end])
    return marks


class Link(NamedTuple):
    """A word of the source and a word of the target that translate each other; `score` is a probability in [0, 1]."""

    source: Span
    target: Span
    score: float


@dataclass(frozen=True, slots=True)
class Edit:
    """A change that a named rule made to a target: `span` is where `after` stands now, in place of `before`."""

    rule: str
    span: Span
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Name:
    """One mention of an entity.

    `after` is the English form this mention is to have. `target` is where it stands in the target, `before` what the
    engine had written there; both stay empty until `names.enforce` has found the place, and `target` stays None when it
    found none with confidence.
    """

    entity: str
    source: Span
    target: Span | None = None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a reviewer should look at; `span` is in the target, or None for the whole segment."""

    code: str
    message: str
    span: Span | None = None


class Suggestion(NamedTuple):
    """What a person approved for a source like a segment's; `likeness` of the two sources is in [0, 1]."""

    source: str
    target: str
    likeness: float
    reviewer: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, place, organisation, event or term of one document.

    Attributes:
        id: unique within the document, e.g. "nikol-pashinyan".
        kind: person | place | organisation | event | term | demonym | name (nothing tells of what).
        form: the English form in full ("Nikol Pashinyan"); a mention's own form is in its `Name.after`.
        variants: every spelling found in the source, most frequent first.
        evidence: why this form, one sentence a line ("authority: ...", "rule: ...").
        edits: the way from spelling to form, readable ("ch→sh, -ian→-yan"); empty if none was needed.
        confidence: in [0, 1].
        apart: near misses this entity was kept apart from, each with the reason.
        romanised: True if the form is a romanisation the engine should see in its English spelling; False for
            exonyms, acronyms and terms, which stay French for the engine and are settled in the target.
        unsure: the question a person should decide, empty if there is none.
    """

    id: str
    kind: str
    form: str
    variants: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    edits: str = ""
    confidence: float = 1.0
    apart: tuple[str, ...] = ()
    romanised: bool = False
    unsure: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """What a reviewer reads in one row: source text, its translation, and all that is known of the pair.

    `gap` is the text between this segment and the next (spaces, line breaks, mark-up); `raw` is the engine's own output
    before any edit, names in the places of their stand-ins; `score` the mean log-probability per target token, `</s>`
    included, or None. `links` join words and are a tuple; between `translation` and `links.align` they are what the
    engine says of its pieces. `margin` is what the file has after every line break of `source` and nobody is to read:
    the "> " of a quotation.
    """

    id: str
    source: str
    target: str = ""
    raw: str = ""
    gap: str = ""
    links: Sequence[Link] = ()
    names: tuple[Name, ...] = ()
    edits: tuple[Edit, ...] = ()
    flags: tuple[Flag, ...] = ()
    score: float | None = None
    origin: str = "machine"  # machine | memory | human
    status: str = "draft"  # draft | approved
    reviewer: str = ""
    when: str = ""
    suggestion: Suggestion | None = None
    margin: str = ""

    @property
    def written(self) -> str:
        """The source as it stands in the file."""
        return with_margin(self.source, self.margin)


def with_margin(text: str, margin: str) -> str:
    """The text with `margin` after every line break."""
    return _BREAK.sub(lambda found: found[0] + margin, text) if margin else text


def without_margin(text: str, margin: str) -> str:
    """The text without `margin` where it follows a line break."""
    return re.sub(rf"({_BREAK.pattern}){re.escape(margin)}", r"\1", text) if margin else text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Segments that belong together. Before `segment.split` a paragraph is one whole segment."""

    segments: tuple[Segment, ...]
    kind: str = "text"  # text | heading | item | byline | quote | code

    @property
    def code(self) -> str:
        """A paragraph of code in English: its line breaks and indentation count, what follows it does not."""
        texts = [part for segment in self.segments for part in (segment.target or segment.source, segment.gap)]
        return "".join(texts[:-1]).strip("\r\n")


@dataclass(frozen=True, slots=True)
class Document:
    """One article. `lead` is the text before the first segment; `meta` its title, its record's fields, `PATH` etc."""

    id: str
    paragraphs: tuple[Paragraph, ...]
    entities: tuple[Entity, ...] = ()
    lead: str = ""
    meta: dict[str, str] = field(default_factory=dict)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Every segment in reading order."""
        return tuple(segment for paragraph in self.paragraphs for segment in paragraph.segments)

    def source_text(self) -> str:
        """The text as it was read, character for character."""
        return self.lead + "".join(segment.written + segment.gap for segment in self.segments)

    def with_segments(self, segments: Iterable[Segment]) -> Document:
        """The same document with these segments in place of its own, in order.

        Raises:
            LostSegments: if there are more or fewer of them than the document has.
        """
        given = tuple(segments)
        if len(given) != len(self.segments):
            raise LostSegments(f"{self.id}: {len(self.segments)} segments went in and {len(given)} came out")
        rest = iter(given)
        paragraphs = tuple(
            Paragraph(tuple(islice(rest, len(paragraph.segments))), paragraph.kind) for paragraph in self.paragraphs
        )
        return replace(self, paragraphs=paragraphs)


class Bead(NamedTuple):
    """Sentences of both sides that translate each other, by index; `score` is a probability in [0, 1]."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float


Stage = Callable[[Iterator[Document]], Iterator[Document]]


def each(function: Callable[[Document], Document]) -> Stage:
    """A stage that applies `function` to one document after the other, as they come."""

    def stage(documents: Iterator[Document]) -> Iterator[Document]:
        return (function(document) for document in documents)

    return stage
