"""An engine that says what it is told, word for word linked to itself: for tests, and to look at the other stages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mt.document import Link, Span
from mt.engines import Options, Translation
from mt.models import Checkpoint


def load(checkpoint: Checkpoint | None, options: Options) -> Echo:
    """An echo; checkpoint and options are not used."""
    return Echo()


class Echo:
    """Translates every sentence into itself."""

    signature = "echo"
    longest = 512

    def pieces(self, texts: Sequence[str]) -> list[list[Span]]:
        """For every text the spans of its words."""
        return [[Span(*found.span()) for found in re.finditer(r"\s*\S+", text)] for text in texts]

    def count(self, texts: Sequence[str]) -> list[int]:
        """For every text the number of its words."""
        return [len(text.split()) for text in texts]

    def translate(self, texts: Sequence[str]) -> list[Translation]:
        """Every text as its own translation."""
        words = [[Span(*found.span()) for found in re.finditer(r"\S+", text)] for text in texts]
        return [
            Translation(text, 0.0, tuple(Link(span, span, 1.0) for span in row))
            for text, row in zip(texts, words, strict=True)
        ]

    def links(self, sources: Sequence[str], targets: Sequence[str]) -> list[Sequence[Link]]:
        """Each word linked to the one in its place."""
        sides = [self.pieces(texts) for texts in (sources, targets)]
        return [
            tuple(Link(ours, theirs, 1.0) for ours, theirs in zip(*pair, strict=False))
            for pair in zip(*sides, strict=True)
        ]
