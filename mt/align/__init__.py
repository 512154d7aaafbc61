"""Alignment of a text and its translation: sentences m to n, words, each with a probability.

from mt import align
align.sentences(["Il pleut.", "Il part."], ["It is raining and he leaves."])
"""

from __future__ import annotations

from collections.abc import Sequence

from mt.document import Bead


def sentences(
    source: Sequence[str],
    target: Sequence[str],
    *,
    paragraphs: tuple[Sequence[int], Sequence[int]] | None = None,
    translations: Sequence[str] | None = None,
) -> list[Bead]:
    """Pair French sentences with the English ones that translate them.

    Dynamic programming with affine gaps over the likelihood of words (a shipped lexicon and what the texts themselves
    teach), lengths and paragraphs. Order must be the same on both sides; passages missing on either side are found.

    Args:
        source: sentences in reading order.
        target: sentences in reading order.
        paragraphs: for each side the paragraph number of every sentence, if known; evidence, not a fence.
        translations: the source in English by a machine, sentence by sentence, if there is one; more evidence.

    Returns:
        Beads that cover every sentence of both sides once, in order; a sentence without counterpart has one of its own
        with the other side empty. The score is the probability that the bead is exactly right.
    """
    from mt.align.beads import paired
    from mt.align.evidence import Side
    from mt.align.lexicon import shipped

    starts = [[a != b for a, b in zip([None, *side], side, strict=False)] for side in paragraphs or ((), ())]
    sides = Side.of(source, "fr", starts[0]), Side.of(target, "en", starts[1])
    return paired(*sides, shipped(), Side.of(translations, "en") if translations is not None else None)
