"""English paragraphs into sentences, for the side of a pair that is not French.

sentencex finds where sentences end; a boundary is refused after a title, before a small letter and between an
abbreviation and its figure. In doubt nothing is divided: the aligner pairs several sentences with one as well.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import pairwise

from mt.document import Document, Paragraph, Segment

_LAST_WORD = re.compile(r"([^\W\d_]+)\.\s*$")
_FIRST = re.compile(r"[^\w]*(\w)?")


def split(document: Document) -> list[Segment]:
    """The sentences of every paragraph in order; gaps hold the white space between them, ids name the paragraph."""
    return [
        segment
        for number, paragraph in enumerate(document.paragraphs, 1)
        for whole in [_whole(paragraph)]
        for segment in _divided(whole, number)
    ]


def _whole(paragraph: Paragraph) -> Segment:
    *before, last = paragraph.segments
    text = "".join(segment.source + segment.gap for segment in before) + last.source
    space = last.gap[: len(last.gap) - len(last.gap.lstrip())]  # what follows it is mark-up: "## ", "- "
    return Segment("", text.rstrip(), gap=text[len(text.rstrip()) :] + space)


def _divided(whole: Segment, number: int) -> list[Segment]:
    text = whole.source
    edges = [0, *boundaries(text), len(text)]
    pieces = [text[begin:end] for begin, end in pairwise(edges) if text[begin:end].strip()]
    return [
        Segment(
            f"{number}.{place}",
            piece.rstrip(),
            gap=piece[len(piece.rstrip()) :] or ("" if piece != pieces[-1] else whole.gap),
        )
        for place, piece in enumerate(pieces, 1)
    ]


def boundaries(text: str) -> list[int]:
    """Where a sentence of a paragraph ends and the next begins; empty if sentencex fails on the text."""
    from sentencex import get_sentence_boundaries

    shown = re.sub(r"\s", " ", text)
    try:
        found = [int(boundary["end_index"]) for boundary in get_sentence_boundaries("en", shown)]
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what pyo3 raises for a panic in Rust is not an Exception
            raise
        return []
    return [end for end in found if 0 < end < len(text) and _ends(shown[:end], shown[end:])]


def _ends(before: str, after: str) -> bool:
    """Whether a sentence ends here."""
    first = _FIRST.match(after)
    following = first[1] if first and first[1] else ""
    if following.islower():
        return False
    word = _LAST_WORD.search(before[-30:])
    if word is None:
        return True
    titles, before_a_figure = _lists()
    return word[1] not in titles and not (following.isdigit() and word[1] in before_a_figure)


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    lists = tomllib.loads(files("mt.align").joinpath("english.toml").read_text(encoding="utf-8"))
    return frozenset(lists["titles"]), frozenset(lists["before_a_figure"])
