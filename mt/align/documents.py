"""One document of a French text and its English version: a segment for each bead.

A segment may hold several sentences of either side, and of one side none. The source stays as it was, character for
character; of the target only line breaks become spaces. What has no counterpart, or an uncertain one, is flagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from mt.align.tokens import places
from mt.document import Bead, Document, Flag, Paragraph, Segment, without_margin

SURE = 0.6  # probability below which a reviewer should look: there two beads in five are wrong, above one in twenty
LINKED = 0.3  # share of the words of either side that have links; of pairs with less one in two is wrong in news
FEWEST = 5  # words of the longer side; shorter pairs are judged by their place alone
_BREAK = re.compile(r"\s*[\r\n]\s*")
_ALONE = Flag("unpaired", "Nothing in the other text corresponds to this.")
_STRANGERS = Flag("unsure-pair", "These may not belong together: hardly a word of one answers a word of the other.")


def of_beads(source: Document, target: Sequence[Segment], beads: Iterable[Bead]) -> Document:
    """The document of these beads.

    Args:
        source: divided into sentences.
        target: the sentences of the other text; their text is in `source`, the space after them in `gap`.
        beads: all sentences of both, in order.
    """
    segments = source.segments
    owners = [number for number, paragraph in enumerate(source.paragraphs) for _ in paragraph.segments]
    rows: list[tuple[int, Segment]] = []
    for bead in beads:
        owner = owners[bead.source[0]] if bead.source else rows[-1][0] if rows else 0
        rows.append((owner, _segment(bead, segments, target)))
    paragraphs = tuple(
        _numbered([segment for _, segment in group], place, source.paragraphs[owner].kind if owners else "text")
        for place, (owner, group) in enumerate(groupby(rows, key=lambda row: row[0]), 1)
    )
    return replace(source, paragraphs=paragraphs)


def doubted(document: Document) -> Document:
    """The document, linked by words, with a flag on each pair that place and length alone have put together."""
    return document.with_segments(
        replace(segment, flags=(*segment.flags, _STRANGERS)) if _strangers(segment) else segment
        for segment in document.segments
    )


def _strangers(segment: Segment) -> bool:
    if not (segment.source and segment.target) or any(flag.code == _STRANGERS.code for flag in segment.flags):
        return False
    words = len(places(segment.source, "fr")), len(places(segment.target, "en"))
    linked = (len({link[side] for link in segment.links}) for side in (0, 1))
    return max(words) >= FEWEST and any(some < LINKED * of for some, of in zip(linked, words, strict=True))


def _segment(bead: Bead, source: Sequence[Segment], target: Sequence[Segment]) -> Segment:
    ours = [source[i] for i in bead.source]
    theirs = [target[j] for j in bead.target]
    flags = dict.fromkeys(flag for segment in ours for flag in segment.flags)
    margin = ours[0].margin if ours else ""
    written = "".join(segment.written + segment.gap for segment in ours[:-1]) + (ours[-1].written if ours else "")
    return Segment(
        "",
        without_margin(written, margin),
        _BREAK.sub(" ", "".join(segment.source + (segment.gap or " ") for segment in theirs).strip()),
        gap=ours[-1].gap if ours else "",
        flags=(*flags, *_flags(bead, "".join(segment.source for segment in (*ours, *theirs)))),
        origin="human" if theirs else "machine",
        margin=margin,
    )


def _flags(bead: Bead, text: str) -> Iterator[Flag]:
    if not bead.source or not bead.target:
        if text.strip():
            yield _ALONE
    elif bead.score < SURE:
        yield Flag(
            "unsure-pair", f"These may not belong together, or not exactly these (probability {bead.score:.2f})."
        )


def _numbered(segments: Sequence[Segment], paragraph: int, kind: str) -> Paragraph:
    numbered = (replace(segment, id=f"{paragraph}.{place}") for place, segment in enumerate(segments, 1))
    return Paragraph(tuple(numbered), kind)


def notation(beads: Iterable[Bead]) -> str:
    """Beads as Vecalign writes them, one a line: `[0]:[0, 1]:0.97`."""
    return "".join(f"{list(bead.source)}:{list(bead.target)}:{bead.score:.4f}\n" for bead in beads)
