"""Alignment of a text and its translation: sentences m to n, words, each with a probability.

from mt import align
align.sentences(["Il pleut.", "Il part."], ["It is raining and he leaves."])
"""

from __future__ import annotations

from collections.abc import Sequence

from mt.document import Bead, Link
from mt.errors import InputError


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
        with the other side empty. The score is the probability that the bead is exactly right. Blank sentences say
        nothing: those between the same two beads pair with one another.

    Raises:
        InputError: if there are more or fewer paragraph numbers or translations than sentences.
    """
    from mt.align.beads import blanks_between, paired
    from mt.align.evidence import Side
    from mt.align.lexicon import shipped

    sizes = len(source), len(target)
    if paragraphs is not None and tuple(map(len, paragraphs)) != sizes:
        raise InputError(f"paragraph numbers for {tuple(map(len, paragraphs))} sentences of {sizes}: each needs one")
    if translations is not None and len(translations) != len(source):
        raise InputError(f"{len(translations)} translations of {len(source)} sentences: each needs one")
    full = [[k for k, sentence in enumerate(side) if sentence.strip()] for side in (source, target)]
    numbers = [[side[k] for k in kept] for side, kept in zip(paragraphs or ([], []), full, strict=True) if side]
    starts = [[a != b for a, b in zip([None, *side], side, strict=False)] for side in numbers or ((), ())]
    sides = [
        Side.of([side[k] for k in kept], language, own)
        for side, kept, language, own in zip((source, target), full, ("fr", "en"), starts, strict=True)
    ]
    machine = Side.of([translations[k] for k in full[0]], "en") if translations is not None else None
    return blanks_between(paired(sides[0], sides[1], shipped(), machine), (full[0], full[1]), sizes)


def words(source: str, target: str, *, least: float = 0.45, model: str | None = "fr-en") -> list[Link]:
    """Link the words of a French sentence with those of its English translation.

    A hidden Markov model over a shipped lexicon in both directions, and what a translation model attends to when it is
    made to say the target, judged by a small network.

    Args:
        source, target: as a reader sees them.
        least: the lowest probability of a link: 0.45 for highlighting, 0.75 where a wrong link does harm.
        model: the translation model, which stays loaded; None does without.

    Returns:
        Links between spans of the two texts, in the order of the source.

    Raises:
        ModelError: if the model cannot be found or loaded.
    """
    from mt.align import forced, links

    if model is None:
        return links.of_texts(source, target, least)
    engine, _ = forced.engine_of(model)
    return forced.of_texts(source, target, engine, least)


def signature(*, model: str = "model:none", translated: bool = False) -> str:
    """How a pair was made, in sacreBLEU's manner.

    Args:
        model: which one helped with the words, and how it was run.
        translated: whether it helped with the sentences, too.
    """
    from mt import __version__
    from mt.align.lexicon import fingerprint

    translations = "yes" if translated else "no"
    return f"align|lexicon:{fingerprint()}|{model}|translations:{translations}|version:{__version__}"
